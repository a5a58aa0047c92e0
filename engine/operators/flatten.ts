import { call } from '../notation/expression.ts';
import {
  type Dimension,
  formatShape,
  isBatch,
  multiplyDimensions,
  resolveAxis,
  type Shape,
} from '../program/shape.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Attributes, Operator } from './operator.ts';

/** The shape with axes start_dim to end_dim as one; undefined where they do not exist or hold the batch. */
function flattened({ start_dim, end_dim }: Attributes, shape: Shape): Shape | undefined {
  const start = resolveAxis(start_dim as number, shape.length);
  const end = resolveAxis(end_dim as number, shape.length);
  if (start === undefined || end === undefined || start > end) return undefined;
  const joined = shape.slice(start, end + 1);
  const size: Dimension | undefined =
    joined.some(isBatch) && joined.length > 1 ? undefined : multiplyDimensions(joined);
  return size === undefined ? undefined : [...shape.slice(0, start), size, ...shape.slice(end + 1)];
}

/** Several neighbouring axes as one (torch.nn.Flatten); all but the batch by default. */
export const flatten: Operator = {
  name: 'Flatten',
  category: 'merge',
  help: 'Lays several axes out as one row of features.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html',
  synonyms: ['reshape', 'view', 'vector'],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same numbers on fewer axes' }],
  attributes: [
    {
      name: 'start_dim',
      kind: 'integer',
      default: 1,
      minimum: -16,
      maximum: 15,
      help: 'First axis to join.',
    },
    { name: 'end_dim', kind: 'integer', default: -1, minimum: -16, maximum: 15, help: 'Last axis to join.' },
  ],
  nodeName: 'flatten',
  symbol: 'f',
  isModule: true,
  keepsValues: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const flat = flattened(context.attributes, shape);
    if (flat !== undefined) return gives(flat);
    return {
      ok: false,
      code: 'bad-attribute',
      at: 'start_dim',
      message: `expects axes of ${formatShape(shape)} without the batch, the first not after the last; found ${context.attributes['start_dim']} to ${context.attributes['end_dim']}.`,
    };
  },
  lower: ({ builder, inputs }, attributes) => {
    const x = only(inputs, inputPort);
    return result(builder.reshape(x, flattened(attributes, builder.shape(x)) ?? builder.shape(x)));
  },
  formula: (context) => call('flatten', symbolAt(context, inputPort)),
  torch: ({ start_dim, end_dim }) =>
    `nn.Flatten(${start_dim === 1 && end_dim === -1 ? '' : `${start_dim}, ${end_dim}`})`,
  samples: [
    sample({ start_dim: 1, end_dim: -1 }, { input: numbers(['N', 2, 3]) }),
    sample({ start_dim: 2, end_dim: 3 }, { input: numbers(['N', 2, 3, 2]) }),
  ],
};
