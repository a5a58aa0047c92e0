import type { BinaryName, UnaryName } from '../program.ts';
import type { Tensor } from '../tensor.ts';

/** log(1 + eˣ) without overflow: max(x, 0) + log(1 + e^−∣x∣). */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * The error function by the series of positive terms erf x = 2x e^(−x²)/√π · Σ (2x²)ⁿ/(1·3·…·(2n+1)) (Abramowitz and
 * Stegun 7.1.6), which loses no digits; beyond ±6 the double nearest to it is ±1.
 */
const erf = (x: number): number => {
  if (!(Math.abs(x) < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  let term = 1;
  let total = 1;
  for (let n = 1; term > total * 1e-17; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return ((2 * x * Math.exp(-x * x)) / Math.sqrt(Math.PI)) * total;
};

/** 1/(1 + e⁻ˣ), from the side whose exponential does not overflow. */
const logistic = (x: number): number => {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
};

export const unaryFunctions: Readonly<Record<UnaryName, (x: number) => number>> = {
  negate: (x) => -x,
  exp: Math.exp,
  log: Math.log,
  clampedLog: (x) => Math.max(Math.log(x), -100),
  tanh: Math.tanh,
  logistic,
  softplus,
  erf,
  sqrt: Math.sqrt,
  absolute: Math.abs,
  /** 0 for NaN, as PyTorch's: L1Loss gives a missing number no gradient. */
  sign: (x) => Math.sign(x) || 0,
};

export const binaryFunctions: Readonly<Record<BinaryName, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  maximum: Math.max,
  minimum: Math.min,
  greater: (a, b) => (a > b ? 1 : 0),
  greaterEqual: (a, b) => (a >= b ? 1 : 0),
  equal: (a, b) => (a === b ? 1 : 0),
};

export function mapElements(of: Tensor, apply: (x: number) => number): Tensor {
  const data = new Float64Array(of.data.length);
  for (let index = 0; index < data.length; index += 1) data[index] = apply(of.data[index] as number);
  return { shape: of.shape, data };
}

export function zipElements(left: Tensor, right: Tensor, apply: (a: number, b: number) => number): Tensor {
  const data = new Float64Array(left.data.length);
  for (let index = 0; index < data.length; index += 1) {
    data[index] = apply(left.data[index] as number, right.data[index] as number);
  }
  return { shape: left.shape, data };
}

/** A condition of NaN (the row of a label that is no class) gives NaN: it must not pass as true. */
export function selectElements(condition: Tensor, whenTrue: Tensor, whenFalse: Tensor): Tensor {
  const data = new Float64Array(condition.data.length);
  for (let index = 0; index < data.length; index += 1) {
    const holds = condition.data[index] as number;
    const chosen = holds === 0 ? whenFalse : Number.isNaN(holds) ? condition : whenTrue;
    data[index] = chosen.data[index] as number;
  }
  return { shape: condition.shape, data };
}
