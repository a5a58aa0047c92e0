import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { applyFix } from '../../../engine/graph/edit/apply-fix.ts';
import { setAttribute } from '../../../engine/graph/edit/edit.ts';
import { cardFormula } from '../../../engine/graph/formula/card-formula.ts';
import { nodeFormulas } from '../../../engine/graph/formula/formulas.ts';
import { toText } from '../../../engine/notation/text.ts';
import { formula } from '../../../engine/operators/formula.ts';
import { formulaFunctions } from '../../../engine/operators/formula-language/functions.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import { type OutputKey, outputKey, totalLossKey } from '../../../engine/program/program.ts';
import { draw } from '../graph/drawing.ts';

const withFormula = (expression: string, parameters = '', use = 'value'): GraphDocument => {
  const drawn = draw('x:Input{shape:[3]} -> f:Formula', 'y:Input{shape:[3]}');
  return setAttribute(
    setAttribute(setAttribute(drawn, 'f', 'expression', expression), 'f', 'parameters', parameters),
    'f',
    'use',
    use,
  );
};

/** What the check says of the formula, with what stands at the character it points at. */
function refusal(expression: string, parameters = '') {
  const [fault] = checkGraph(withFormula(expression, parameters)).diagnostics.filter(
    ({ node, kind }) => node === 'f' && kind === 'bad-attribute',
  );
  const text = fault?.attribute === 'parameters' ? parameters : expression;
  return { message: fault?.message ?? '', at: fault?.position, from: text.slice(fault?.position) };
}

describe('a malformed or hostile expression is refused, with the character', () => {
  test.each([
    ['', '', 'found nothing'],
    ['   ', '   ', 'found nothing'],
    ['x *', '', 'found the end'],
    ['* x', '* x', 'Expected a number, a name or an opening bracket; found *'],
    ['x + + * 2', '* 2', 'found *'],
    ['(x + 1', '', 'Expected ) for the bracket of character 1; found the end'],
    ['x + 1)', ')', 'Expected a sign or the end; found )'],
    ['2x', 'x', 'Expected a sign between 2 and x; write 2 * x'],
    ['x y', 'y', 'write * between factors'],
    ['x = 3', '= 3', '== compares'],
    ['x => x', '=> x', '== compares'],
    ['x; y', '; y', 'a formula is one expression'],
    ['sgmoid(x)', 'sgmoid(x)', 'is it sigmoid?'],
    ['sin(x)', 'sin(x)', 'There is no function sin'],
    ['sigmoid', 'sigmoid', 'Expected sigmoid(x); found sigmoid alone'],
    ['sigmoid()', 'sigmoid()', 'Expected sigmoid(x); found no operands'],
    ['sigmoid(x, x)', 'sigmoid(x, x)', 'found 2 operands'],
    ['sum(x, dim=1.5 2)', '2)', 'Expected , or ) for the bracket of character 4'],
    ['sum(x, axis=1)', 'axis=1)', 'Expected sum(x, dim=…, keepdim=…); found axis=1'],
    ['sum(dim=1, x)', 'x)', 'Expected values before options'],
    ['sum(x, dim=y)', 'y)', 'Expected a number, true or false; found y'],
    ['exp(x, dim=1)', 'dim=1)', 'Expected exp(x); found dim=1'],
    ['0 < x < 1', '< 1', 'Expected one comparison'],
    ['1e999 * x', '1e999 * x', 'too large for a number'],
    ['x.constructor', '.constructor', 'methods and attributes are not part of a formula'],
    ['__proto__ + x', '__proto__ + x', 'names begin with a letter'],
    ['constructor(x)', 'constructor(x)', 'There is no function constructor'],
    ['toString(x)', 'toString(x)', 'There is no function toString'],
    ['eval("x")', '"x")', 'there is no text in a formula'],
    ['`x`', '`x`', 'there is no text in a formula'],
    ['x[0]', '[0]', 'Expected a sign or the end; found ['],
    ['x % 2', '% 2', 'there is no remainder'],
    ['β * x', 'β * x', 'names are of the letters a to z'],
    ['x × y', '× y', 'write * for a product'],
    ['x\u200b + 1', '\u200b + 1', 'an invisible character'],
    [`${'('.repeat(500)}x${')'.repeat(500)}`, undefined, 'at most 60 levels of brackets'],
    [`${'-'.repeat(1000)}x`, undefined, 'at most 60 levels of brackets'],
    [`${'a'.repeat(31)} + x`, undefined, 'Expected names of at most 30 characters; this one has 31'],
    [Array.from({ length: 40 }, (_, index) => `x${index}`).join('+'), undefined, 'Expected at most 32 names'],
  ])('%j', (expression, from, message) => {
    const refused = refusal(expression);
    expect(refused.message).toContain(message);
    expect(refused.message).toMatch(/\(character \d+: .*▸.*\)\.$/);
    expect(refused.at).toBeTypeOf('number');
    if (from !== undefined) expect(refused.from).toBe(from);
  });

  test('a longer one than anybody reads is refused whole', () => {
    expect(refusal('x+'.repeat(1500)).message).toContain('a text of at most 2000 characters');
  });

  test.each([
    ['x + b', 'b[4]', 'x + ▸', '+ b', 'found N×3 + 4'],
    ['x @ w', 'w[4, 2]', '@', '@ w', 'found N×3 @ 4×2'],
    ['x @ w', 'w[3]', '@', '@ w', 'which has one axis'],
    ['sum(x, dim=2) + w', 'w', 'dim', 'dim=2) + w', 'from -2 to 1; found 2'],
    ['x - mean(x, dim=1) * w', 'w', '-', '- mean(x, dim=1) * w', 'keepdim=true keeps the axis'],
    ['x', 'beta = 1', 'beta', 'beta = 1', 'beta is not in it'],
    ['x * sum', 'sum = 1', 'sum', 'sum', 'Expected sum(x, dim=…, keepdim=…); found sum alone'],
  ])('%s with %s does not fit its shapes', (expression, parameters, _, from, message) => {
    const refused = refusal(expression, parameters);
    expect(refused.message).toContain(message);
    expect(refused.from).toBe(from);
  });
});

describe('a formula', () => {
  test('has a port for each name that is no parameter, which outlive a mistake in the text', () => {
    const names = (expression: string) =>
      formula.adapt?.({ expression, parameters: 'w', use: 'value' }).inputs?.map(({ name }) => name);
    expect(names('mean((y - t)^2) + w * pi')).toEqual(['y', 't']);
    expect(names('mean((y - t)^2 + w * pi')).toEqual(['y', 't']);
  });

  test('is a loss where it is used as one, of one number only', () => {
    const document = draw('x:Input{shape:[3]} -> f:Formula{expression:"x^2",parameters:"",use:"loss"}');
    const [fault] = checkGraph(document).diagnostics;
    expect(fault?.message).toContain('A loss is one number; this gives N×3');
    const [fix] = fault?.fixes ?? [];
    if (fix === undefined) throw new Error('no fix');
    const mended = checkGraph(applyFix(document, fix));
    expect(mended.diagnostics.filter(({ node }) => node === 'f')).toEqual([]);
    expect(mended.trainable).toBe(true);
  });

  test('is set in type on its card with the symbols of the graph', () => {
    const drawn = draw('x:Input{shape:[3]} -> fc:Linear{out_features:3}', 'fc -> f:Formula');
    const card = cardFormula(checkGraph(drawn), 'f');
    expect(card === undefined ? '' : toText(card)).toBe('f₂ = z₁ ⊙ σ(β₂ z₁)');
  });

  test('has the gradient that its primitives have: swish', () => {
    const graph = checkGraph(
      draw(
        'x:Input{shape:[3]} -> f:Formula',
        'f -> m:Formula{expression:"mean(y)",parameters:"",use:"loss"}',
      ),
    );
    expect(graph.diagnostics).toEqual([]);
    const gradients = nodeFormulas(graph, buildProgram(graph), 'f')?.gradients.map(({ product }) =>
      toText(product.expression),
    );
    expect(gradients?.some((text) => text.includes('∂L/∂β'))).toBe(true);
  });

  /** Loss and gradients of a graph on the same numbers. */
  function run(...lines: readonly string[]) {
    const graph = checkGraph(draw(...lines));
    expect(graph.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const program = buildProgram(graph);
    const computed = evaluate(program, {
      batch: 2,
      inputs: new Map([
        ['x', { shape: [2, 3], data: Float64Array.from([0.3, -0.7, 1.1, -0.2, 0.9, 0.4]) }],
        ['y', { shape: [2], data: Float64Array.from([2, 0]) }],
        ['t', { shape: [2, 3], data: Float64Array.from([1, 0, 0.5, -1, 0.25, 2]) }],
      ]),
      parameters: new Map([['a/weight', { shape: [1], data: Float64Array.from([0.25]) }]]),
      settings: new Map(),
    });
    const at = (key: OutputKey) => [...(computed.get(key)?.data ?? [])];
    return { loss: at(totalLossKey), gradient: at(outputKey('gradient', 'x', 'output')) };
  }

  test.each([
    ['SiLU', 'x * sigmoid(x)'],
    ['Mish', 'x * tanh(softplus(x))'],
    ['GELU', 'x * 0.5 * (1 + erf(x / sqrt(2)))'],
    ['ELU', 'where(x > 0, x, exp(min(x, 0)) - 1)'],
    ['Softsign', 'x / (1 + abs(x))'],
    ['Hardtanh', 'clamp(x, -1, 1)'],
    ['Softmax', 'softmax(x)'],
    ['LogSoftmax', 'x - logsumexp(x, dim=1, keepdim=true)'],
    ['Tanhshrink', 'x - tanh(x)'],
    ['ReLU6', 'min(max(x, 0), 6)'],
    ['Softmin', 'exp(-x) / sum(exp(-x), dim=-1, keepdim=true)'],
    ['ReLU', 'relu(x)'],
    ['Tanh', '2 * sigmoid(2 * x) - 1'],
    ['Sigmoid', '1 / (1 + exp(-x))'],
  ])('computes and differentiates as %s does: %s', (operator, expression) => {
    const ending = 'a -> l:Formula{expression:"mean((a - 0.3)^3)",parameters:"",use:"loss"}';
    const own = run(`x:Input{shape:[3]} -> a:Formula{expression:"${expression}",parameters:""}`, ending);
    const theirs = run(`x:Input{shape:[3]} -> a:${operator}`, ending);
    expect(own.loss[0]).toBeCloseTo(theirs.loss[0] ?? Number.NaN, 12);
    expect(own.gradient).toHaveLength(6);
    own.gradient.forEach((value, index) => {
      expect(value).toBeCloseTo(theirs.gradient[index] ?? Number.NaN, 12);
    });
  });

  test.each([
    ['MSELoss', 'mean((x - t)^2)', 't:Input{shape:[3]} -> l.'],
    ['L1Loss', 'mean(abs(x - t))', 't:Input{shape:[3]} -> l.'],
    [
      'SmoothL1Loss',
      'mean(where(abs(x - t) < 1, 0.5 * (x - t)^2, abs(x - t) - 0.5))',
      't:Input{shape:[3]} -> l.',
    ],
    ['CrossEntropyLoss', '-mean(sum(onehot(y, 3) * log_softmax(x), dim=1))', 'y:Target -> l.'],
  ])('is a loss as %s is: %s', (operator, expression, target) => {
    const own = run(
      `x:Input{shape:[3]} -> l:Formula{expression:"${expression}",parameters:"",use:"loss"}`.replace(
        '-> l:',
        '-> l.x:',
      ),
      `${target}${target.slice(0, 1)}`,
    );
    const theirs = run(`x:Input{shape:[3]} -> l:${operator}`, `${target}target`);
    expect(own.loss[0]).toBeCloseTo(theirs.loss[0] ?? Number.NaN, 12);
    own.gradient.forEach((value, index) => {
      expect(value).toBeCloseTo(theirs.gradient[index] ?? Number.NaN, 12);
    });
  });

  test('every function it can call is in its help', () => {
    const help = formula.attributes.find(({ name }) => name === 'expression')?.help ?? '';
    for (const { name } of formulaFunctions) expect(help).toContain(name);
  });
});
