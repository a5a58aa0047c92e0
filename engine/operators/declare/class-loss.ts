import {
  call,
  type Expression,
  hadamard,
  negated,
  number,
  product,
  subscript,
  symbol,
} from '../../notation/expression.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { formatShape, type Shape, shapesEqual } from '../../program/shape.ts';
import type {
  AttributeDeclaration,
  Attributes,
  FormulaContext,
  Inference,
  InferenceContext,
} from '../operator.ts';
import { gives, inputPort, only, symbolAt, targetPort, typeAt } from './ports.ts';

export const weightAttribute: AttributeDeclaration = {
  name: 'weight',
  kind: 'numbers',
  symbol: 'w',
  default: null,
  minimum: 0,
  help: 'One weight per class; the mean divides by the weights of the targets. None weighs all the same.',
};

export const ignoreIndexAttribute: AttributeDeclaration = {
  name: 'ignore_index',
  kind: 'integer',
  default: null,
  optional: true,
  minimum: -1_000_000_000,
  maximum: 1_000_000_000,
  help: 'Targets of this class do not count. None counts all (PyTorch takes −100 where nothing is said).',
};

/** Numbers along one axis of `rank` axes; the others have size 1. */
export function vectorAlong(
  builder: Builder,
  values: readonly number[],
  axis: number,
  rank: number,
): ValueId {
  const parts = values.map((value) => builder.reshape(builder.constant(value), [1]));
  const shape = Array.from({ length: rank }, (_, at) => (at === axis ? values.length : 1));
  return builder.reshape(builder.concatenate(parts, 0), shape);
}

const weightsOf = ({ weight }: Attributes): readonly number[] | undefined =>
  Array.isArray(weight) ? (weight as readonly number[]) : undefined;

/** The shape of class indices for scores whose classes lie along axis 1. */
const withoutClasses = (scores: Shape): Shape => [...scores.slice(0, 1), ...scores.slice(2)];

/**
 * Scores with classes along axis 1 against class indices, or (`probabilities`) against a target of the scores' own
 * shape.
 */
export function inferClassLoss(context: InferenceContext, probabilities: boolean): Inference {
  const input = typeAt(context, inputPort);
  const target = typeAt(context, targetPort);
  const classes = input.shape[1];
  if (input.shape.length < 2 || typeof classes !== 'number') {
    return {
      ok: false,
      code: 'shape-mismatch',
      at: inputPort,
      message: `Input needs classes along axis 1, such as N×3; it is ${formatShape(input.shape)}.`,
    };
  }
  const weights = weightsOf(context.attributes);
  if (weights !== undefined && weights.length !== classes) {
    return {
      ok: false,
      code: 'bad-attribute',
      at: 'weight',
      message: `weight needs one number per class, ${classes} for an input of ${formatShape(input.shape)}; found ${weights.length}.`,
      fix: { attribute: 'weight', value: null, label: 'Weigh all classes the same' },
    };
  }
  if (target.carries === 'numbers') {
    if (probabilities && shapesEqual(target.shape, input.shape)) return gives(withoutClasses(input.shape));
    return {
      ok: false,
      code: 'shape-mismatch',
      at: targetPort,
      message: `Target must be class indices of ${formatShape(withoutClasses(input.shape))} or probabilities of ${formatShape(input.shape)}, as the input; it is ${formatShape(target.shape)}.`,
    };
  }
  if (!shapesEqual(target.shape, withoutClasses(input.shape))) {
    return {
      ok: false,
      code: 'shape-mismatch',
      at: targetPort,
      message: `Class indices must be ${formatShape(withoutClasses(input.shape))} for an input of ${formatShape(input.shape)}; they are ${formatShape(target.shape)}.`,
    };
  }
  if (target.classes !== undefined && target.classes > classes) {
    return {
      ok: false,
      code: 'shape-mismatch',
      at: inputPort,
      message: `The target has ${target.classes} classes, so the input needs at least ${target.classes} columns; it is ${formatShape(input.shape)}.`,
    };
  }
  return gives(withoutClasses(input.shape));
}

/** The class axis of `values`, summed and gone. */
function overClasses(builder: Builder, values: ValueId): ValueId {
  const shape = builder.shape(values);
  return builder.reshape(builder.sum(values, [1]), withoutClasses(shape));
}

/** Where class indices are to be ignored, 1 or 0; undefined where none are. */
function ignoredTargets(
  builder: Builder,
  target: ValueId,
  { ignore_index }: Attributes,
): ValueId | undefined {
  return typeof ignore_index === 'number'
    ? builder.binary('equal', target, builder.constant(ignore_index))
    : undefined;
}

/** Rows of a unit matrix for class indices (N, …), on a new axis 1; an ignored index counts as class 0. */
export function targetRows(
  builder: Builder,
  target: ValueId,
  classes: number,
  attributes: Attributes,
): ValueId {
  const ignored = ignoredTargets(builder, target, attributes);
  const known = ignored === undefined ? target : builder.select(ignored, builder.constant(0), target);
  return builder.oneHot(known, classes, 1);
}

/** The weight of each target's class, of the targets' shape; undefined where all weigh the same. */
export function targetWeights(
  builder: Builder,
  target: ValueId,
  classes: number,
  attributes: Attributes,
): ValueId | undefined {
  const weights = weightsOf(attributes);
  if (weights === undefined) return undefined;
  const rows = targetRows(builder, target, classes, attributes);
  const each = vectorAlong(builder, weights, 1, builder.shape(rows).length);
  return overClasses(builder, builder.select(rows, each, builder.constant(0)));
}

/** What a mean over class indices divides by: Σ of the weights of those that count; undefined for their number. */
export function countedTargets(
  builder: Builder,
  values: ValueId,
  target: ValueId,
  attributes: Attributes,
): ValueId | undefined {
  const shape = builder.shape(values);
  if (builder.shape(target).length === shape.length) return undefined;
  const ignored = ignoredTargets(builder, target, attributes);
  const weights = targetWeights(builder, target, shape[1] as number, attributes);
  if (ignored === undefined) return weights === undefined ? undefined : builder.sumAll(weights);
  const zero = builder.constant(0);
  return builder.sumAll(builder.select(ignored, zero, weights ?? builder.constant(1)));
}

/** Without smoothing, the value of the true class alone: an infinite value of another class stays out. */
function pickTarget(builder: Builder, values: ValueId, target: ValueId, attributes: Attributes): ValueId {
  const classes = builder.shape(values)[1] as number;
  const rows = targetRows(builder, target, classes, attributes);
  const picked = overClasses(builder, builder.select(rows, values, builder.constant(0)));
  const weights = targetWeights(builder, target, classes, attributes);
  return weights === undefined ? picked : builder.multiply(weights, picked);
}

/**
 * Σ over the classes of w ⊙ q ⊙ ℓ for log-probabilities ℓ (N, C, …), class weights w and targets q: unit rows for
 * class indices, or probabilities, both smoothed to (1 − ε) q + ε/C. Ignored targets give 0.
 */
export function weighedTargets(
  builder: Builder,
  values: ValueId,
  target: ValueId,
  attributes: Attributes,
): ValueId {
  const shape = builder.shape(values);
  const classes = shape[1] as number;
  const isIndices = builder.shape(target).length < shape.length;
  const smoothing = (attributes['label_smoothing'] ?? 0) as number;
  const ignored = isIndices ? ignoredTargets(builder, target, attributes) : undefined;
  const kept = (sums: ValueId): ValueId =>
    ignored === undefined ? sums : builder.select(ignored, builder.constant(0), sums);
  if (isIndices && smoothing === 0) return kept(pickTarget(builder, values, target, attributes));
  const hard = isIndices ? targetRows(builder, target, classes, attributes) : target;
  const soft =
    smoothing === 0
      ? hard
      : builder.add(
          builder.multiply(builder.constant(1 - smoothing), hard),
          // A fraction, as people write it; so the shares of all classes add up to exactly 1.
          builder.divide(builder.constant(smoothing), builder.constant(classes)),
        );
  const weights = weightsOf(attributes);
  const share =
    weights === undefined ? soft : builder.multiply(soft, vectorAlong(builder, weights, 1, shape.length));
  return kept(overClasses(builder, builder.multiply(share, values)));
}

/**
 * −w_y ℓ_y for class indices, −Σ w ⊙ y ⊙ ℓ for probabilities, mixed with the mean of −w ⊙ ℓ where labels are smoothed;
 * 0 where the index is to be ignored.
 */
export function classLossFormula(values: Expression, context: FormulaContext): Expression {
  const { attributes, inputTypes } = context;
  const target = symbolAt(context, targetPort);
  const isWeighed = weightsOf(attributes) !== undefined;
  const smoothing = (attributes['label_smoothing'] ?? 0) as number;
  const weighed = (of: Expression): Expression => (isWeighed ? hadamard(symbol('w'), of) : of);
  const isIndex = only(inputTypes, targetPort).carries === 'classes';
  const picked = subscript(values, target);
  const hit: Expression = isIndex
    ? isWeighed
      ? hadamard(subscript(symbol('w'), target), picked)
      : picked
    : { kind: 'bigSum', over: '', of: weighed(hadamard(target, values)) };
  const each: Expression =
    smoothing === 0
      ? negated(hit)
      : {
          kind: 'sum',
          terms: [
            { minus: true, of: product(number(1 - smoothing), hit) },
            { minus: true, of: product(number(smoothing), call('mean', weighed(values))) },
          ],
        };
  const ignored = attributes['ignore_index'];
  if (!isIndex || typeof ignored !== 'number') return each;
  return hadamard({ kind: 'indicator', left: target, relation: '≠', right: number(ignored) }, each);
}
