import { cases, greaterThan, number } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** x where |x| > λ, else 0. */
export const hardshrink = elementwiseActivation({
  name: 'Hardshrink',
  help: 'Makes numbers within [−λ, λ] 0 and keeps the others.',
  synonyms: ['shrink', 'hard threshold'],
  attributes: [{ name: 'lambd', kind: 'number', default: 0.5, minimum: 0, help: 'λ, 0 or more.' }],
  apply: (builder, x, { lambd }) => {
    const [positive, zero] = [builder.constant(lambd as number), builder.constant(0)];
    const negative = builder.constant(-(lambd as number));
    // Written as where it vanishes, so that NaN passes as it does in PyTorch.
    const inside = builder.select(builder.binary('greaterEqual', x, negative), zero, x);
    return builder.select(builder.binary('greaterEqual', positive, x), inside, x);
  },
  formula: (x, { lambd }) =>
    cases(greaterThan({ kind: 'absolute', of: x }, number(lambd as number)), x, number(0)),
  torch: ({ lambd }) => `nn.Hardshrink(${lambd === 0.5 ? '' : lambd})`,
  samples: [sample({}, { input: numbers(['N', 6]) })],
});
