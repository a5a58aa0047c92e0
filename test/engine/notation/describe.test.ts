import { expect, describe as group, test } from 'vitest';
import { describe } from '../../../engine/notation/describe.ts';
import { type Expression, symbol } from '../../../engine/notation/expression.ts';
import { toLatex } from '../../../engine/notation/latex.ts';
import { toText } from '../../../engine/notation/text.ts';
import { namingOf } from '../../../engine/notation/visible.ts';
import { Builder } from '../../../engine/program/builder.ts';
import type { ValueId } from '../../../engine/program/program.ts';
import type { Shape } from '../../../engine/program/shape.ts';

/** A builder with leaves that are written by one letter. */
function sketch() {
  const builder = new Builder();
  const names = new Map<ValueId, Expression>();
  const leaf = (name: string, shape: Shape = ['N', 3]): ValueId => {
    const id = builder.input(`${name}:${shape}`, shape);
    names.set(id, symbol(name));
    return id;
  };
  const text = (id: ValueId): string => toText(describe(builder, id, namingOf(builder, names)).expression);
  return { b: builder, names, leaf, text };
}
type Sketch = ReturnType<typeof sketch>;

const square = (b: Builder, of: ValueId): ValueId => b.multiply(of, of);

const softmax = ({ b }: Sketch, z: ValueId): ValueId => b.exp(b.subtract(z, b.reduce('logSumExp', z, [1])));

const table: readonly (readonly [string, (s: Sketch) => ValueId])[] = [
  [
    'x Wᵀ + b',
    ({ b, leaf }) =>
      b.add(b.matmul(leaf('x', ['N', 4]), b.transposeMatrix(leaf('W', [8, 4]))), leaf('b', [8])),
  ],
  ['gᵀ x', ({ b, leaf }) => b.matmul(b.transposeMatrix(leaf('g')), leaf('x', ['N', 4]))],
  ['x ⊙ Σ g', ({ b, leaf }) => b.multiply(b.sum(leaf('g'), [1]), leaf('x'))],
  ['log σ(z)', ({ b, leaf }) => b.negate(b.unary('softplus', b.negate(leaf('z'))))],
  [
    '0.5 x ⊙ (1 + y)',
    ({ b, leaf }) => b.multiply(leaf('x'), b.multiply(b.constant(0.5), b.add(b.constant(1), leaf('y')))),
  ],
  [
    '(x − y)/(6N)',
    ({ b, leaf }) => {
      const half = b.divide(b.multiply(b.constant(0.5), b.subtract(leaf('x'), leaf('y'))), b.size(['N', 3]));
      return b.divide(b.multiply(b.constant(2), half), b.constant(2));
    },
  ],
  [
    '[z > 0]/N',
    ({ b, leaf }) => {
      const z = leaf('z');
      const share = b.divide(b.broadcast(b.constant(1), ['N', 3]), b.broadcast(b.size(['N']), ['N', 3]));
      return b.select(b.greater(z, b.constant(0)), share, b.constant(0));
    },
  ],
  [
    'log(x if x > 0 else 1)',
    ({ b, leaf }) => b.log(b.select(b.greater(leaf('x'), b.constant(0)), leaf('x'), b.constant(1))),
  ],
  ['Σ_N g', ({ b, leaf }) => b.reshape(b.sum(leaf('g'), [0]), [3])],
  ['−Σ_N g', ({ b, leaf }) => b.sum(b.negate(leaf('g')), [0])],
  ['Σ g', ({ b, leaf }) => b.sum(leaf('g'), [1])],
  ['Σ g', ({ b, leaf }) => b.sumAll(leaf('g'))],
  ['mean(l)', ({ b, leaf }) => b.divide(b.sumAll(leaf('l', ['N'])), b.size(['N']))],
  ['−mean(x)', ({ b, leaf }) => b.divide(b.sum(b.negate(leaf('x')), [1]), b.constant(3))],
  ['(Σ x)/2', ({ b, leaf }) => b.divide(b.sum(leaf('x'), [1]), b.constant(2))],
  [
    'x ⊙ mean(g ⊙ x)',
    ({ b, leaf }) =>
      b.divide(b.multiply(leaf('x'), b.sum(b.multiply(leaf('g'), leaf('x')), [1])), b.constant(3)),
  ],
  [
    'Φ(x)',
    ({ b, leaf }) => {
      const erf = b.unary('erf', b.multiply(leaf('x'), b.constant(Math.SQRT1_2)));
      return b.multiply(b.constant(0.5), b.add(b.constant(1), erf));
    },
  ],
  [
    '2 x ⊙ φ(x)',
    ({ b, leaf }) => {
      const bell = b.exp(b.negate(square(b, b.multiply(leaf('x'), b.constant(Math.SQRT1_2)))));
      return b.multiply(b.multiply(leaf('x'), bell), b.constant(Math.sqrt(2 / Math.PI)));
    },
  ],
  [
    'g ⊙ [0 < x < 6]',
    ({ b, leaf }) =>
      b.select(
        b.greater(b.constant(6), leaf('x')),
        b.select(b.greater(leaf('x'), b.constant(0)), leaf('g'), b.constant(0)),
        b.constant(0),
      ),
  ],
  ['x/y²', ({ b, leaf }) => b.divide(b.divide(leaf('x'), leaf('y')), leaf('y'))],
  ['g', ({ b, leaf }) => b.sum(b.port(leaf('g', [3, 1]), 'n', 'p'), [1])],
  ['(x y)ᵀ', ({ b, leaf }) => b.transposeMatrix(b.matmul(leaf('x', [2, 3]), leaf('y', [3, 2])))],
  ['transpose(x)', ({ b, leaf }) => b.transpose(leaf('x', [2, 3, 4]), [1, 0, 2])],
  ['g ⊙ [z > 0]', ({ b, leaf }) => b.select(b.greater(leaf('z'), b.constant(0)), leaf('g'), b.constant(0))],
  // As the derivative of max writes it: nothing where 0 ≥ z.
  [
    'g ⊙ [z > 0]',
    ({ b, leaf }) => b.select(b.binary('greaterEqual', b.constant(0), leaf('z')), b.constant(0), leaf('g')),
  ],
  [
    '[z ≥ 0]',
    ({ b, leaf }) =>
      b.select(b.binary('greaterEqual', leaf('z'), b.constant(0)), b.constant(1), b.constant(0)),
  ],
  [
    'g ⊙ [z ≠ y]',
    ({ b, leaf }) => b.select(b.binary('equal', leaf('z'), leaf('y')), b.constant(0), leaf('g')),
  ],
  ['a if z > 0 else c', ({ b, leaf }) => b.select(b.greater(leaf('z'), b.constant(0)), leaf('a'), leaf('c'))],
  ['max(0, z)', ({ b, leaf }) => b.maximum(leaf('z'), b.constant(0))],
  ['clamp(z, −1, 2)', ({ b, leaf }) => b.maximum(b.minimum(leaf('z'), b.constant(2)), b.constant(-1))],
  ['clamp(z, −1, 2)', ({ b, leaf }) => b.minimum(b.constant(2), b.maximum(leaf('z'), b.constant(-1)))],
  ['softmax(z)', (s) => softmax(s, s.leaf('z'))],
  ['log softmax(z)', ({ b, leaf }) => b.subtract(leaf('z'), b.reduce('logSumExp', leaf('z'), [1]))],
  ['log σ(z)', ({ b, leaf }) => b.log(b.unary('logistic', leaf('z')))],
  ['logsumexp(z)', ({ b, leaf }) => b.reduce('logSumExp', leaf('z'), [1])],
  ['max(z)', ({ b, leaf }) => b.reduce('max', leaf('z'), [1])],
  [
    'g ⊙ σ(z) ⊙ (1 − σ(z))',
    ({ b, leaf }) => {
      const s = b.unary('logistic', leaf('z'));
      return b.multiply(leaf('g'), b.multiply(s, b.subtract(b.constant(1), s)));
    },
  ],
  [
    'g ⊙ (1 − tanh(z)²)',
    ({ b, leaf }) => {
      const t = b.unary('tanh', leaf('z'));
      return b.multiply(leaf('g'), b.subtract(b.constant(1), b.multiply(t, t)));
    },
  ],
  [
    '2(x − y)/(3N)',
    ({ b, leaf }) => b.divide(b.multiply(b.constant(2), b.subtract(leaf('x'), leaf('y'))), b.size(['N', 3])),
  ],
  ['−y/N', ({ b, leaf }) => b.divide(b.negate(leaf('y')), b.size(['N']))],
  [
    '(x − y)/(N y ⊙ (1 − y))',
    ({ b, leaf }) => {
      const y = leaf('y');
      const odds = b.maximum(b.multiply(y, b.subtract(b.constant(1), y)), b.constant(1e-12));
      return b.divide(b.divide(b.subtract(leaf('x'), y), odds), b.size(['N']));
    },
  ],
  ['c x', ({ b, leaf }) => b.multiply(leaf('x'), leaf('c', []))],
  ['a − 2 − x', ({ b, leaf }) => b.add(leaf('a'), b.subtract(b.constant(-2), leaf('x')))],
  ['y − x', ({ b, leaf }) => b.negate(b.subtract(leaf('x'), leaf('y')))],
  ['−a ⊙ x', ({ b, leaf }) => b.multiply(b.negate(leaf('a')), leaf('x'))],
  ['∣x∣ + sign(x)', ({ b, leaf }) => b.add(b.unary('absolute', leaf('x')), b.unary('sign', leaf('x')))],
  ['[a; x]', ({ b, leaf }) => b.concatenate([leaf('a'), leaf('x')], 1)],
  ['x_(0:2)', ({ b, leaf }) => b.slice(leaf('x'), 1, 0, 2)],
  ['onehot(y)', ({ b, leaf }) => b.oneHot(leaf('y', ['N']), 3, 1)],
  [
    '−Σ_N z_y',
    ({ b, leaf }) => {
      const rows = b.oneHot(leaf('y', ['N']), 3, 1);
      return b.negate(b.sumAll(b.sum(b.select(rows, leaf('z'), b.constant(0)), [1])));
    },
  ],
  ['flatten(x)', ({ b, leaf }) => b.reshape(leaf('x', ['N', 2, 3]), ['N', 6])],
  // Rows of matrices are regrouped without a trace: Linear on N×2×3.
  [
    'x Wᵀ',
    ({ b, leaf }) =>
      b.reshape(
        b.matmul(b.reshape(leaf('x', ['N', 2, 3]), ['2N', 3]), b.transposeMatrix(leaf('W', [4, 3]))),
        ['N', 2, 4],
      ),
  ],
  ['W − η g', ({ b, leaf }) => b.subtract(leaf('W'), b.multiply(b.setting('learningRate'), leaf('g')))],
  ['√(x) + erf(x)', ({ b, leaf }) => b.add(b.unary('sqrt', leaf('x')), b.unary('erf', leaf('x')))],
];

group('describe', () => {
  test.each(table)('%s', (expected, make) => {
    const made = sketch();
    const id = make(made);
    expect(made.text(id)).toBe(expected);
  });

  test('softmax with cross-entropy is (ŷ − y)/N', () => {
    const s = sketch();
    const { b, leaf, names } = s;
    const guess = softmax(s, leaf('z'));
    const rows = b.oneHot(leaf('y', ['N']), 3, 1);
    const gradient = b.divide(b.subtract(guess, rows), b.size(['N']));
    expect(s.text(gradient)).toBe('(softmax(z) − onehot(y))/N');
    names.set(guess, symbol('y', { hat: true })).set(rows, symbol('y'));
    expect(s.text(gradient)).toBe('(ŷ − y)/N');
    expect(toLatex(describe(b, gradient, namingOf(b, names)).expression)).toBe('\\frac{\\hat{y} - y}{N}');
  });

  test('a value is not written by its own name, nor through the mark that has it', () => {
    const { b, leaf, names, text } = sketch();
    const z = b.port(b.add(leaf('x'), leaf('b', [3])), 'fc1', 'output');
    names.set(z, symbol('z', { index: 1 }));
    expect(text(z)).toBe('x + b');
    expect(text(b.exp(z))).toBe('exp(z₁)');
    expect(text(b.value(z).inputs[0] as ValueId)).toBe('x + b');
  });

  test('what a mark names is written by that name elsewhere', () => {
    const { b, leaf, names, text } = sketch();
    const z = b.add(leaf('x'), leaf('b', [3]));
    names.set(b.port(z, 'fc1', 'output'), symbol('z', { index: 1 }));
    expect(text(b.broadcast(z, [5, 'N', 3]))).toBe('z₁');
  });

  test('leaves without a name are written by their keys', () => {
    const { b, text } = sketch();
    const x = b.input('x', ['N', 4]);
    expect(text(b.matmul(x, b.transposeMatrix(b.parameter('fc1/weight', [8, 4]))))).toBe('x fc1.weightᵀ');
  });

  test('a part used often is defined once', () => {
    const { b, leaf, names } = sketch();
    const part = b.multiply(b.exp(leaf('x')), b.add(leaf('a'), leaf('c')));
    const whole = b.add(b.unary('tanh', part), b.add(b.exp(part), b.unary('logistic', part)));
    const { expression, definitions } = describe(b, whole, namingOf(b, names));
    expect(toText(expression)).toBe('tanh(u₁) + exp(u₁) + σ(u₁)');
    expect(definitions.map(toText)).toEqual(['u₁ = exp(x) ⊙ (a + c)']);
  });

  test('doubling forty times stays short', () => {
    const { b, leaf, names } = sketch();
    let id = leaf('x');
    for (let step = 0; step < 40; step += 1) id = b.add(b.exp(id), b.unary('tanh', id));
    const { expression, definitions } = describe(b, id, namingOf(b, names));
    const written = [expression, ...definitions].map(toText).join('\n');
    expect(written.length).toBeLessThan(6000);
    expect(definitions.length).toBeGreaterThan(0);
    expect(definitions.length).toBeLessThanOrEqual(20);
  });

  test('a chain of 10,000 ends in …', () => {
    const { b, leaf, names } = sketch();
    let id = leaf('x');
    for (let step = 0; step < 10_000; step += 1) id = b.unary(step % 2 === 0 ? 'exp' : 'tanh', id);
    const text = toText(describe(b, id, namingOf(b, names)).expression);
    expect(text.startsWith('tanh(exp(')).toBe(true);
    expect(text).toContain('…');
    expect(text.length).toBeLessThan(4000);
  });

  test('a sum of 10,000 terms ends in …', () => {
    const { b, leaf, text } = sketch();
    let id = leaf('x');
    for (let step = 0; step < 10_000; step += 1) id = b.add(id, b.constant(step));
    expect(text(id).length).toBeLessThan(4000);
  });
});
