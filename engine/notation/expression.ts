import type { Dimension, Shape } from '../program/shape.ts';

/**
 * Formulas as a tree, before they are written as MathML, LaTeX or plain text. The tree says what is meant
 * (a product, a fraction, a transpose); how many brackets that takes is the writer's business.
 */

/** A name as a person meets it on the canvas: z₁, ŷ, W₂. */
export interface SymbolExpression {
  readonly kind: 'symbol';
  /** One letter, or a word for an upright name. */
  readonly name: string;
  readonly index?: number;
  readonly hat?: boolean;
  /** Upright names are words and operators, italic ones variables. */
  readonly upright?: boolean;
  /** The node whose value or parameter this is, for links between formula and canvas. */
  readonly node?: string;
  /** Written under the factor where shapes are shown. */
  readonly shape?: Shape;
}

/** Which element a number is, where it stands for one. */
export interface ElementOf {
  /** What it is an element of, by its name; left out within a matrix, which says so itself. */
  readonly of?: Expression;
  /** Its place along each axis. */
  readonly places: readonly number[];
  /** It is the one that a person follows. */
  readonly isFollowed: boolean;
}

export type Relation = '>' | '≥' | '=' | '≠' | '<' | '≤' | '∈';

export type Expression =
  | SymbolExpression
  | { readonly kind: 'number'; readonly value: number; readonly element?: ElementOf }
  /** How many elements a shape has: N, 3N, or a number once the batch is bound. */
  | { readonly kind: 'size'; readonly of: Shape }
  /** A sum of terms; `minus` says which are subtracted. */
  | { readonly kind: 'sum'; readonly terms: readonly { readonly minus: boolean; readonly of: Expression }[] }
  /** Written side by side: a matrix product, or a number times something. */
  | { readonly kind: 'product'; readonly factors: readonly Expression[] }
  /** Element by element, ⊙. */
  | { readonly kind: 'hadamard'; readonly factors: readonly Expression[] }
  | { readonly kind: 'fraction'; readonly over: Expression; readonly under: Expression }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: Expression }
  | { readonly kind: 'subscript'; readonly base: Expression; readonly index: Expression }
  | { readonly kind: 'transpose'; readonly of: Expression }
  /** A function by its name, written upright: log(z), max(0, z). */
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  /** The indices of one element, in the order of its axes: letters side by side, others between commas. */
  | { readonly kind: 'indices'; readonly of: readonly Expression[] }
  /** Σ over the index `over`, of the body; or the largest of the bodies. */
  | {
      readonly kind: 'bigSum';
      readonly operator?: 'max';
      readonly over: string;
      /** How many values the index takes, from 0, where it is known. */
      readonly range?: Dimension;
      readonly of: Expression;
    }
  /** ∣x∣ */
  | { readonly kind: 'absolute'; readonly of: Expression }
  /** Iverson's bracket: 1 where the comparison holds, else 0. */
  | {
      readonly kind: 'indicator';
      readonly left: Expression;
      readonly relation: Relation;
      readonly right: Expression;
      /** [left < right < bound]: a second comparison, of the right side. */
      readonly within?: { readonly relation: Relation; readonly bound: Expression };
    }
  | {
      readonly kind: 'cases';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  /** [a; b]: joined along the feature axis. */
  | { readonly kind: 'joined'; readonly parts: readonly Expression[] }
  /** Numbers in rows, between brackets; `of` is the name that they stand for. */
  | {
      readonly kind: 'matrix';
      readonly rows: readonly (readonly Expression[])[];
      readonly of?: Expression;
    }
  /** left = right, or left ∈ right. */
  | {
      readonly kind: 'equation';
      readonly left: Expression;
      readonly relation: '=' | '∈';
      readonly right: Expression;
    }
  /** ∂over/∂by. */
  | { readonly kind: 'derivative'; readonly over: Expression; readonly by: Expression };

export const symbol = (
  name: string,
  more: Omit<SymbolExpression, 'kind' | 'name'> = {},
): SymbolExpression => ({
  kind: 'symbol',
  name,
  ...more,
});
/** What tells the symbols of a graph apart: z1, ^y. */
export const symbolKey = ({ name, index, hat }: SymbolExpression): string =>
  `${hat === true ? '^' : ''}${name}${index ?? ''}`;
export const number = (value: number): Expression => ({ kind: 'number', value });
export const call = (name: string, ...args: readonly Expression[]): Expression => ({
  kind: 'call',
  name,
  arguments: args,
});
export const product = (...factors: readonly Expression[]): Expression => ({ kind: 'product', factors });
export const hadamard = (...factors: readonly Expression[]): Expression => ({ kind: 'hadamard', factors });
export const transposed = (of: Expression): Expression => ({ kind: 'transpose', of });
export const fraction = (over: Expression, under: Expression): Expression => ({
  kind: 'fraction',
  over,
  under,
});
export const subscript = (base: Expression, index: Expression): Expression => ({
  kind: 'subscript',
  base,
  index,
});
/** One element of a tensor: W_ij. Without indices, the tensor itself. */
export const element = (of: Expression, indices: readonly Expression[]): Expression =>
  indices.length === 0 ? of : { kind: 'subscript', base: of, index: { kind: 'indices', of: indices } };
export const plus = (...terms: readonly Expression[]): Expression => ({
  kind: 'sum',
  terms: terms.map((of) => ({ minus: false, of })),
});
export const minus = (left: Expression, right: Expression): Expression => ({
  kind: 'sum',
  terms: [
    { minus: false, of: left },
    { minus: true, of: right },
  ],
});
export const negated = (of: Expression): Expression => ({ kind: 'sum', terms: [{ minus: true, of }] });
export const equation = (left: Expression, right: Expression): Expression => ({
  kind: 'equation',
  left,
  relation: '=',
  right,
});
export const power = (base: Expression, exponent: Expression): Expression => ({
  kind: 'power',
  base,
  exponent,
});
export const greaterThan = (left: Expression, right: Expression): Expression => ({
  kind: 'indicator',
  left,
  relation: '>',
  right,
});
export const cases = (condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression => ({
  kind: 'cases',
  condition,
  whenTrue,
  whenFalse,
});
