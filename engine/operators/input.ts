import { symbol } from '../notation/expression.ts';
import type { Shape } from '../program/shape.ts';
import { outputPort, result } from './declare/ports.ts';
import { sample } from './declare/sample.ts';
import type { Operator, PortType } from './operator.ts';

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
    {
      name: 'kind',
      kind: 'choice',
      default: 'numbers',
      options: ['numbers', 'classes'],
      help: 'Numbers, or class indices for Embedding.',
    },
    {
      name: 'classes',
      kind: 'integer',
      default: 10,
      minimum: 1,
      maximum: 1_000_000_000,
      help: 'Number of classes, where it carries class indices.',
    },
  ],
  nodeName: 'x',
  symbol: 'x',
  feed: 'features',
  isModule: false,
  infer: ({ attributes: { shape, kind, classes } }) => {
    const sizes: Shape = ['N', ...(shape as readonly number[])];
    const type: PortType =
      kind === 'classes'
        ? { shape: sizes, carries: 'classes', classes: classes as number }
        : { shape: sizes, carries: 'numbers' };
    return { ok: true, outputs: new Map([[outputPort, type]]), parameters: [] };
  },
  lower: ({ builder, node, outputShapes }, { kind }) => {
    const leaf = builder.input(node, outputShapes.get(outputPort) ?? ['N']);
    return result(kind === 'classes' ? builder.stopGradient(leaf) : leaf);
  },
  formula: () => symbol('x'),
  samples: [
    sample({ shape: [4] }, {}),
    sample({ shape: [2, 3] }, {}),
    sample({ shape: [], kind: 'classes', classes: 3 }, {}),
  ],
};
