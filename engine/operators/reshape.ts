import { call } from '../notation/expression.ts';
import { formatShape, multiplyDimensions, type Shape } from '../program/shape.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Attributes, Operator } from './operator.ts';

/** The new shape behind the batch, with a single −1 worked out; undefined where the numbers do not fit. */
function reshaped(attributes: Attributes, shape: Shape): Shape | undefined {
  const [batch] = shape;
  if (batch === undefined) return undefined;
  const wanted = attributes['shape'] as readonly number[];
  const count = multiplyDimensions(shape.slice(1));
  const known = wanted.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const free = wanted.length - wanted.filter((size) => size !== -1).length;
  if (typeof count !== 'number' || free > 1 || (free === 1 && count % known !== 0)) return undefined;
  if (free === 0 && known !== count) return undefined;
  return [batch, ...wanted.map((size) => (size === -1 ? count / known : size))];
}

/** The features of each sample in another shape (torch.Tensor.reshape behind the batch); one size may be −1. */
export const reshape: Operator = {
  name: 'Reshape',
  category: 'merge',
  help: 'Gives the features of each sample another shape; the batch stays in front.',
  source: 'https://pytorch.org/docs/stable/generated/torch.reshape.html',
  synonyms: ['view', 'unflatten', 'shape'],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same numbers in another shape' }],
  attributes: [
    { name: 'shape', kind: 'shape', default: [-1], help: 'Sizes behind the batch; one may be −1.' },
  ],
  nodeName: 'reshape',
  symbol: 'r',
  isModule: false,
  keepsValues: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const next = reshaped(context.attributes, shape);
    if (next !== undefined) return gives(next);
    const wanted = context.attributes['shape'] as readonly number[];
    if (shape.length === 0) {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: inputPort,
        message: 'expects a batch in front, such as N×4; gets one number.',
      };
    }
    return {
      ok: false,
      code: 'shape-mismatch',
      at: inputPort,
      message: `expects as many numbers per sample as ${wanted.join('×')}; gets ${formatShape(shape)}.`,
      fix: { attribute: 'shape', value: [-1], label: 'Lay them out in one row' },
    };
  },
  lower: ({ builder, inputs }, attributes) => {
    const x = only(inputs, inputPort);
    return result(builder.reshape(x, reshaped(attributes, builder.shape(x)) ?? builder.shape(x)));
  },
  formula: (context) => call('reshape', symbolAt(context, inputPort)),
  torch: (attributes) =>
    `torch.reshape(${inputPort}, (${inputPort}.shape[0], ${(attributes['shape'] as readonly number[]).join(', ')}))`,
  samples: [
    sample({ shape: [3, 2] }, { input: numbers(['N', 6]) }),
    sample({ shape: [-1] }, { input: numbers(['N', 2, 3]) }),
  ],
};
