import {
  type Fans,
  fansOf,
  type Gain,
  type Initialisation,
  initialise,
} from '../../../random/initialisers.ts';
import type { TorchGenerator } from '../../../random/torch-generator.ts';

/** One call that draws from a generator, by PyTorch's name and arguments. */
export interface DrawStep {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A tensor's numbers, a layer's tensors by name, batches of indices, or an integer too big for a number. */
export type Drawn =
  | ArrayLike<number>
  | Readonly<Record<string, ArrayLike<number>>>
  | readonly (readonly number[])[]
  | string;

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** A weight within ±1/√fan_in, then a bias with the same bound: Linear and convolutions, and Bilinear by its `fans`. */
function fanInLayer(
  generator: TorchGenerator,
  shape: readonly number[],
  bias: boolean,
  fans: Fans = fansOf(shape),
): Readonly<Record<string, Float32Array>> {
  const weight = initialise(generator, shape, fans, { kind: 'fan_in_uniform' });
  return bias
    ? { weight, bias: initialise(generator, shape.slice(0, 1), fans, { kind: 'fan_in_uniform' }) }
    : { weight };
}

const unitLayer = (count: number): Readonly<Record<string, Float32Array>> => ({
  weight: new Float32Array(count).fill(1),
  bias: new Float32Array(count),
});

type Draw = (generator: TorchGenerator, args: DrawStep['args']) => Drawn;

/** @param standard what PyTorch takes where nothing is given */
function numberAt(args: DrawStep['args'], name: string, standard?: number): number {
  const value = args[name] ?? standard;
  if (typeof value !== 'number') throw new Error(`the call needs a number ${name}`);
  return value;
}
const shapeAt = (args: DrawStep['args']): readonly number[] => {
  const { shape } = args;
  if (!Array.isArray(shape)) throw new Error('the call needs a shape');
  return shape;
};
const countAt = (args: DrawStep['args']): number => elements(shapeAt(args));
const hasBias = (args: DrawStep['args']): boolean => args['bias'] !== false;

const convolution =
  (axes: number): Draw =>
  (generator, args) => {
    const kernel = args['kernel_size'] as number | readonly number[];
    const sizes = typeof kernel === 'number' ? new Array<number>(axes).fill(kernel) : kernel;
    const inputs = numberAt(args, 'in_channels') / ((args['groups'] as number | undefined) ?? 1);
    return fanInLayer(generator, [numberAt(args, 'out_channels'), inputs, ...sizes], hasBias(args));
  };

/** PyTorch's defaults of xavier and kaiming. */
const standard = { gain: 1, a: 0, mode: 'fan_in', nonlinearity: 'leaky_relu' };

const initialiser =
  (kind: Initialisation['kind']): Draw =>
  (generator, { shape, ...settings }) => {
    const sizes = shape as readonly number[];
    return initialise(generator, sizes, fansOf(sizes), {
      kind,
      ...standard,
      ...settings,
    } as Initialisation & {
      readonly nonlinearity: Gain;
    });
  };

const draws: Readonly<Record<string, Draw>> = {
  rand: (generator, args) => generator.uniform(countAt(args)),
  uniform_: (generator, args) =>
    generator.uniform(countAt(args), numberAt(args, 'from', 0), numberAt(args, 'to', 1)),
  rand_float64: (generator, args) => generator.uniform64(countAt(args)),
  randn: (generator, args) => generator.normal(countAt(args)),
  normal_: (generator, args) =>
    generator.normal(countAt(args), numberAt(args, 'mean', 0), numberAt(args, 'std', 1)),
  randn_float64: (generator, args) => generator.normal64(countAt(args)),
  randperm: (generator, args) => generator.permutation(numberAt(args, 'n')),
  randint: (generator, args) =>
    generator.integers(countAt(args), numberAt(args, 'low', 0), numberAt(args, 'high')),
  random_int64: (generator) => generator.randomInt64().toString(),
  bernoulli_: (generator, args) => generator.bernoulli(countAt(args), numberAt(args, 'p', 0.5)),
  bernoulli: (generator, args) =>
    generator.bernoulliOf(new Float32Array(countAt(args)).fill(numberAt(args, 'p'))),
  dropout: (generator, args) => generator.dropoutMask(countAt(args), numberAt(args, 'p', 0.5)),
  xavier_uniform_: initialiser('xavier_uniform'),
  xavier_normal_: initialiser('xavier_normal'),
  kaiming_uniform_: initialiser('kaiming_uniform'),
  kaiming_normal_: initialiser('kaiming_normal'),
  Linear: (generator, args) =>
    fanInLayer(generator, [numberAt(args, 'out_features'), numberAt(args, 'in_features')], hasBias(args)),
  Sequential: (generator, args) =>
    Object.fromEntries(
      (args['linears'] as readonly (readonly [number, number])[]).flatMap(([inputs, outputs], index) =>
        Object.entries(fanInLayer(generator, [outputs, inputs], true)).map(([name, values]) => [
          // An activation stands between the linear layers, so they have the even numbers.
          `${2 * index}.${name}`,
          values,
        ]),
      ),
    ),
  Conv1d: convolution(1),
  Conv2d: convolution(2),
  Conv3d: convolution(3),
  Bilinear: (generator, args) => {
    const [first, second] = [numberAt(args, 'in1_features'), numberAt(args, 'in2_features')];
    const out = numberAt(args, 'out_features');
    // Only the first input counts in the bound.
    return fanInLayer(generator, [out, first, second], hasBias(args), { fanIn: first, fanOut: out });
  },
  Embedding: (generator, args) => {
    const [rows, width] = [numberAt(args, 'num_embeddings'), numberAt(args, 'embedding_dim')];
    const weight = generator.normal(rows * width);
    const padding = args['padding_idx'];
    if (typeof padding === 'number') weight.fill(0, padding * width, (padding + 1) * width);
    return { weight };
  },
  LayerNorm: (_generator, args) =>
    unitLayer(elements([args['normalized_shape']].flat() as readonly number[])),
  BatchNorm1d: (_generator, args) => unitLayer(numberAt(args, 'num_features')),
  BatchNorm2d: (_generator, args) => unitLayer(numberAt(args, 'num_features')),
  PReLU: (_generator, args) => ({
    weight: new Float32Array((args['num_parameters'] as number | undefined) ?? 1).fill(
      (args['init'] as number | undefined) ?? 0.25,
    ),
  }),
  dataloader_epoch: (generator, args) => {
    const [rows, size] = [numberAt(args, 'n'), numberAt(args, 'batch_size')];
    const order = generator.dataLoaderOrder(rows);
    const batches = Math[args['drop_last'] === true ? 'floor' : 'ceil'](rows / size);
    return Array.from({ length: batches }, (_, index) => order.slice(index * size, (index + 1) * size));
  },
  random_split: (generator, args) => generator.randomSplit(args['lengths'] as readonly number[]),
};

export const canDraw = (op: string): boolean => op in draws;

/** Makes one call. Throws for a call that is not known. */
export function draw(generator: TorchGenerator, { op, args }: DrawStep): Drawn {
  const known = draws[op];
  if (known === undefined) throw new Error(`the call ${op} is not known`);
  return known(generator, args);
}
