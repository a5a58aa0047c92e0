import { call, cases, greaterThan, minus, number, product } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** x where x > 0, else α(eˣ − 1) (Clevert et al. 2015). */
export const elu = elementwiseActivation({
  name: 'ELU',
  help: 'Linear for positive numbers, approaches −α for negative ones.',
  synonyms: ['exponential linear unit'],
  attributes: [{ name: 'alpha', kind: 'number', default: 1, help: 'α, minus the value at −∞.' }],
  apply: (builder, x, { alpha }) => {
    const bent = builder.multiply(
      builder.constant(alpha as number),
      builder.subtract(builder.exp(x), builder.constant(1)),
    );
    return builder.select(builder.binary('greaterEqual', builder.constant(0), x), bent, x);
  },
  formula: (x, { alpha }) =>
    cases(
      greaterThan(x, number(0)),
      x,
      alpha === 1
        ? minus(call('exp', x), number(1))
        : product(number(alpha as number), minus(call('exp', x), number(1))),
    ),
  torch: ({ alpha }) => `nn.ELU(${alpha === 1 ? '' : `alpha=${alpha}`})`,
  samples: [
    sample({}, { input: numbers(['N', 4]) }),
    sample({ alpha: 0.5 }, { input: numbers(['N', 2, 3], -5, 5) }),
  ],
});
