import { orthonormalFactor, transposedMatrix } from './orthogonal.ts';
import type { TorchGenerator } from './torch-generator.ts';

/** How many inputs and outputs one element of a weight connects. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** The non-linearities for which PyTorch knows how much wider the weights should be drawn. */
export type Gain = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'selu';

interface Kaiming {
  readonly mode: 'fan_in' | 'fan_out';
  readonly nonlinearity: Gain;
  /** Slope of leaky_relu below 0. */
  readonly a: number;
}

/** What each way to initialise takes, by PyTorch's names in torch.nn.init. */
export interface InitialiserArguments {
  readonly zeros: Readonly<Record<never, never>>;
  readonly ones: Readonly<Record<never, never>>;
  readonly constant: { readonly value: number };
  readonly uniform: { readonly from: number; readonly to: number };
  readonly normal: { readonly mean: number; readonly std: number };
  /** Uniform within ±1/sqrt(fan_in): the default of Linear, Conv and Bilinear, for weight and bias alike. */
  readonly fan_in_uniform: Readonly<Record<never, never>>;
  readonly kaiming_uniform: Kaiming;
  readonly kaiming_normal: Kaiming;
  readonly xavier_uniform: { readonly gain: number };
  readonly xavier_normal: { readonly gain: number };
  readonly orthogonal: { readonly gain: number };
}

export type InitialiserName = keyof InitialiserArguments;

/** One initialiser's name with its arguments, as plain data. */
export type Initialisation = {
  readonly [Name in InitialiserName]: { readonly kind: Name } & InitialiserArguments[Name];
}[InitialiserName];

/** The numbers of a parameter of `shape`, float32, row-major. */
type Initialiser<Arguments> = (
  generator: TorchGenerator,
  shape: readonly number[],
  fans: Fans,
  settings: Arguments,
) => Float32Array;

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

const constant =
  (value: number): Initialiser<unknown> =>
  (_generator, shape) =>
    new Float32Array(elements(shape)).fill(value);

const uniformWithin = (generator: TorchGenerator, shape: readonly number[], bound: number): Float32Array =>
  generator.uniform(elements(shape), -bound, bound);

/** `torch.nn.init.calculate_gain`. */
export function gainOf(nonlinearity: Gain, slope: number): number {
  switch (nonlinearity) {
    case 'linear':
    case 'sigmoid':
      return 1;
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.sqrt(2);
    case 'leaky_relu':
      return Math.sqrt(2 / (1 + slope ** 2));
    case 'selu':
      return 3 / 4;
  }
}

/** Fans of a weight of (out, in, …kernel): `torch.nn.init._calculate_fan_in_and_fan_out`. At least two dimensions. */
export function fansOf(shape: readonly number[]): Fans {
  const [out = 1, input = 1, ...kernel] = shape;
  const field = elements(kernel);
  return { fanIn: input * field, fanOut: out * field };
}

const kaimingDeviation = ({ fanIn, fanOut }: Fans, { mode, nonlinearity, a }: Kaiming): number =>
  gainOf(nonlinearity, a) / Math.sqrt(mode === 'fan_in' ? fanIn : fanOut);

const xavierDeviation = ({ fanIn, fanOut }: Fans, gain: number): number =>
  gain * Math.sqrt(2 / (fanIn + fanOut));

/** Half the width of a uniform distribution over its standard deviation. */
const uniformWidth = Math.sqrt(3);

/**
 * `torch.nn.init.orthogonal_`: normal numbers as a matrix of the first dimension by the others, made orthonormal along
 * its shorter side. Computed in float64 and rounded once, where PyTorch computes in float32.
 */
function orthogonal(generator: TorchGenerator, shape: readonly number[], gain: number): Float32Array {
  const count = elements(shape);
  const rows = shape[0] ?? 1;
  const columns = count / rows;
  const drawn = generator.normal(count, 0, 1);
  const isWide = rows < columns;
  const q = isWide
    ? transposedMatrix(
        orthonormalFactor(transposedMatrix(drawn, rows, columns), columns, rows),
        columns,
        rows,
      )
    : orthonormalFactor(drawn, rows, columns);
  return Float32Array.from(q, (value) => value * gain);
}

/** Every way to initialise a parameter, as PyTorch's torch.nn.init does it: https://pytorch.org/docs/stable/nn.init.html */
export const initialisers: { readonly [Name in InitialiserName]: Initialiser<InitialiserArguments[Name]> } = {
  zeros: constant(0),
  ones: constant(1),
  constant: (generator, shape, fans, { value }) => constant(value)(generator, shape, fans, undefined),
  uniform: (generator, shape, _fans, { from, to }) => generator.uniform(elements(shape), from, to),
  normal: (generator, shape, _fans, { mean, std }) => generator.normal(elements(shape), mean, std),
  fan_in_uniform: (generator, shape, { fanIn }) => uniformWithin(generator, shape, 1 / Math.sqrt(fanIn)),
  kaiming_uniform: (generator, shape, fans, settings) =>
    uniformWithin(generator, shape, uniformWidth * kaimingDeviation(fans, settings)),
  kaiming_normal: (generator, shape, fans, settings) =>
    generator.normal(elements(shape), 0, kaimingDeviation(fans, settings)),
  xavier_uniform: (generator, shape, fans, { gain }) =>
    uniformWithin(generator, shape, uniformWidth * xavierDeviation(fans, gain)),
  xavier_normal: (generator, shape, fans, { gain }) =>
    generator.normal(elements(shape), 0, xavierDeviation(fans, gain)),
  orthogonal: (generator, shape, _fans, { gain }) => orthogonal(generator, shape, gain),
};

/** The initialisers that ask how many inputs and outputs a weight connects, or for its rows: for two dimensions or more. */
export const needsMatrix: ReadonlySet<InitialiserName> = new Set([
  'kaiming_uniform',
  'kaiming_normal',
  'xavier_uniform',
  'xavier_normal',
  'orthogonal',
]);

/** Draws a parameter's starting values; `fans` are those of the layer's weight, also for its bias. */
export function initialise<Name extends InitialiserName>(
  generator: TorchGenerator,
  shape: readonly number[],
  fans: Fans,
  initialisation: { readonly kind: Name } & InitialiserArguments[Name],
): Float32Array {
  return initialisers[initialisation.kind](generator, shape, fans, initialisation);
}
