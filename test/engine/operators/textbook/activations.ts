import type { Builder } from '../../../../engine/program/builder.ts';
import type { ValueId } from '../../../../engine/program/program.ts';
import { complement, g, intoLoss, type Row, sigma, softmax, square, where, x, y } from './row.ts';

/** An activation: one gradient, of its input, as a derivative that g is multiplied by. */
const activation = (
  operator: string,
  reads: string,
  derivative: (b: Builder, x: ValueId, y: ValueId) => ValueId,
  textbook?: string,
): Row => ({
  name: operator,
  graph: intoLoss(operator),
  form: 'local',
  gradients: [
    {
      of: 'input',
      reads,
      ...(textbook === undefined ? {} : { textbook }),
      means: (b, at) => b.multiply(at(g), derivative(b, at(x), at(y))),
    },
  ],
});

const inside = (b: Builder, of: ValueId, low: number, high: number): ValueId =>
  b.multiply(b.greater(of, b.constant(low)), b.greater(b.constant(high), of));

export const activations: readonly Row[] = [
  activation('Sigmoid', 'g ⊙ ŷ ⊙ (1 − ŷ)', (b, _, s) => b.multiply(s, complement(b, s))),
  activation('Tanh', 'g ⊙ (1 − ŷ²)', (b, _, t) => complement(b, square(b, t))),
  activation('ReLU', 'g ⊙ [x > 0]', (b, z) => b.greater(z, b.constant(0))),
  activation('ReLU6', 'g ⊙ [0 < x < 6]', (b, z) => inside(b, z, 0, 6)),
  activation('Hardtanh{min_val:-1.5,max_val:0.5}', 'g ⊙ [−1.5 < x < 0.5]', (b, z) => inside(b, z, -1.5, 0.5)),
  activation('LeakyReLU', 'g ⊙ (1 if x > 0 else 0.01)', (b, z) =>
    where(b, b.greater(z, b.constant(0)), b.constant(1), b.constant(0.01)),
  ),
  activation(
    'ELU',
    'g ⊙ (exp(x) if x ≤ 0 else 1)',
    (b, z, out) => where(b, b.greater(z, b.constant(0)), b.constant(1), b.add(out, b.constant(1))),
    'g ⊙ (1 if x > 0 else ŷ + 1)',
  ),
  activation(
    'ELU{alpha:0.5}',
    'g ⊙ (0.5 exp(x) if x ≤ 0 else 1)',
    (b, z, out) => where(b, b.greater(z, b.constant(0)), b.constant(1), b.add(out, b.constant(0.5))),
    'g ⊙ (1 if x > 0 else ŷ + 0.5)',
  ),
  activation('GELU', 'g ⊙ (Φ(x) + x ⊙ φ(x))', (b, z) => {
    const half = b.constant(0.5);
    const distribution = b.multiply(
      half,
      b.add(b.constant(1), b.unary('erf', b.divide(z, b.constant(Math.SQRT2)))),
    );
    const density = b.divide(
      b.exp(b.negate(b.multiply(half, square(b, z)))),
      b.constant(Math.sqrt(2 * Math.PI)),
    );
    return b.add(distribution, b.multiply(z, density));
  }),
  activation('SiLU', 'g ⊙ σ(x) ⊙ (1 + x ⊙ (1 − σ(x)))', (b, z) => {
    const s = sigma(b, z);
    return b.multiply(s, b.add(b.constant(1), b.multiply(z, complement(b, s))));
  }),
  activation('Mish', 'g ⊙ (tanh(softplus(x)) + x ⊙ (1 − tanh(softplus(x))²) ⊙ σ(x))', (b, z) => {
    const t = b.unary('tanh', b.log(b.add(b.constant(1), b.exp(z))));
    return b.add(t, b.multiply(z, b.multiply(complement(b, square(b, t)), sigma(b, z))));
  }),
  activation('Softplus{beta:2}', 'g ⊙ σ(2 x)', (b, z) => sigma(b, b.multiply(b.constant(2), z))),
  activation('Softsign', 'g/(1 + ∣x∣)²', (b, z) =>
    b.divide(b.constant(1), square(b, b.add(b.constant(1), b.unary('absolute', z)))),
  ),
  activation('LogSigmoid', 'g ⊙ σ(−x)', (b, z) => sigma(b, b.negate(z))),
  {
    name: 'PReLU',
    graph: intoLoss('PReLU'),
    form: 'local',
    gradients: [
      {
        of: 'weight',
        reads: 'Σ g ⊙ x ⊙ [x ≤ 0]',
        means: (b, at) => {
          const hidden = b.binary('greaterEqual', b.constant(0), at(x));
          return b.reshape(b.sumAll(b.multiply(b.multiply(at(g), at(x)), hidden)), [1]);
        },
      },
      {
        of: 'input',
        reads: 'g ⊙ (1 if x > 0 else α)',
        means: (b, at) =>
          b.multiply(
            at(g),
            where(b, b.greater(at(x), b.constant(0)), b.constant(1), at('parameter op weight')),
          ),
      },
    ],
  },
  {
    name: 'Softmax',
    graph: intoLoss('Softmax'),
    form: 'local',
    gradients: [
      {
        of: 'input',
        reads: 'ŷ ⊙ (g − Σ g ⊙ ŷ)',
        means: (b, at) => b.multiply(at(y), b.subtract(at(g), b.sum(b.multiply(at(g), at(y)), [1]))),
      },
    ],
  },
  {
    name: 'LogSoftmax',
    graph: intoLoss('LogSoftmax'),
    form: 'local',
    gradients: [
      {
        of: 'input',
        reads: 'g − exp(ŷ) ⊙ Σ g',
        textbook: 'g − softmax(x) ⊙ Σ g',
        means: (b, at) => b.subtract(at(g), b.multiply(softmax(b, at(x)), b.sum(at(g), [1]))),
      },
    ],
  },
  {
    name: 'GLU',
    graph: intoLoss('GLU', 2),
    form: 'local',
    gradients: [
      {
        of: 'input',
        reads: '[g ⊙ σ(x_(2:4)); g ⊙ x_(0:2) ⊙ σ(x_(2:4)) ⊙ (1 − σ(x_(2:4)))]',
        textbook: '[g ⊙ σ(b); g ⊙ a ⊙ σ(b) ⊙ (1 − σ(b))]',
        means: (b, at) => {
          const [left, right] = [b.slice(at(x), 1, 0, 2), b.slice(at(x), 1, 2, 4)];
          const s = sigma(b, right);
          const byRight = b.multiply(b.multiply(at(g), left), b.multiply(s, complement(b, s)));
          return b.concatenate([b.multiply(at(g), s), byRight], 1);
        },
      },
    ],
  },
  {
    name: 'Dropout (training)',
    graph: intoLoss('Dropout{p:0.25}'),
    form: 'local',
    gradients: [
      {
        of: 'input',
        reads: '(g ⊙ m)/0.75',
        // What was kept is what is not 0, no x being 0.
        means: (b, at) => {
          const kept = b.greater(b.unary('absolute', at(y)), b.constant(0));
          return b.divide(b.multiply(at(g), kept), b.constant(0.75));
        },
      },
    ],
  },
];
