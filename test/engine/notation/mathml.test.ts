import { describe, expect, test } from 'vitest';
import {
  call,
  type Expression,
  equation,
  fraction,
  hadamard,
  minus,
  number,
  plus,
  product,
  symbol,
  transposed,
} from '../../../engine/notation/expression.ts';
import { type MathElement, mathMLText, toMathML } from '../../../engine/notation/mathml.ts';

const x = symbol('x', { node: 'x', shape: ['N', 4] });
const W = symbol('W', { index: 1, node: 'fc1', shape: [8, 4] });
const z = symbol('z', { index: 1, node: 'fc1', shape: ['N', 8] });
const b = symbol('b', { index: 1, node: 'fc1', shape: [8] });
const linear = equation(z, plus(product(x, transposed(W)), b));
const positive: Expression = { kind: 'indicator', left: z, relation: '>', right: number(0) };

const all = (element: MathElement): readonly MathElement[] => [
  element,
  ...element.children.flatMap((child) => (typeof child === 'string' ? [] : all(child))),
];
const find = (element: MathElement, tag: string): readonly MathElement[] =>
  all(element).filter((inner) => inner.tag === tag);
const text = (element: MathElement): string =>
  element.children.map((child) => (typeof child === 'string' ? child : text(child))).join('');

/** The elements that need an exact number of children (MathML Core, 3.3 and 3.4). */
const arity: Readonly<Record<string, number>> = {
  mfrac: 2,
  msub: 2,
  msup: 2,
  msubsup: 3,
  mover: 2,
  munder: 2,
};

/** Reads markup by its tags alone; throws where they do not match. */
function checkTags(markup: string): number {
  const open: string[] = [];
  let count = 0;
  const rest = markup.replace(
    /<(\/?)([a-z]+)((?: [a-z-]+="[^"<>]*")*)>/g,
    (_, close: string, tag: string) => {
      count += 1;
      if (close === '') open.push(tag);
      else if (open.pop() !== tag) throw new Error(`</${tag}> closes another element in ${markup}`);
      return '';
    },
  );
  if (open.length > 0) throw new Error(`<${open.join('><')}> stays open`);
  if (/[<>]/.test(rest) || /&(?!(?:amp|lt|gt|quot);)/.test(rest)) throw new Error(`unescaped: ${rest}`);
  return count;
}

const everything: readonly Expression[] = [
  linear,
  hadamard(
    fraction(minus(symbol('y', { hat: true }), symbol('y')), { kind: 'size', of: ['N', 2] }),
    positive,
  ),
  { kind: 'cases', condition: positive, whenTrue: number(-1e-5), whenFalse: call('log softmax', x, b) },
  { kind: 'joined', parts: [x, { kind: 'absolute', of: x }] },
  { kind: 'bigSum', over: 'N', of: { kind: 'subscript', base: z, index: symbol('y') } },
  { kind: 'bigSum', over: '', of: { kind: 'power', base: z, exponent: number(2) } },
  { kind: 'derivative', over: symbol('L'), by: W },
  call('sqrt', { kind: 'power', base: x, exponent: minus(x, b) }),
  symbol('<script>"&\'\u0000</script>', { upright: true, node: '"><b>&' }),
  call('<b>', number(Number.NaN), number(Number.POSITIVE_INFINITY)),
];

describe('toMathML', () => {
  test('W₁ᵀ carries index and ⊤ as one element', () => {
    expect(mathMLText(toMathML(transposed(symbol('W', { index: 1 }))))).toBe(
      '<math xmlns="http://www.w3.org/1998/Math/MathML">' +
        '<msubsup><mi>W</mi><mn>1</mn><mo stretchy="false">⊤</mo></msubsup></math>',
    );
  });

  test('a bracket carries the mark of what it closes', () => {
    expect(mathMLText(toMathML(transposed(minus(symbol('a'), symbol('b')))))).toContain(
      '<msup><mo stretchy="false">)</mo><mo stretchy="false">⊤</mo></msup></math>',
    );
    const picked: Expression = { kind: 'subscript', base: call('log softmax', x), index: symbol('y') };
    expect(mathMLText(toMathML(picked))).toContain(
      '<msub><mo stretchy="false">)</mo><mi>y</mi></msub></math>',
    );
  });

  // Its brackets are not drawn, so that a mark on one would hang in the air, and Firefox writes an error in its place.
  test('a matrix of numbers carries the mark itself', () => {
    const column: Expression = { kind: 'matrix', rows: [[number(1)], [number(2)]], of: x };
    const marked = find(toMathML(transposed(column)), 'msup');
    expect(marked.map((element) => text(element))).toEqual([`${text(toMathML(column))}⊤`]);
  });

  test.each(everything)('%#: is well-formed, with and without shapes', (expression) => {
    for (const shapes of [false, true]) {
      const element = toMathML(expression, { shapes });
      expect(checkTags(mathMLText(element))).toBeGreaterThan(2);
      for (const inner of all(element)) {
        const wanted = arity[inner.tag];
        if (wanted !== undefined) expect([inner.tag, inner.children.length]).toEqual([inner.tag, wanted]);
      }
    }
  });

  test('a number says which element it is, and whether it is followed', () => {
    const places = [2, 1];
    const written = toMathML(
      plus(number(1), { kind: 'number', value: -0.5, element: { of: W, places, isFollowed: true } }),
    );
    const [marked] = all(written).filter(({ attributes }) => attributes['data-place'] !== undefined);
    expect(marked?.attributes).toEqual({
      'data-node': 'fc1',
      'data-symbol': 'W1',
      'data-place': '2 1',
      class: 'followed',
    });
    expect(text(written)).toBe('1−0.5');
  });

  test('shapes stand under the factors, and a transposed one is turned', () => {
    const shapes = find(toMathML(linear, { shapes: true }), 'mtext').map(text);
    expect(shapes).toEqual(['N×8', 'N×4', '4×8', '8']);
  });

  test('a mask, a fraction and a transposed bracket carry shapes as in the look', () => {
    const y = symbol('y', { shape: ['N', 3] });
    const W2 = symbol('W', { index: 2, shape: [3, 8] });
    const chain = product(transposed(hadamard(product(fraction(minus(y, y), number(16)), W2), positive)), x);
    const shapes = find(toMathML(chain, { shapes: true }), 'mtext').map(text);
    expect(shapes).toEqual(['N×3', '3×8', 'N×8', 'N×4']);
  });

  test('no shapes unless asked', () => {
    expect(find(toMathML(linear), 'mtext')).toEqual([]);
  });

  test.each([false, true])('each symbol links to its node once (shapes: %s)', (shapes) => {
    const links = all(toMathML(linear, { shapes })).flatMap(
      (element) => element.attributes['data-node'] ?? [],
    );
    expect(links).toEqual(['fc1', 'x', 'fc1', 'fc1']);
  });

  test('a gradient and a matrix of numbers link to what they are of, each as a whole', () => {
    const gradient: Expression = { kind: 'derivative', over: symbol('L'), by: z };
    const matrix = (of: Expression): Expression => ({ kind: 'matrix', rows: [[number(1)]], of });
    const links = all(toMathML(product(gradient, matrix(z), transposed(matrix(gradient))), {})).flatMap(
      ({ tag, attributes }) =>
        attributes['data-symbol'] === undefined
          ? []
          : [`${tag} ${attributes['data-node']} ${attributes['data-symbol']}`],
    );
    expect(links).toHaveLength(3);
    expect(links.slice(0, 2)).toEqual(['mfrac fc1 ∂z1', 'mrow fc1 z1']);
    expect(links[2]).toMatch(/ fc1 ∂z1$/);
  });

  test('a formula of its own is a block', () => {
    expect(toMathML(x, { display: true }).attributes['display']).toBe('block');
    expect(toMathML(x).attributes['display']).toBeUndefined();
  });

  test('minus is the real minus and functions are upright', () => {
    const element = toMathML(minus(call('σ', x), call('softmax', x)));
    expect(text(element)).toBe('σ(x)−softmax(x)');
    expect(find(element, 'mi').map((inner) => inner.attributes['mathvariant'])).toEqual([
      'normal',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
