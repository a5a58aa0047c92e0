import { cases, greaterThan, number } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** x where x > threshold, else value. */
export const threshold = elementwiseActivation({
  name: 'Threshold',
  help: 'Keeps numbers above a threshold and replaces the others.',
  synonyms: ['cut', 'step'],
  attributes: [
    {
      name: 'threshold',
      kind: 'number',
      default: 0,
      help: 'What numbers must exceed. (PyTorch has no default.)',
    },
    { name: 'value', kind: 'number', default: 0, help: 'What the others become. (PyTorch has no default.)' },
  ],
  apply: (builder, x, attributes) =>
    builder.select(
      builder.binary('greaterEqual', builder.constant(attributes['threshold'] as number), x),
      builder.constant(attributes['value'] as number),
      x,
    ),
  formula: (x, attributes) =>
    cases(
      greaterThan(x, number(attributes['threshold'] as number)),
      x,
      number(attributes['value'] as number),
    ),
  torch: (attributes) => `nn.Threshold(${attributes['threshold']}, ${attributes['value']})`,
  samples: [sample({ threshold: 0.1, value: 0.7 }, { input: numbers(['N', 6]) })],
});
