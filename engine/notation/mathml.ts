import { formatShape } from '../program/shape.ts';
import { type Expression, symbolKey } from './expression.ts';
import { isLetter, printableName, realMinus } from './letters.ts';
import { type Script, write } from './script.ts';

/** An element of MathML, free of any DOM: the app makes React elements of it, exporters text. */
export interface MathElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (MathElement | string)[];
}

export interface MathMLOptions {
  /** Writes the shape under each factor whose shape is known, in an `<mtext class="shape">`. */
  readonly shapes?: boolean;
  /** A formula on a line of its own, with full-size fractions; otherwise one within text. */
  readonly display?: boolean;
}

const namespace = 'http://www.w3.org/1998/Math/MathML';

const element = (
  tag: string,
  children: readonly (MathElement | string)[],
  attributes: MathElement['attributes'] = {},
): MathElement => ({ tag, attributes, children });

const operator = (text: string, attributes: MathElement['attributes'] = {}): MathElement =>
  element('mo', [text], { stretchy: 'false', ...attributes });

/** A sign in front, not between: no space on its right. */
const prefix = (text: string): MathElement => operator(text, { form: 'prefix', rspace: '0' });

const thinSpace = element('mspace', [], { width: '0.17em' });
const factorSpace = element('mspace', [], { width: '0.12em' });

const isPlainRow = (of: MathElement): boolean => of.tag === 'mrow' && Object.keys(of.attributes).length === 0;

const contents = (of: MathElement): MathElement['children'] => (isPlainRow(of) ? of.children : [of]);

/** Side by side; rows without attributes dissolve in the row they stand in. */
function row(...parts: readonly MathElement[]): MathElement {
  const flat = parts.flatMap(contents);
  const [only] = flat;
  return flat.length === 1 && typeof only === 'object' ? only : element('mrow', flat);
}

const number = (text: string): MathElement => element('mn', [text]);

function identifier(name: string, upright: boolean): MathElement {
  const written = printableName(name);
  return element('mi', [written], upright && isLetter(written) ? { mathvariant: 'normal' } : {});
}

const separated = (parts: readonly MathElement[], by: () => readonly MathElement[]): readonly MathElement[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [...by(), part]));

const fenced = (open: string, of: MathElement, close: string): MathElement =>
  element('mrow', [operator(open), ...contents(of), operator(close)]);

const [nodeLink, symbolLink] = ['data-node', 'data-symbol'];

/** The element without its link to a node and what of it, and the link, to be put on an element around it. */
function unlinked(of: MathElement): readonly [element: MathElement, link: MathElement['attributes']] {
  const { [nodeLink]: node, [symbolLink]: symbol, ...attributes } = of.attributes;
  return [
    { ...of, attributes },
    node === undefined || symbol === undefined ? {} : { [nodeLink]: node, [symbolLink]: symbol },
  ];
}

/** The gradient by something has a link of its own. */
const gradientLink = ({
  [symbolLink]: symbol,
  ...link
}: MathElement['attributes']): MathElement['attributes'] =>
  symbol === undefined ? link : { ...link, [symbolLink]: `∂${symbol}` };

/** What links a name to its node; nothing for what is of none. */
function linkOf(name: Expression | undefined): MathElement['attributes'] {
  if (name?.kind === 'derivative') return gradientLink(linkOf(name.by));
  return name?.kind !== 'symbol' || name.node === undefined
    ? {}
    : { [nodeLink]: name.node, [symbolLink]: symbolKey(name) };
}

/** A bracket around a matrix's numbers, which is read out and not drawn: marks go on the matrix, at the height of its edge. */
const matrixBracket = 'matrix-bracket';

/** The closing bracket takes the mark of what it closes, so that it stays at the height of the line. */
function markLast(base: MathElement, mark: (of: MathElement) => MathElement): MathElement | undefined {
  const last = base.children.at(-1);
  const closes =
    typeof last === 'object' &&
    last.tag === 'mo' &&
    last.attributes['class'] !== matrixBracket &&
    [')', ']'].includes(String(last.children[0]));
  return isPlainRow(base) && closes
    ? element('mrow', [...base.children.slice(0, -1), mark(last)])
    : undefined;
}

/** A mark above a base that may carry an index already: W₁ with ⊤ becomes one element with both. */
function raise(marked: MathElement, mark: MathElement): MathElement {
  const [base, link] = unlinked(marked);
  const [letter, index] = base.children;
  if (base.tag === 'msub' && letter !== undefined && index !== undefined) {
    return element('msubsup', [letter, index, mark], link);
  }
  const closed = markLast(base, (bracket) => raise(bracket, mark));
  return closed === undefined
    ? element('msup', [base, mark], link)
    : { ...closed, attributes: { ...closed.attributes, ...link } };
}

const lower = (base: MathElement, index: MathElement): MathElement =>
  markLast(base, (bracket) => lower(bracket, index)) ?? element('msub', [base, index]);

const functionName = (name: string): readonly MathElement[] =>
  separated(
    printableName(name)
      .split(' ')
      .map((word) => identifier(word, true)),
    () => [thinSpace],
  );

const mathScript: Script<MathElement> = {
  stackedFractions: true,
  symbol: (symbol) => {
    const { name, index, hat, upright } = symbol;
    const link = linkOf(symbol);
    const base = identifier(name, upright ?? false);
    const dressed = hat === true ? element('mover', [base, operator('^')], { accent: 'true' }) : base;
    const whole = index === undefined ? dressed : element('msub', [dressed, number(String(index))]);
    return { ...whole, attributes: { ...whole.attributes, ...link } };
  },
  number: ({ digits, exponent }) => {
    if (exponent === undefined) return digits === 'NaN' ? element('mtext', [digits]) : number(digits ?? '0');
    const sign = exponent < 0 ? [prefix(realMinus)] : [];
    const power = element('msup', [number('10'), row(...sign, number(String(Math.abs(exponent))))]);
    return digits === undefined ? power : row(number(digits), operator('·'), power);
  },
  batch: (factor) =>
    factor === undefined ? identifier('N', false) : row(number(String(factor)), identifier('N', false)),
  sum: (terms) =>
    row(
      ...terms.flatMap(({ minus, of }, index) => {
        if (index === 0) return minus ? [prefix(realMinus), of] : [of];
        return [operator(minus ? realMinus : '+'), of];
      }),
    ),
  product: (factors) =>
    row(
      ...factors.flatMap(({ of, startsWithDigit, bracketed }, index) => {
        const before = factors[index - 1];
        if (before === undefined) return [of];
        if (startsWithDigit) return [operator('·'), of];
        return before.endsWithDigit && bracketed ? [of] : [factorSpace, of];
      }),
    ),
  hadamard: (factors) => row(...separated(factors, () => [operator('⊙')])),
  fraction: (over, under) => element('mfrac', [over, under]),
  power: (base, exponent) => raise(base, exponent),
  subscript: lower,
  transpose: (of) => raise(of, operator('⊤')),
  call: (name, args) => {
    const inside = row(...separated(args, () => [operator(',')]));
    return name === 'sqrt'
      ? element('msqrt', [inside])
      : element('mrow', [...functionName(name), ...fenced('(', inside, ')').children]);
  },
  indices: (parts, tight) => row(...separated(parts, () => (tight ? [] : [operator(',')]))),
  bigSum: (over, of, kind) => {
    const sign =
      kind === 'max'
        ? operator('max', { form: 'prefix', rspace: '0.17em' })
        : operator('Σ', { form: 'prefix' });
    return row(over === '' ? sign : element('munder', [sign, identifier(over, false)]), of);
  },
  absolute: (of) => fenced('|', of, '|'),
  relation: (left, relation, right) => row(left, operator(relation), right),
  squareBrackets: (of) => fenced('[', of, ']'),
  cases: (condition, whenTrue, whenFalse) => {
    const line = (value: MathElement, ...when: readonly MathElement[]): MathElement =>
      element('mtr', [element('mtd', [value]), element('mtd', [row(...when)])]);
    return row(
      element('mo', ['{'], { form: 'prefix' }),
      element('mtable', [
        line(whenTrue, element('mtext', ['if']), thinSpace, condition),
        line(whenFalse, element('mtext', ['else'])),
      ]),
    );
  },
  matrix: (rows, of) =>
    element(
      'mrow',
      [
        element('mo', ['['], { form: 'prefix', class: matrixBracket }),
        element(
          'mtable',
          rows.map((cells) =>
            element(
              'mtr',
              cells.map((cell) => element('mtd', [cell], { class: 'entry' })),
            ),
          ),
          { class: 'matrix' },
        ),
        element('mo', [']'], { form: 'postfix', class: matrixBracket }),
      ],
      linkOf(of),
    ),
  joined: (parts) => fenced('[', row(...separated(parts, () => [operator(';')])), ']'),
  derivative: (over, by) => {
    const [inner, link] = unlinked(by);
    return element(
      'mfrac',
      [row(identifier('∂', true), over), row(identifier('∂', true), inner)],
      gradientLink(link),
    );
  },
  brackets: (of) => fenced('(', of, ')'),
  withElement: (of, { of: name, places, isFollowed }) =>
    element('mrow', contents(of), {
      ...linkOf(name),
      'data-place': places.join(' '),
      ...(isFollowed ? { class: 'followed' } : {}),
    }),
};

/** As deep as a symbol with an index, without width: shapes stand on one line under factors with and without one. */
const depthOfIndex = element(
  'mpadded',
  [element('mphantom', [element('msub', [identifier('x', false), element('mn', ['1'])])])],
  { width: '0' },
);

/** The link moves to the outer element, so that symbol and shape light up together. */
const shapedScript: Script<MathElement> = {
  ...mathScript,
  withShape: (of, shape) => {
    const [inner, link] = unlinked(of);
    return element(
      'munder',
      [row(inner, depthOfIndex), element('mtext', [formatShape(shape)], { class: 'shape' })],
      link,
    );
  },
};

/** The expression as a `<math>` element. */
export function toMathML(expression: Expression, options: MathMLOptions = {}): MathElement {
  const written = write(expression, options.shapes === true ? shapedScript : mathScript);
  return element('math', contents(written), {
    xmlns: namespace,
    ...(options.display === true || options.shapes === true ? { display: 'block' } : {}),
  });
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => escapes.get(character) ?? character);

/** The element as markup; names may hold any characters. */
export function mathMLText(of: MathElement): string {
  const attributes = Object.entries(of.attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`)
    .join('');
  const inside = of.children
    .map((child) => (typeof child === 'string' ? escapeMarkup(child) : mathMLText(child)))
    .join('');
  return `<${of.tag}${attributes}>${inside}</${of.tag}>`;
}
