import { type Program, reachedFrom, type ValueId, valueAt } from '../program/program.ts';
import { batchFactor, isBatch, type Shape } from '../program/shape.ts';
import type { Expression } from './expression.ts';
import { mapParts } from './map-expression.ts';

const withoutBatch = (shape: Shape): Shape => shape.map((dimension) => batchFactor(dimension) ?? dimension);

/**
 * A formula over a batch as it reads for one of its samples: a row where there were N, no sum over them (but over the
 * rows of a sample that has several). What divides
 * by N still does, since the loss is the mean over the batch.
 */
export function oneSample(expression: Expression): Expression {
  if (expression.kind === 'bigSum' && expression.over === 'N') {
    const of = oneSample(expression.of);
    return expression.range === undefined ? of : { kind: 'bigSum', over: '', of };
  }
  if (expression.kind === 'symbol' && expression.shape !== undefined) {
    return { ...expression, shape: withoutBatch(expression.shape) };
  }
  return mapParts(expression, oneSample);
}

/**
 * Whether a value at one sample depends on others, as BatchNorm's does: something is summed over the batch and then
 * used for every sample. `isNamed` says where a formula stops.
 */
export function mixesSamples(
  program: Pick<Program, 'values'>,
  root: ValueId,
  isNamed: (id: ValueId) => boolean,
): boolean {
  const reached = reachedFrom([root], (id) =>
    id !== root && isNamed(id) ? [] : valueAt(program, id).inputs,
  );
  const summed = new Set<ValueId>();
  for (const id of reached) {
    if (id !== root && isNamed(id)) continue;
    const { inputs, operation, shape } = valueAt(program, id);
    const hasBatch = shape.some(isBatch);
    const fromSum = inputs.some((input) => summed.has(input));
    if (fromSum && hasBatch) return true;
    const [first] = inputs;
    const before = first === undefined ? [] : valueAt(program, first).shape;
    const contracts =
      ('axes' in operation && operation.axes.some((axis) => isBatch(before[axis]))) ||
      (operation.primitive === 'matmul' && isBatch(before.at(-1)));
    if (!hasBatch && (fromSum || contracts)) summed.add(id);
  }
  return false;
}
