import { call, number } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** x held between min_val and max_val; the derivative at both bounds is 0, as PyTorch's. */
export const hardtanh = elementwiseActivation({
  name: 'Hardtanh',
  help: 'Holds a number between two bounds.',
  synonyms: ['clamp', 'clip'],
  attributes: [
    { name: 'min_val', kind: 'number', default: -1, help: 'Lower bound.' },
    { name: 'max_val', kind: 'number', default: 1, help: 'Upper bound.' },
  ],
  gives: ({ min_val, max_val }) =>
    (min_val as number) >= 0 && (max_val as number) <= 1 ? 'probability' : undefined,
  apply: (builder, x, { min_val, max_val }) =>
    builder.minimum(
      builder.maximum(x, builder.constant(min_val as number)),
      builder.constant(max_val as number),
    ),
  formula: (x, { min_val, max_val }) =>
    call('clamp', x, number(min_val as number), number(max_val as number)),
  torch: ({ min_val, max_val }) =>
    `nn.Hardtanh(${min_val === -1 && max_val === 1 ? '' : `${min_val}, ${max_val}`})`,
  samples: [
    sample({}, { input: numbers(['N', 4]) }),
    sample({ min_val: -0.5, max_val: 2 }, { input: numbers(['N', 2, 3], -5, 5) }),
  ],
});
