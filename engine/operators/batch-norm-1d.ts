import {
  call,
  type Expression,
  fraction,
  hadamard,
  minus,
  number,
  plus,
  symbol,
} from '../notation/expression.ts';
import type { LoweringContext } from '../passes/lower.ts';
import type { ValueId } from '../program/program.ts';
import { formatShape, multiplyDimensions, type Shape } from '../program/shape.ts';
import { normalPart, scalePart } from './declare/last-axes.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Attributes, BufferDeclaration, Operator, ParameterDeclaration } from './operator.ts';

/** All axes but that of the features. */
const batchAxes = (shape: Shape): readonly number[] => shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));

/** Statistics of each feature, of one number per feature stretched along axis 1. */
interface Statistics {
  readonly mean: ValueId;
  readonly variance: ValueId;
}

function named(map: ReadonlyMap<string, ValueId>, name: string): ValueId {
  const value = map.get(name);
  if (value === undefined) throw new Error(`BatchNorm1d has no ${name}`);
  return value;
}

/** Numbers of the features as they lie along axis 1 of x. */
const alongFeatures = ({ builder }: LoweringContext, of: ValueId, shape: Shape): ValueId =>
  builder.reshape(
    of,
    shape.map((size, axis) => (axis === 1 ? size : 1)),
  );

/**
 * Mean and biased variance over the batch, and with `momentum` what becomes of the running ones: r ← (1 − a) r + a s for
 * a = momentum, or a = 1/(batches so far) where it is null; s is the mean, and the variance divided by n − 1.
 */
function batchStatistics(
  context: LoweringContext,
  x: ValueId,
  { track_running_stats, momentum }: Attributes,
): Statistics {
  const { builder, mode, buffers, updateBuffer } = context;
  const shape = builder.shape(x);
  const axes = batchAxes(shape);
  const count = builder.size(axes.map((axis) => shape[axis] ?? 1));
  const mean = builder.divide(builder.sum(x, axes), count);
  const centred = builder.subtract(x, mean);
  const squares = builder.sum(builder.multiply(centred, centred), axes);
  if (track_running_stats === true && mode === 'train') {
    const one = builder.constant(1);
    const tracked = builder.add(named(buffers, 'num_batches_tracked'), one);
    const share = momentum === null ? builder.divide(one, tracked) : builder.constant(momentum as number);
    const move = (name: string, statistic: ValueId): void => {
      const running = named(buffers, name);
      const now = builder.reshape(statistic, builder.shape(running));
      const kept = builder.multiply(builder.subtract(one, share), running);
      updateBuffer(name, builder.add(kept, builder.multiply(share, now)));
    };
    move('running_mean', mean);
    move('running_var', builder.divide(squares, builder.subtract(count, one)));
    updateBuffer('num_batches_tracked', tracked);
  }
  return { mean, variance: builder.divide(squares, count) };
}

const declareBuffers = (features: number): readonly BufferDeclaration[] => [
  { name: 'running_mean', shape: [features], along: [outputPort], initial: 0, symbol: 'μ' },
  { name: 'running_var', shape: [features], along: [outputPort], initial: 1, symbol: 'v' },
  { name: 'num_batches_tracked', shape: [], initial: 0, symbol: 'k' },
];

/**
 * (x − μ)/√(σ² + ε) ⊙ γ + β for x of (N, C) or (N, C, L). In training with mean and biased variance of each feature over
 * the batch (Ioffe and Szegedy 2015), in evaluation with the running ones, unless they are not tracked.
 */
export const batchNorm1d: Operator = {
  name: 'BatchNorm1d',
  category: 'normalise',
  help: 'Gives each feature mean 0 and variance 1: in training over the batch, in evaluation by the mean and variance that it has tracked.',
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
    {
      name: 'momentum',
      kind: 'number',
      default: 0.1,
      optional: true,
      help: 'Share of each batch in the running mean and variance; empty for the plain average of all batches.',
    },
    { name: 'affine', kind: 'boolean', default: true, help: 'Whether γ and β are learned.' },
    {
      name: 'track_running_stats',
      kind: 'boolean',
      default: true,
      help: 'Whether a running mean and variance are kept for evaluation; without them it normalises over the batch there too.',
    },
  ],
  nodeName: 'norm',
  symbol: 'n',
  parts: [normalPart, { name: scalePart, symbol: 's' }],
  isModule: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const found = shape[1];
    const { num_features: wanted, affine, track_running_stats: tracks } = context.attributes;
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
    const declare = (name: string, value: number, letter: string): ParameterDeclaration => ({
      name,
      shape: [found],
      along: [outputPort],
      initial: { kind: 'constant', value },
      symbol: letter,
    });
    const values = multiplyDimensions(batchAxes(shape).map((axis) => shape[axis] ?? 1));
    return {
      ...gives(shape, affine === true ? [declare('weight', 1, 'γ'), declare('bias', 0, 'β')] : []),
      ...(tracks === true ? { buffers: declareBuffers(found) } : {}),
      ...(values === undefined ? {} : { valuesPerStatistic: values }),
      inferred: { num_features: found },
    };
  },
  lower: (context, attributes) => {
    const { builder, mode, inputs, parameters, buffers, part } = context;
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const along = (of: ValueId): ValueId => alongFeatures(context, of, shape);
    const usesRunning = mode === 'evaluate' && attributes['track_running_stats'] === true;
    const { mean, variance } = usesRunning
      ? { mean: along(named(buffers, 'running_mean')), variance: along(named(buffers, 'running_var')) }
      : batchStatistics(context, x, attributes);
    const eps = builder.constant(attributes['eps'] as number);
    const deviation = part(scalePart, builder.unary('sqrt', builder.add(variance, eps)));
    const normal = part(normalPart.name, builder.divide(builder.subtract(x, mean), deviation));
    const [weight, bias] = [parameters.get('weight'), parameters.get('bias')];
    if (weight === undefined || bias === undefined) return result(normal);
    return result(builder.add(builder.multiply(normal, along(weight)), along(bias)));
  },
  formula: (context) => {
    const { attributes, mode, parameters, buffers } = context;
    const x = symbolAt(context, inputPort);
    const written = (name: string): Expression => buffers.get(name) ?? symbol(name);
    const usesRunning = mode === 'evaluate' && attributes['track_running_stats'] === true;
    const [mean, variance] = usesRunning
      ? [written('running_mean'), written('running_var')]
      : [call('mean', x), call('var', x)];
    const eps = number(attributes['eps'] as number);
    const normal = fraction(minus(x, mean), call('sqrt', plus(variance, eps)));
    const [weight, bias] = [parameters.get('weight'), parameters.get('bias')];
    return weight === undefined || bias === undefined ? normal : plus(hadamard(normal, weight), bias);
  },
  torch: ({ num_features, eps, momentum, affine, track_running_stats }) => {
    const more = [
      eps === 1e-5 ? '' : `, eps=${eps}`,
      momentum === 0.1 ? '' : `, momentum=${momentum ?? 'None'}`,
      affine === false ? ', affine=False' : '',
      track_running_stats === false ? ', track_running_stats=False' : '',
    ];
    return `nn.BatchNorm1d(${num_features}${more.join('')})`;
  },
  samples: [
    sample({}, { input: numbers(['N', 4]) }),
    sample({ eps: 0.1, momentum: null }, { input: numbers(['N', 2, 3]) }),
    sample({ affine: false, track_running_stats: false }, { input: numbers(['N', 3]) }),
  ],
};
