import { call, fraction, hadamard, minus, plus } from '../notation/expression.ts';
import { formatShape, type Shape } from '../program/shape.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Operator, ParameterDeclaration } from './operator.ts';

/** All axes but that of the features. */
const batchAxes = (shape: Shape): readonly number[] => shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));

/**
 * (x − μ)/√(σ² + ε) ⊙ γ + β for x of (N, C) or (N, C, L), with mean and biased variance of each feature over the batch
 * (Ioffe and Szegedy 2015): PyTorch's layer with track_running_stats=False, which does the same in train and eval mode.
 */
export const batchNorm1d: Operator = {
  name: 'BatchNorm1d',
  category: 'normalise',
  help: 'Gives each feature mean 0 and variance 1 over the batch, in training and evaluation alike; running statistics are not kept yet.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html',
  synonyms: ['normalisation', 'normalization', 'standardise', 'bn'],
  inputs: [{ name: inputPort, help: 'Numbers, features along axis 1', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same shape' }],
  attributes: [
    {
      name: 'num_features',
      kind: 'integer',
      default: null,
      inferred: true,
      minimum: 1,
      maximum: 1_000_000_000,
      help: 'Size of axis 1; taken from what is connected when left empty.',
    },
    { name: 'eps', kind: 'number', default: 1e-5, minimum: 0, help: 'Added to the variance.' },
    { name: 'affine', kind: 'boolean', default: true, help: 'Whether γ and β are learned.' },
  ],
  nodeName: 'norm',
  symbol: 'n',
  isModule: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const found = shape[1];
    const { num_features: wanted, affine } = context.attributes;
    if (shape.length < 2 || shape.length > 3 || typeof found !== 'number') {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: inputPort,
        message: `expects N×C or N×C×L, features along axis 1; gets ${formatShape(shape)}.`,
      };
    }
    if (wanted !== null && wanted !== found) {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: inputPort,
        message: `expects ${wanted} features, gets ${found} (${formatShape(shape)}).`,
        fix: { attribute: 'num_features', value: found, label: `Set num_features to ${found}` },
      };
    }
    if (batchAxes(shape).every((axis) => shape[axis] === 1)) {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: inputPort,
        message: `needs more than one value per feature to have a variance; gets ${formatShape(shape)}.`,
      };
    }
    const declare = (name: string, value: number, symbol: string): ParameterDeclaration => ({
      name,
      shape: [found],
      initial: { kind: 'constant', value },
      symbol,
    });
    const parameters = affine === true ? [declare('weight', 1, 'γ'), declare('bias', 0, 'β')] : [];
    return { ...gives(shape, parameters), inferred: { num_features: found } };
  },
  lower: ({ builder, inputs, parameters }, { eps }) => {
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const axes = batchAxes(shape);
    const count = builder.size(axes.map((axis) => shape[axis] ?? 1));
    const centred = builder.subtract(x, builder.divide(builder.sum(x, axes), count));
    const variance = builder.divide(builder.sum(builder.multiply(centred, centred), axes), count);
    const deviation = builder.unary('sqrt', builder.add(variance, builder.constant(eps as number)));
    const normal = builder.divide(centred, deviation);
    const [weight, bias] = [parameters.get('weight'), parameters.get('bias')];
    if (weight === undefined || bias === undefined) return result(normal);
    const along = shape.map((size, axis) => (axis === 1 ? size : 1));
    const scaled = builder.multiply(normal, builder.reshape(weight, along));
    return result(builder.add(scaled, builder.reshape(bias, along)));
  },
  formula: (context) => {
    const x = symbolAt(context, inputPort);
    const [weight, bias] = [context.parameters.get('weight'), context.parameters.get('bias')];
    const normal = fraction(minus(x, call('mean', x)), call('std', x));
    return weight === undefined || bias === undefined ? normal : plus(hadamard(normal, weight), bias);
  },
  torch: ({ num_features, eps, affine }) =>
    `nn.BatchNorm1d(${num_features}${eps === 1e-5 ? '' : `, eps=${eps}`}${affine === false ? ', affine=False' : ''}, track_running_stats=False)`,
  samples: [
    sample({}, { input: numbers(['N', 4]) }),
    sample({ eps: 0.1 }, { input: numbers(['N', 2, 3]) }),
    sample({ affine: false }, { input: numbers(['N', 3]) }),
  ],
};
