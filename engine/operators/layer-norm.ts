import { call, fraction, hadamard, minus, plus } from '../notation/expression.ts';
import { lastAxes, normalizedShapeAttribute, wrongLastAxes } from './declare/last-axes.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator, ParameterDeclaration } from './operator.ts';

/** (x − μ)/√(σ² + ε) ⊙ γ + β over the last axes of each sample, σ² the biased variance (Ba et al. 2016). */
export const layerNorm: Operator = {
  name: 'LayerNorm',
  category: 'normalise',
  help: 'Gives the features of each sample mean 0 and variance 1, then scales and shifts them.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html',
  synonyms: ['normalisation', 'normalization', 'standardise'],
  inputs: [{ name: inputPort, help: 'Numbers, features along the last axes', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same shape' }],
  attributes: [
    normalizedShapeAttribute,
    { name: 'eps', kind: 'number', default: 1e-5, minimum: 0, help: 'Added to the variance.' },
    { name: 'elementwise_affine', kind: 'boolean', default: true, help: 'Whether γ and β are learned.' },
  ],
  nodeName: 'norm',
  symbol: 'n',
  isModule: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const axes = lastAxes(context.attributes, shape);
    if (axes === undefined) return wrongLastAxes(context.attributes, shape);
    const features = axes.map((axis) => shape[axis] as number);
    const weight: ParameterDeclaration = {
      name: 'weight',
      shape: features,
      initial: { kind: 'constant', value: 1 },
      symbol: 'γ',
    };
    const bias: ParameterDeclaration = {
      name: 'bias',
      shape: features,
      initial: { kind: 'constant', value: 0 },
      symbol: 'β',
    };
    return gives(shape, context.attributes['elementwise_affine'] === true ? [weight, bias] : []);
  },
  lower: ({ builder, inputs, parameters }, attributes) => {
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const axes = lastAxes(attributes, shape) ?? [];
    const count = builder.size(axes.map((axis) => shape[axis] ?? 1));
    const centred = builder.subtract(x, builder.divide(builder.sum(x, axes), count));
    const variance = builder.divide(builder.sum(builder.multiply(centred, centred), axes), count);
    const deviation = builder.unary(
      'sqrt',
      builder.add(variance, builder.constant(attributes['eps'] as number)),
    );
    const normal = builder.divide(centred, deviation);
    const [weight, bias] = [parameters.get('weight'), parameters.get('bias')];
    if (weight === undefined || bias === undefined) return result(normal);
    return result(builder.add(builder.multiply(normal, weight), bias));
  },
  formula: (context) => {
    const x = symbolAt(context, inputPort);
    const [weight, bias] = [context.parameters.get('weight'), context.parameters.get('bias')];
    const normal = fraction(minus(x, call('mean', x)), call('std', x));
    return weight === undefined || bias === undefined ? normal : plus(hadamard(normal, weight), bias);
  },
  torch: ({ normalized_shape, eps, elementwise_affine }) =>
    `nn.LayerNorm([${(normalized_shape as readonly number[]).join(', ')}]${eps === 1e-5 ? '' : `, eps=${eps}`}${elementwise_affine === false ? ', elementwise_affine=False' : ''})`,
  samples: [
    sample({ normalized_shape: [] }, { input: numbers(['N', 4]) }),
    sample({ normalized_shape: [2, 3], eps: 0.1 }, { input: numbers(['N', 2, 3]) }),
    sample({ normalized_shape: [3], elementwise_affine: false }, { input: numbers(['N', 2, 3]) }),
  ],
};
