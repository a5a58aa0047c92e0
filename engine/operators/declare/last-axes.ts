import { formatShape, type Shape } from '../../program/shape.ts';
import type { AttributeDeclaration, Attributes, Inference } from '../operator.ts';
import { inputPort } from './ports.ts';

/** PyTorch's `normalized_shape`; empty here means the last axis, whatever its size. */
export const normalizedShapeAttribute: AttributeDeclaration = {
  name: 'normalized_shape',
  kind: 'shape',
  default: [],
  help: 'Sizes of the last axes that are normalised together; empty for the last axis alone.',
};

/** The axes of `shape` that `normalized_shape` names; undefined where the sizes differ or reach the batch. */
export function lastAxes(attributes: Attributes, shape: Shape): readonly number[] | undefined {
  const given = attributes['normalized_shape'] as readonly number[];
  const count = Math.max(given.length, 1);
  if (shape.length <= count) return undefined;
  const axes = Array.from({ length: count }, (_, index) => shape.length - count + index);
  const fits = axes.every((axis, index) =>
    given.length === 0 ? typeof shape[axis] === 'number' : shape[axis] === given[index],
  );
  return fits ? axes : undefined;
}

export const wrongLastAxes = (attributes: Attributes, shape: Shape): Inference => ({
  ok: false,
  code: 'shape-mismatch',
  at: inputPort,
  message: `expects the last axes to be ${(attributes['normalized_shape'] as readonly number[]).join('×') || 'features'}; gets ${formatShape(shape)}.`,
  fix: { attribute: 'normalized_shape', value: [], label: 'Normalise the last axis' },
});
