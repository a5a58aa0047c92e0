import { call, hadamard, minus, number } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** x moved towards 0 by λ, and 0 within [−λ, λ]. */
export const softshrink = elementwiseActivation({
  name: 'Softshrink',
  help: 'Moves every number towards 0 by λ; what is smaller becomes 0.',
  synonyms: ['shrink', 'soft threshold', 'lasso'],
  attributes: [{ name: 'lambd', kind: 'number', default: 0.5, minimum: 0, help: 'λ, 0 or more.' }],
  apply: (builder, x, { lambd }) => {
    const [positive, zero] = [builder.constant(lambd as number), builder.constant(0)];
    const negative = builder.constant(-(lambd as number));
    const inside = builder.select(
      builder.binary('greaterEqual', x, negative),
      zero,
      builder.add(x, positive),
    );
    return builder.select(builder.binary('greaterEqual', positive, x), inside, builder.subtract(x, positive));
  },
  formula: (x, { lambd }) =>
    hadamard(
      call('sign', x),
      call('max', number(0), minus({ kind: 'absolute', of: x }, number(lambd as number))),
    ),
  torch: ({ lambd }) => `nn.Softshrink(${lambd === 0.5 ? '' : lambd})`,
  samples: [
    sample({}, { input: numbers(['N', 6]) }),
    sample({ lambd: 1.5 }, { input: numbers(['N', 2, 3], -5, 5) }),
  ],
});
