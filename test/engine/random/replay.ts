import {
  type Fans,
  fansOf,
  type Gain,
  type Initialisation,
  initialise,
} from '../../../engine/random/initialisers.ts';
import type { TorchGenerator } from '../../../engine/random/torch-generator.ts';

/** The keys that the steps of init.json use; each op has some of them. */
export interface StepArguments {
  readonly shape?: readonly number[];
  readonly from?: number;
  readonly to?: number;
  readonly mean?: number;
  readonly std?: number;
  readonly low?: number;
  readonly high?: number;
  readonly n?: number;
  readonly p?: number;
  readonly a?: number;
  readonly gain?: number;
  readonly mode?: 'fan_in' | 'fan_out';
  readonly nonlinearity?: Gain;
  readonly bias?: boolean;
  readonly in_features?: number;
  readonly out_features?: number;
  readonly in_channels?: number;
  readonly out_channels?: number;
  readonly kernel_size?: number;
  readonly groups?: number;
  readonly num_embeddings?: number;
  readonly embedding_dim?: number;
  readonly padding_idx?: number;
  readonly in1_features?: number;
  readonly in2_features?: number;
  readonly normalized_shape?: number;
  readonly num_features?: number;
  readonly linears?: readonly (readonly [number, number])[];
  readonly batch_size?: number;
  readonly drop_last?: boolean;
  readonly lengths?: readonly number[];
}

export interface FixtureTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

type NumberKey = {
  [Key in keyof StepArguments]-?: number extends StepArguments[Key] ? Key : never;
}[keyof StepArguments];

type Replay = (generator: TorchGenerator, args: StepArguments) => unknown;

function need(args: StepArguments, key: NumberKey): number {
  const value = args[key];
  if (value === undefined) throw new Error(`the step has no ${key}`);
  return value;
}

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const shapeOf = ({ shape = [] }: StepArguments): readonly number[] => shape;
const countOf = (args: StepArguments): number => elements(shapeOf(args));
const tensor = (shape: readonly number[], values: Iterable<number>): FixtureTensor => ({
  shape,
  // Adding 0 turns -0 into 0, which counts as equal.
  data: Array.from(values, (value) => value + 0),
});

/** A replay whose result has the shape that the step asks for. */
const filled =
  (values: (generator: TorchGenerator, args: StepArguments) => Iterable<number>): Replay =>
  (generator, args) =>
    tensor(shapeOf(args), values(generator, args));

const drawn = (
  generator: TorchGenerator,
  shape: readonly number[],
  fans: Fans,
  initialisation: Initialisation,
): FixtureTensor => tensor(shape, initialise(generator, shape, fans, initialisation));

const initialised =
  (initialisation: (args: StepArguments) => Initialisation): Replay =>
  (generator, args) =>
    drawn(generator, shapeOf(args), fansOf(shapeOf(args)), initialisation(args));

/** Weight, then bias, both uniform within ±1/sqrt(fan_in). */
function layer(generator: TorchGenerator, shape: readonly number[], fans: Fans, hasBias = true) {
  const weight = drawn(generator, shape, fans, { kind: 'fan_in_uniform' });
  return hasBias
    ? { weight, bias: drawn(generator, shape.slice(0, 1), fans, { kind: 'fan_in_uniform' }) }
    : { weight };
}

const linear = (generator: TorchGenerator, input: number, out: number, hasBias = true) =>
  layer(generator, [out, input], fansOf([out, input]), hasBias);

const convolution =
  (dimensions: number): Replay =>
  (generator, args) => {
    const kernel = Array.from({ length: dimensions }, () => need(args, 'kernel_size'));
    const input = need(args, 'in_channels') / (args.groups ?? 1);
    const shape = [need(args, 'out_channels'), input, ...kernel];
    return layer(generator, shape, fansOf(shape));
  };

const normalization =
  (key: 'normalized_shape' | 'num_features'): Replay =>
  (generator, args) => {
    const shape = [need(args, key)];
    const fans = { fanIn: 1, fanOut: 1 };
    return {
      weight: drawn(generator, shape, fans, { kind: 'ones' }),
      bias: drawn(generator, shape, fans, { kind: 'zeros' }),
    };
  };

const kaiming = ({ mode = 'fan_in', nonlinearity = 'leaky_relu', a = 0 }: StepArguments) => ({
  mode,
  nonlinearity,
  a,
});

/** Every op of init.json: what the engine draws for it. */
export const replays: Readonly<Record<string, Replay>> = {
  rand: filled((generator, args) => generator.uniform(countOf(args))),
  rand_float64: filled((generator, args) => generator.uniform64(countOf(args))),
  uniform_: filled((generator, args) =>
    generator.uniform(countOf(args), need(args, 'from'), need(args, 'to')),
  ),
  randn: filled((generator, args) => generator.normal(countOf(args))),
  randn_float64: filled((generator, args) => generator.normal64(countOf(args))),
  normal_: filled((generator, args) =>
    generator.normal(countOf(args), need(args, 'mean'), need(args, 'std')),
  ),
  randint: filled((generator, args) =>
    generator.integers(countOf(args), need(args, 'low'), need(args, 'high')),
  ),
  random_int64: (generator) => String(generator.randomInt64()),
  randperm: (generator, args) => tensor([need(args, 'n')], generator.permutation(need(args, 'n'))),
  bernoulli_: filled((generator, args) => generator.bernoulli(countOf(args), need(args, 'p'))),
  bernoulli: filled((generator, args) =>
    generator.bernoulliOf(new Float32Array(countOf(args)).fill(need(args, 'p'))),
  ),
  dropout: filled((generator, args) => generator.dropoutMask(countOf(args), need(args, 'p'))),
  xavier_uniform_: initialised((args) => ({ kind: 'xavier_uniform', gain: need(args, 'gain') })),
  xavier_normal_: initialised((args) => ({ kind: 'xavier_normal', gain: need(args, 'gain') })),
  kaiming_uniform_: initialised((args) => ({ kind: 'kaiming_uniform', ...kaiming(args) })),
  kaiming_normal_: initialised((args) => ({ kind: 'kaiming_normal', ...kaiming(args) })),
  Linear: (generator, args) =>
    linear(generator, need(args, 'in_features'), need(args, 'out_features'), args.bias),
  Sequential: (generator, { linears = [] }) =>
    Object.fromEntries(
      linears.flatMap(([input, out], index) =>
        // An activation, which draws nothing, lies between two Linear modules.
        Object.entries(linear(generator, input, out)).map(([name, drawn]) => [`${2 * index}.${name}`, drawn]),
      ),
    ),
  Conv1d: convolution(1),
  Conv2d: convolution(2),
  Bilinear: (generator, args) => {
    const fanIn = need(args, 'in1_features');
    const shape = [need(args, 'out_features'), fanIn, need(args, 'in2_features')];
    return layer(generator, shape, { ...fansOf(shape), fanIn });
  },
  Embedding: (generator, args) => {
    const shape = [need(args, 'num_embeddings'), need(args, 'embedding_dim')];
    const weight = initialise(generator, shape, fansOf(shape), { kind: 'normal', mean: 0, std: 1 });
    const width = need(args, 'embedding_dim');
    const { padding_idx: padding } = args;
    if (padding !== undefined) weight.fill(0, padding * width, (padding + 1) * width);
    return { weight: tensor(shape, weight) };
  },
  LayerNorm: normalization('normalized_shape'),
  BatchNorm1d: normalization('num_features'),
  PReLU: (generator) => ({
    weight: drawn(generator, [1], { fanIn: 1, fanOut: 1 }, { kind: 'constant', value: 0.25 }),
  }),
  dataloader_epoch: (generator, args) => {
    const order = generator.dataLoaderOrder(need(args, 'n'));
    const size = need(args, 'batch_size');
    const batches = Array.from({ length: Math.ceil(order.length / size) }, (_, index) =>
      order.slice(index * size, (index + 1) * size),
    );
    return batches.filter((batch) => batch.length === size || args.drop_last !== true);
  },
  random_split: (generator, { lengths = [] }) => generator.randomSplit(lengths),
};

/** The fixture's value as numbers to compare exactly: float32 ones, written in their shortest digits, as they are. */
export function exactNumbers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(exactNumbers);
  if ('shape' in value && 'data' in value) {
    const { shape, data, dtype } = value as FixtureTensor & { readonly dtype?: string };
    return tensor(shape, dtype === undefined ? Float32Array.from(data) : data);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, exactNumbers(inner)]));
}
