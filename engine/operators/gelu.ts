import { call, hadamard, number, plus, power, product } from '../notation/expression.ts';
import type { Builder } from '../program/builder.ts';
import type { ValueId } from '../program/program.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** Φ(x) = ½(1 + erf(x/√2)), the normal distribution function. */
function normalDistribution(builder: Builder, x: ValueId): ValueId {
  const erf = builder.unary('erf', builder.multiply(x, builder.constant(Math.SQRT1_2)));
  return builder.multiply(builder.constant(0.5), builder.add(builder.constant(1), erf));
}

/** ½(1 + tanh(√(2/π)(x + 0.044715 x³))), which approximates Φ. */
function tanhDistribution(builder: Builder, x: ValueId): ValueId {
  const cubed = builder.multiply(builder.multiply(x, x), x);
  const inner = builder.add(x, builder.multiply(builder.constant(0.044715), cubed));
  const tanh = builder.unary('tanh', builder.multiply(builder.constant(Math.sqrt(2 / Math.PI)), inner));
  return builder.multiply(builder.constant(0.5), builder.add(builder.constant(1), tanh));
}

/** x Φ(x) (Hendrycks and Gimpel 2016), exact or with the tanh approximation. */
export const gelu = elementwiseActivation({
  name: 'GELU',
  help: 'Keeps a number by the chance that a normal variable lies below it.',
  synonyms: ['gaussian error linear unit'],
  attributes: [
    {
      name: 'approximate',
      kind: 'choice',
      default: 'none',
      options: ['none', 'tanh'],
      help: 'none: the exact Φ; tanh: its approximation.',
    },
  ],
  apply: (builder, x, { approximate }) =>
    builder.multiply(x, (approximate === 'tanh' ? tanhDistribution : normalDistribution)(builder, x)),
  formula: (x, { approximate }) =>
    approximate === 'tanh'
      ? product(
          number(0.5),
          hadamard(
            x,
            plus(
              number(1),
              call(
                'tanh',
                product(
                  number(Math.sqrt(2 / Math.PI)),
                  plus(x, product(number(0.044715), power(x, number(3)))),
                ),
              ),
            ),
          ),
        )
      : hadamard(x, call('Φ', x)),
  torch: ({ approximate }) => `nn.GELU(${approximate === 'tanh' ? "approximate='tanh'" : ''})`,
  samples: [
    sample({}, { input: numbers(['N', 4]) }),
    sample({ approximate: 'tanh' }, { input: numbers(['N', 2, 3], -3, 3) }),
  ],
});
