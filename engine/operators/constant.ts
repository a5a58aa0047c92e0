import { number } from '../notation/expression.ts';
import { gives, outputPort, result } from './declare/ports.ts';
import { sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

/** A fixed number in every element of a shape, the same for every sample. */
export const constant: Operator = {
  name: 'Constant',
  category: 'data',
  help: 'A fixed number, to add, multiply or compare with.',
  source: 'https://pytorch.org/docs/stable/generated/torch.full.html',
  synonyms: ['number', 'fixed', 'value', 'full'],
  inputs: [],
  outputs: [{ name: outputPort, help: 'The number in every element, without a batch' }],
  attributes: [
    { name: 'shape', kind: 'shape', default: [1], help: 'Sizes of its axes.' },
    { name: 'value', kind: 'number', default: 1, help: 'The number.' },
  ],
  nodeName: 'c',
  symbol: 'c',
  isModule: false,
  infer: ({ attributes }) => gives(attributes['shape'] as readonly number[]),
  lower: ({ builder }, { shape, value }) =>
    result(builder.broadcast(builder.constant(value as number), shape as readonly number[])),
  formula: ({ attributes }) => number(attributes['value'] as number),
  torch: ({ shape, value }) =>
    `torch.full((${(shape as readonly number[]).map((size) => `${size}, `).join('')}), float(${value}))`,
  samples: [sample({ shape: [3], value: 2 }, {})],
};
