import { call, fraction, hadamard } from '../notation/expression.ts';
import { lastAxes, normalizedShapeAttribute, wrongLastAxes } from './declare/last-axes.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

/** PyTorch's eps=None: the distance from 1 to the next float32. */
const float32Epsilon = 2 ** -23;

/** x/√(mean x² + ε) ⊙ γ over the last axes of each sample (Zhang and Sennrich 2019). */
export const rmsNorm: Operator = {
  name: 'RMSNorm',
  category: 'normalise',
  help: 'Divides the features of each sample by their root mean square, then scales them.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html',
  synonyms: ['normalisation', 'normalization', 'root mean square'],
  inputs: [{ name: inputPort, help: 'Numbers, features along the last axes', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same shape' }],
  attributes: [
    normalizedShapeAttribute,
    {
      name: 'eps',
      kind: 'number',
      default: float32Epsilon,
      minimum: 0,
      help: 'Added to the mean square; PyTorch takes the spacing of float32 at 1.',
    },
    { name: 'elementwise_affine', kind: 'boolean', default: true, help: 'Whether γ is learned.' },
  ],
  nodeName: 'norm',
  symbol: 'n',
  isModule: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const axes = lastAxes(context.attributes, shape);
    if (axes === undefined) return wrongLastAxes(context.attributes, shape);
    const features = axes.map((axis) => shape[axis] as number);
    const affine = context.attributes['elementwise_affine'] === true;
    return gives(
      shape,
      affine
        ? [{ name: 'weight', shape: features, initial: { kind: 'constant', value: 1 }, symbol: 'γ' }]
        : [],
    );
  },
  lower: ({ builder, inputs, parameters }, attributes) => {
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const axes = lastAxes(attributes, shape) ?? [];
    const count = builder.size(axes.map((axis) => shape[axis] ?? 1));
    const square = builder.divide(builder.sum(builder.multiply(x, x), axes), count);
    const root = builder.unary('sqrt', builder.add(square, builder.constant(attributes['eps'] as number)));
    const normal = builder.divide(x, root);
    const weight = parameters.get('weight');
    return result(weight === undefined ? normal : builder.multiply(normal, weight));
  },
  formula: (context) => {
    const x = symbolAt(context, inputPort);
    const weight = context.parameters.get('weight');
    const normal = fraction(x, call('rms', x));
    return weight === undefined ? normal : hadamard(normal, weight);
  },
  torch: ({ normalized_shape, elementwise_affine }) =>
    `nn.RMSNorm([${(normalized_shape as readonly number[]).join(', ')}]${elementwise_affine === false ? ', elementwise_affine=False' : ''})`,
  samples: [
    sample({ normalized_shape: [] }, { input: numbers(['N', 4]) }),
    sample({ normalized_shape: [2, 3], elementwise_affine: false }, { input: numbers(['N', 2, 3]) }),
  ],
};
