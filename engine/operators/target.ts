import { type Expression, symbol } from '../notation/expression.ts';
import { outputPort, result } from './declare/ports.ts';
import { sample } from './declare/sample.ts';
import type { Operator, PortType } from './operator.ts';

const outputType = (kind: string, classes: number, features: number): PortType => {
  if (kind === 'class') return { shape: ['N'], carries: 'classes', classes };
  return { shape: ['N', kind === 'one-hot' ? classes : features], carries: 'numbers' };
};

const classSet = (classes: number): string =>
  classes <= 4 ? Array.from({ length: classes }, (_, index) => index).join(',') : `0,…,${classes - 1}`;

/** What the network should give: class indices (N), rows of a unit matrix (N, classes), or numbers (N, features). */
export const target: Operator = {
  name: 'Target',
  category: 'data',
  help: 'What the network should give for each sample: its class, or numbers.',
  source: 'https://pytorch.org/docs/stable/data.html',
  synonyms: ['label', 'y', 'class', 'truth', 'data'],
  inputs: [],
  outputs: [{ name: outputPort, help: 'The targets, batch first' }],
  attributes: [
    {
      name: 'kind',
      kind: 'choice',
      default: 'class',
      options: ['class', 'one-hot', 'real'],
      help: 'Class indices for CrossEntropyLoss, one-hot rows, or real numbers (also 0 and 1 for BCELoss).',
    },
    {
      name: 'classes',
      kind: 'integer',
      default: 3,
      minimum: 2,
      maximum: 1_000_000,
      help: 'Number of classes, for class and one-hot.',
    },
    {
      name: 'features',
      kind: 'integer',
      default: 1,
      minimum: 1,
      maximum: 1_000_000,
      help: 'Numbers per sample, for real.',
    },
  ],
  nodeName: 'y',
  symbol: 'y',
  feed: 'target',
  isModule: false,
  infer: ({ attributes }) => ({
    ok: true,
    outputs: new Map([
      [
        outputPort,
        outputType(
          attributes['kind'] as string,
          attributes['classes'] as number,
          attributes['features'] as number,
        ),
      ],
    ]),
    parameters: [],
  }),
  lower: ({ builder, node }, attributes) => {
    if (attributes['kind'] === 'real') {
      return result(builder.stopGradient(builder.input(node, ['N', attributes['features'] as number])));
    }
    const indices = builder.stopGradient(builder.input(node, ['N']));
    return result(
      attributes['kind'] === 'one-hot'
        ? builder.oneHot(indices, attributes['classes'] as number, 1)
        : indices,
    );
  },
  formula: ({ attributes }): Expression => {
    if (attributes['kind'] !== 'class') return symbol('y');
    return {
      kind: 'equation',
      left: symbol('y'),
      relation: '∈',
      right: symbol(`{${classSet(attributes['classes'] as number)}}`, { upright: true }),
    };
  },
  samples: [
    sample({ kind: 'class', classes: 3, features: 1 }, {}),
    sample({ kind: 'one-hot', classes: 3, features: 1 }, {}),
    sample({ kind: 'real', classes: 3, features: 2 }, {}),
  ],
};
