import { symbol } from '../notation/expression.ts';
import { outputPort, result } from './declare/ports.ts';
import { sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

/** The features of a sample, with the batch in front: (N, *shape). */
export const input: Operator = {
  name: 'Input',
  category: 'data',
  help: 'The features of each sample, as they come from the data set.',
  source: 'https://pytorch.org/docs/stable/data.html',
  synonyms: ['features', 'x', 'data', 'source'],
  inputs: [],
  outputs: [{ name: outputPort, help: 'The features, batch first' }],
  attributes: [
    {
      name: 'shape',
      kind: 'shape',
      default: [4],
      help: 'Sizes of one sample, without the batch: 4 features are [4].',
    },
  ],
  nodeName: 'x',
  symbol: 'x',
  feed: 'features',
  isModule: false,
  infer: ({ attributes }) => ({
    ok: true,
    outputs: new Map([
      [outputPort, { shape: ['N', ...(attributes['shape'] as readonly number[])], carries: 'numbers' }],
    ]),
    parameters: [],
  }),
  lower: ({ builder, node, outputShapes }) =>
    result(builder.input(node, outputShapes.get(outputPort) ?? ['N'])),
  formula: () => symbol('x'),
  samples: [sample({ shape: [4] }, {}), sample({ shape: [2, 3] }, {})],
};
