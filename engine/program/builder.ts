import { inferShape } from './infer-shape.ts';
import type {
  BinaryName,
  Operation,
  Origin,
  OutputKey,
  PrimitiveName,
  Program,
  ReductionName,
  UnaryName,
  Value,
  ValueId,
} from './program.ts';
import { binaryNames, unaryNames, valueAt } from './program.ts';
import { broadcastShapes, formatShape, multiplyDimensions, type Shape, shapesEqual } from './shape.ts';

/** Looks at a value just made and gives another to use in its place, or undefined to keep it. */
export type Rewrite = (builder: Builder, id: ValueId) => ValueId | undefined;

/** What tells two operations of one primitive apart; free text comes last, so that nothing can run into it. */
export function attributesOf(operation: Operation): string {
  switch (operation.primitive) {
    case 'input':
    case 'parameter':
    case 'state':
      return `${operation.shape} ${operation.key}`;
    case 'setting':
      return operation.key;
    case 'constant':
      return `${operation.value}`;
    case 'size':
      return `${operation.of}`;
    case 'random':
      return `${operation.stream} ${operation.shape}`;
    case 'sum':
    case 'max':
    case 'logSumExp':
      return `${operation.axes}`;
    case 'broadcast':
    case 'reshape':
      return `${operation.shape}`;
    case 'transpose':
      return `${operation.permutation}`;
    case 'concatenate':
      return `${operation.axis}`;
    case 'slice':
      return `${operation.axis} ${operation.start} ${operation.end}`;
    case 'oneHot':
      return `${operation.classes} ${operation.axis}`;
    case 'port':
      return `${operation.node} ${operation.port}`;
    default:
      return '';
  }
}

/** The primitives of one or two operands and no attributes, most of a program, by number. */
const plain: ReadonlyMap<PrimitiveName, number> = new Map(
  [...unaryNames, ...binaryNames, 'matmul' as const].map((primitive, index) => [primitive, index]),
);

/** More values than a program that fits into memory has: a primitive's number and two ids make one exact number. */
const mostValues = 2 ** 24;

/** The same for the same operation on the same operands, and for nothing else. */
function keyOf(operation: Operation, inputs: readonly ValueId[]): string | number {
  const number = plain.get(operation.primitive);
  const first = inputs[0];
  if (number !== undefined && first !== undefined)
    return (number * mostValues + first) * mostValues + (inputs[1] ?? mostValues - 1);
  return `${operation.primitive} ${inputs.join(',')} ${attributesOf(operation)}`;
}

/**
 * Writes a program value by value. The same operation on the same operands is one value (common subexpressions
 * never arise), and elementwise methods stretch their operands as NumPy does.
 */
export class Builder {
  readonly values: Value[] = [];
  readonly outputs = new Map<OutputKey, ValueId>();
  /** Given to each value made from now on. */
  origin: Origin | undefined;
  readonly #known = new Map<string | number, ValueId>();
  readonly #rewrite: Rewrite | undefined;

  constructor(rewrite?: Rewrite) {
    this.#rewrite = rewrite;
  }

  /** `shape` is given where it is known: a value that is written again, on operands of the same shapes, keeps it. */
  emit(operation: Operation, inputs: readonly ValueId[] = [], shape?: Shape): ValueId {
    const key = keyOf(operation, inputs);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id = this.values.length;
    this.values.push({
      operation,
      inputs,
      shape: shape ?? this.#inferShape(operation, inputs),
      origin: this.origin,
    });
    this.#known.set(key, id);
    const better = this.#rewrite?.(this, id);
    if (better === undefined) return id;
    this.#known.set(key, better);
    return better;
  }

  #inferShape(operation: Operation, inputs: readonly ValueId[]): Shape {
    return inferShape(
      operation,
      inputs.map((id) => this.shape(id)),
    );
  }

  /** The value of an operation on these operands if there is one already. */
  find(operation: Operation, inputs: readonly ValueId[]): ValueId | undefined {
    return this.#known.get(keyOf(operation, inputs));
  }

  value(id: ValueId): Value {
    return valueAt(this, id);
  }

  shape(id: ValueId): Shape {
    return valueAt(this, id).shape;
  }

  input(key: string, shape: Shape): ValueId {
    return this.emit({ primitive: 'input', key, shape });
  }

  parameter(key: string, shape: Shape): ValueId {
    return this.emit({ primitive: 'parameter', key, shape });
  }

  state(key: string, shape: Shape): ValueId {
    return this.emit({ primitive: 'state', key, shape });
  }

  setting(key: string): ValueId {
    return this.emit({ primitive: 'setting', key });
  }

  constant(value: number): ValueId {
    return this.emit({ primitive: 'constant', value });
  }

  /** Number of elements of a shape, as a scalar: a constant, or a multiple of N. */
  size(of: Shape): ValueId {
    const product = multiplyDimensions(of);
    if (product === undefined) throw new Error(`${formatShape(of)} holds the batch twice`);
    return typeof product === 'number'
      ? this.constant(product)
      : this.emit({ primitive: 'size', of: [product] });
  }

  random(stream: number, shape: Shape): ValueId {
    return this.emit({ primitive: 'random', stream, shape });
  }

  unary(primitive: UnaryName, of: ValueId): ValueId {
    return this.emit({ primitive }, [of]);
  }

  binary(primitive: BinaryName, left: ValueId, right: ValueId): ValueId {
    const [ofLeft, ofRight] = [this.shape(left), this.shape(right)];
    const shape = broadcastShapes(ofLeft, ofRight);
    if (shape === undefined) {
      throw new Error(`${primitive}: ${formatShape(ofLeft)} and ${formatShape(ofRight)} do not broadcast`);
    }
    return this.emit({ primitive }, [this.broadcast(left, shape), this.broadcast(right, shape)]);
  }

  add(left: ValueId, right: ValueId): ValueId {
    return this.binary('add', left, right);
  }

  subtract(left: ValueId, right: ValueId): ValueId {
    return this.binary('subtract', left, right);
  }

  multiply(left: ValueId, right: ValueId): ValueId {
    return this.binary('multiply', left, right);
  }

  divide(left: ValueId, right: ValueId): ValueId {
    return this.binary('divide', left, right);
  }

  /** At a tie the gradient goes to `right`: none to x of max(x, 0) at 0, which is PyTorch's ReLU. */
  maximum(left: ValueId, right: ValueId): ValueId {
    return this.binary('maximum', left, right);
  }

  /** max(least, x), which lets the gradient through at the bound, as torch.clamp_min does. */
  clampMinimum(value: ValueId, least: number): ValueId {
    return this.maximum(this.constant(least), value);
  }

  minimum(left: ValueId, right: ValueId): ValueId {
    return this.binary('minimum', left, right);
  }

  greater(left: ValueId, right: ValueId): ValueId {
    return this.binary('greater', left, right);
  }

  negate(of: ValueId): ValueId {
    return this.unary('negate', of);
  }

  exp(of: ValueId): ValueId {
    return this.unary('exp', of);
  }

  log(of: ValueId): ValueId {
    return this.unary('log', of);
  }

  select(condition: ValueId, whenTrue: ValueId, whenFalse: ValueId): ValueId {
    const operands = [condition, whenTrue, whenFalse];
    const shape = operands
      .map((id) => this.shape(id))
      .reduce((joined, other) => broadcastShapes(joined, other) ?? joined);
    const stretched = operands.map((id) => this.broadcast(id, shape));
    return this.emit({ primitive: 'select' }, stretched);
  }

  /** Reduced axes stay, with size 1. */
  reduce(primitive: ReductionName, of: ValueId, axes: readonly number[]): ValueId {
    return axes.length === 0 && primitive !== 'logSumExp'
      ? of
      : this.emit({ primitive, axes: [...axes].sort((a, b) => a - b) }, [of]);
  }

  /** Sum over some axes, which stay with size 1. */
  sum(of: ValueId, axes: readonly number[]): ValueId {
    return this.reduce('sum', of, axes);
  }

  /** Sum of all elements, a scalar. */
  sumAll(of: ValueId): ValueId {
    const axes = this.shape(of).map((_, axis) => axis);
    return this.reshape(this.sum(of, axes), []);
  }

  broadcast(of: ValueId, shape: Shape): ValueId {
    return shapesEqual(this.shape(of), shape) ? of : this.emit({ primitive: 'broadcast', shape }, [of]);
  }

  reshape(of: ValueId, shape: Shape): ValueId {
    return shapesEqual(this.shape(of), shape) ? of : this.emit({ primitive: 'reshape', shape }, [of]);
  }

  transpose(of: ValueId, permutation: readonly number[]): ValueId {
    return permutation.every((axis, index) => axis === index)
      ? of
      : this.emit({ primitive: 'transpose', permutation }, [of]);
  }

  /** The last two axes swapped. */
  transposeMatrix(of: ValueId): ValueId {
    const shape = this.shape(of);
    const last = shape.length - 1;
    return this.transpose(
      of,
      shape.map((_, axis) => (axis < last - 1 ? axis : 2 * last - 1 - axis)),
    );
  }

  matmul(left: ValueId, right: ValueId): ValueId {
    return this.emit({ primitive: 'matmul' }, [left, right]);
  }

  concatenate(parts: readonly ValueId[], axis: number): ValueId {
    const [only] = parts;
    return parts.length === 1 && only !== undefined
      ? only
      : this.emit({ primitive: 'concatenate', axis }, parts);
  }

  slice(of: ValueId, axis: number, start: number, end: number): ValueId {
    return start === 0 && end === this.shape(of)[axis]
      ? of
      : this.emit({ primitive: 'slice', axis, start, end }, [of]);
  }

  oneHot(indices: ValueId, classes: number, axis: number): ValueId {
    return this.emit({ primitive: 'oneHot', classes, axis }, [indices]);
  }

  stopGradient(of: ValueId): ValueId {
    return this.emit({ primitive: 'stopGradient' }, [of]);
  }

  port(of: ValueId, node: string, port: string): ValueId {
    return this.emit({ primitive: 'port', node, port }, [of]);
  }

  output(key: OutputKey, id: ValueId): void {
    this.outputs.set(key, id);
  }

  finish(): Program {
    return { values: this.values, outputs: this.outputs };
  }
}
