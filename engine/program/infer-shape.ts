import type { Operation } from './program.ts';
import {
  addDimensions,
  broadcastShapes,
  type Dimension,
  formatShape,
  multiplyDimensions,
  type Shape,
  scalarShape,
  shapesEqual,
} from './shape.ts';

/** A primitive was given shapes it cannot take: a fault of the pass that built the program, never of a drawing. */
export class ShapeFault extends Error {}

const fault = (operation: Operation, inputs: readonly Shape[], why: string): never => {
  throw new ShapeFault(`${operation.primitive}(${inputs.map(formatShape).join(', ')}): ${why}`);
};

function inputAt(operation: Operation, inputs: readonly Shape[], index: number): Shape {
  return inputs[index] ?? fault(operation, inputs, `operand ${index + 1} is missing`);
}

function matmulShape(operation: Operation, inputs: readonly Shape[]): Shape {
  const left = inputAt(operation, inputs, 0);
  const right = inputAt(operation, inputs, 1);
  const lead = left.slice(0, -2);
  const [rows, inner] = left.slice(-2);
  const [innerRight, columns] = right.slice(-2);
  if (rows === undefined || inner === undefined || innerRight === undefined || columns === undefined) {
    return fault(operation, inputs, 'both need two axes or more');
  }
  if (inner !== innerRight) return fault(operation, inputs, `inner sizes ${inner} and ${innerRight} differ`);
  if (!shapesEqual(lead, right.slice(0, -2))) return fault(operation, inputs, 'leading axes differ');
  return [...lead, rows, columns];
}

function concatenateShape(operation: Operation & { axis: number }, inputs: readonly Shape[]): Shape {
  const first = inputAt(operation, inputs, 0);
  const along: Dimension[] = [];
  for (const shape of inputs) {
    const size = shape[operation.axis];
    const fits =
      shape.length === first.length &&
      shape.every((dimension, axis) => axis === operation.axis || dimension === first[axis]);
    if (size === undefined || !fits) return fault(operation, inputs, 'sizes differ outside the joined axis');
    along.push(size);
  }
  const total = addDimensions(along) ?? fault(operation, inputs, 'N and a number cannot be joined');
  return first.map((dimension, axis) => (axis === operation.axis ? total : dimension));
}

/** The shape that a primitive gives for the shapes of its operands. Throws ShapeFault where they do not fit. */
export function inferShape(operation: Operation, inputs: readonly Shape[]): Shape {
  switch (operation.primitive) {
    case 'input':
    case 'parameter':
    case 'state':
    case 'random':
      return operation.shape;
    case 'setting':
    case 'constant':
    case 'size':
      return scalarShape;
    case 'matmul':
      return matmulShape(operation, inputs);
    case 'concatenate':
      return concatenateShape(operation, inputs);
    default:
      break;
  }
  const first = inputAt(operation, inputs, 0);
  switch (operation.primitive) {
    case 'sum':
    case 'max':
    case 'logSumExp':
      if (operation.axes.some((axis) => axis < 0 || axis >= first.length)) {
        return fault(operation, inputs, `axes ${operation.axes.join(', ')} are out of range`);
      }
      return first.map((dimension, axis) => (operation.axes.includes(axis) ? 1 : dimension));
    case 'broadcast': {
      const joined = broadcastShapes(first, operation.shape);
      return joined !== undefined && shapesEqual(joined, operation.shape)
        ? operation.shape
        : fault(operation, inputs, `cannot stretch to ${formatShape(operation.shape)}`);
    }
    case 'reshape':
      return multiplyDimensions(first) === multiplyDimensions(operation.shape)
        ? operation.shape
        : fault(operation, inputs, `cannot be read as ${formatShape(operation.shape)}`);
    case 'transpose': {
      const { permutation } = operation;
      if (permutation.length !== first.length || first.some((_, axis) => !permutation.includes(axis))) {
        return fault(operation, inputs, `${permutation.join(', ')} is no order of its axes`);
      }
      return permutation.map((axis) => first[axis] as Dimension);
    }
    case 'slice': {
      const size = first[operation.axis];
      if (
        typeof size !== 'number' ||
        operation.start < 0 ||
        operation.end > size ||
        operation.start >= operation.end
      ) {
        return fault(
          operation,
          inputs,
          `cannot take ${operation.start} to ${operation.end} of axis ${operation.axis}`,
        );
      }
      return first.map((dimension, axis) =>
        axis === operation.axis ? operation.end - operation.start : dimension,
      );
    }
    case 'oneHot':
      return [...first.slice(0, operation.axis), operation.classes, ...first.slice(operation.axis)];
    default:
      if (!inputs.every((shape) => shapesEqual(shape, first)))
        return fault(operation, inputs, 'shapes differ');
      return first;
  }
}
