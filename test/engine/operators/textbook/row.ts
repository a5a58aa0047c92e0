import type { Builder } from '../../../../engine/program/builder.ts';
import type { ValueId } from '../../../../engine/program/program.ts';

/** Writes a textbook's formula in primitives; `at` gives the values that it is written in, by their keys. */
export type Textbook = (builder: Builder, at: (key: string) => ValueId) => ValueId;

export interface GradientRow {
  /** The port or parameter of the node, as `nodeFormulas` calls it. */
  readonly of: string;
  /** The formula as the app writes it, with g for the gradient that comes from above; exact. */
  readonly reads: string;
  /** As the textbook writes it, where that is longer or in another notation. */
  readonly textbook?: string;
  readonly means: Textbook;
}

export interface Row {
  /** As the row of the reference is called. */
  readonly name: string;
  /** In the language of `draw`; the node in question is called op. */
  readonly graph: string;
  /** In terms of the upstream gradient, or in full down to the loss. */
  readonly form: 'local' | 'chain';
  /** A node other than op. */
  readonly node?: string;
  readonly gradients: readonly GradientRow[];
}

export const intoLoss = (operator: string, features = 4): string =>
  `x:Input{shape:[4]} -> op:${operator} -> loss:MSELoss; y:Target{kind:"real",features:${features}} -> loss.target`;

export const [g, x, y] = ['gradient op output', 'value op input', 'value op output'];
export const complement = (b: Builder, of: ValueId): ValueId => b.subtract(b.constant(1), of);
export const square = (b: Builder, of: ValueId): ValueId => b.multiply(of, of);
export const sigma = (b: Builder, of: ValueId): ValueId => b.unary('logistic', of);
export const where = (b: Builder, condition: ValueId, yes: ValueId, no: ValueId): ValueId =>
  b.select(condition, yes, no);

export function softmax(b: Builder, z: ValueId, axis = 1): ValueId {
  const powers = b.exp(z);
  return b.divide(powers, b.sum(powers, [axis]));
}

export const rows3 = (b: Builder, classes: ValueId): ValueId => b.oneHot(classes, 3, 1);

/** How many numbers a value holds, as a divisor. */
export const over = (b: Builder, of: ValueId, count: ValueId): ValueId =>
  b.divide(of, b.size(b.shape(count)));

export const batch = (b: Builder, of: ValueId): ValueId => b.size([b.shape(of)[0] ?? 1]);

export const mean = (b: Builder, of: ValueId, axis: number): ValueId =>
  b.divide(b.sum(of, [axis]), b.size([b.shape(of)[axis] ?? 1]));
