import { symbol } from '../notation/expression.ts';
import { gives, outputPort, result } from './declare/ports.ts';
import { sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

/** A free learnable tensor, the same for every sample (torch.nn.Parameter). */
export const parameter: Operator = {
  name: 'Parameter',
  category: 'layer',
  help: 'A learnable tensor of its own: add it, multiply by it, penalise it.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html',
  synonyms: ['learnable', 'free', 'variable', 'weight'],
  inputs: [],
  outputs: [{ name: outputPort, help: 'The tensor, without a batch' }],
  attributes: [
    { name: 'shape', kind: 'shape', default: [1], help: 'Sizes of its axes.' },
    { name: 'init', kind: 'number', default: 1, help: 'What every element starts from.' },
  ],
  nodeName: 'theta',
  symbol: 'θ',
  isModule: false,
  infer: ({ attributes }) => {
    const shape = attributes['shape'] as readonly number[];
    const value = attributes['init'] as number;
    return gives(shape, [{ name: 'value', shape, initial: { kind: 'constant', value }, symbol: 'θ' }]);
  },
  lower: ({ parameters }) => {
    const value = parameters.get('value');
    if (value === undefined) throw new Error('Parameter has no value');
    return result(value);
  },
  formula: (context) => context.parameters.get('value') ?? symbol('θ'),
  torch: ({ shape, init }) =>
    `nn.Parameter(torch.full((${(shape as readonly number[]).map((size) => `${size}, `).join('')}), float(${init})))`,
  samples: [sample({ shape: [3], init: 1 }, {}), sample({ shape: [2, 3], init: 0.5 }, {})],
};
