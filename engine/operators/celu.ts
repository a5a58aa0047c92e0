import { call, cases, fraction, greaterThan, minus, number, product } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** x where x > 0, else α(e^(x/α) − 1): ELU with a continuous derivative for every α (Barron 2017). */
export const celu = elementwiseActivation({
  name: 'CELU',
  help: 'ELU whose slope is continuous for every α.',
  synonyms: ['continuously differentiable', 'exponential linear unit'],
  attributes: [{ name: 'alpha', kind: 'number', default: 1, help: 'α, minus the value at −∞; not 0.' }],
  apply: (builder, x, { alpha }) => {
    const scale = builder.constant(alpha as number);
    const bent = builder.multiply(
      scale,
      builder.subtract(builder.exp(builder.divide(x, scale)), builder.constant(1)),
    );
    return builder.select(builder.binary('greaterEqual', builder.constant(0), x), bent, x);
  },
  formula: (x, { alpha }) => {
    const scale = number(alpha as number);
    const bent = minus(call('exp', alpha === 1 ? x : fraction(x, scale)), number(1));
    return cases(greaterThan(x, number(0)), x, alpha === 1 ? bent : product(scale, bent));
  },
  torch: ({ alpha }) => `nn.CELU(${alpha === 1 ? '' : `alpha=${alpha}`})`,
  samples: [
    sample({}, { input: numbers(['N', 4]) }),
    sample({ alpha: 2 }, { input: numbers(['N', 2, 3], -5, 5) }),
  ],
});
