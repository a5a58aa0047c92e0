import { pickedRows } from '../picked-rows.ts';
import {
  isBinary,
  isUnary,
  type OutputKey,
  type Program,
  reachedFrom,
  type ValueId,
  valueAt,
} from '../program.ts';
import { bindDimension, bindShape, multiplyDimensions } from '../shape.ts';
import { type Tensor, tensorOf } from '../tensor.ts';
import { binaryFunctions, mapElements, selectElements, unaryFunctions, zipElements } from './elementwise.ts';
import { broadcastTensor, concatenateTensors, oneHotTensor, sliceTensor, transposeTensor } from './layout.ts';
import { matmulTensor } from './matmul.ts';
import { type Draw, randomTensor } from './random.ts';
import { reduceTensor } from './reduce.ts';

/** What a program needs from outside: tensors by the keys of its leaves, and the batch size. */
export interface Feeds {
  readonly batch: number;
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly settings: ReadonlyMap<string, number>;
  /** What the optimizer remembers; left out where the program has no such leaf. */
  readonly states?: ReadonlyMap<string, Tensor>;
  /** Which random numbers are drawn; left out where the program draws none. */
  readonly draw?: Draw;
}

const none: ReadonlyMap<string, Tensor> = new Map();

function required<V>(map: ReadonlyMap<string, V>, kind: string, key: string): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the ${kind} ${key} was not given`);
  return value;
}

function checkedShape(tensor: Tensor, shape: readonly number[], key: string): Tensor {
  if (tensor.shape.length === shape.length && tensor.shape.every((size, axis) => size === shape[axis]))
    return tensor;
  throw new Error(`${key} should be ${shape.join('×')}, but is ${tensor.shape.join('×')}`);
}

/** A value of the program from its operands. */
function apply(program: Program, id: ValueId, operands: readonly Tensor[], feeds: Feeds): Tensor {
  const value = valueAt(program, id);
  const { operation } = value;
  const shape = bindShape(value.shape, feeds.batch);
  switch (operation.primitive) {
    case 'input':
      return checkedShape(required(feeds.inputs, 'input', operation.key), shape, operation.key);
    case 'parameter':
      return checkedShape(required(feeds.parameters, 'parameter', operation.key), shape, operation.key);
    case 'state':
      return checkedShape(required(feeds.states ?? none, 'state', operation.key), shape, operation.key);
    case 'setting':
      return tensorOf([], [required(feeds.settings, 'setting', operation.key)]);
    case 'constant':
      return tensorOf([], [operation.value]);
    case 'size':
      return tensorOf([], [bindDimension(multiplyDimensions(operation.of) ?? 1, feeds.batch)]);
    case 'random':
      if (feeds.draw === undefined) throw new Error('the seed and step of the random numbers were not given');
      return randomTensor(feeds.draw, operation.stream, shape);
    default:
      break;
  }
  const [first, second, third] = operands as readonly [Tensor, Tensor, Tensor];
  if (isUnary(operation)) return mapElements(first, unaryFunctions[operation.primitive]);
  if (isBinary(operation)) return zipElements(first, second, binaryFunctions[operation.primitive]);
  switch (operation.primitive) {
    case 'select':
      return selectElements(first, second, third);
    case 'sum':
    case 'max':
    case 'logSumExp':
      return reduceTensor(operation.primitive, first, operation.axes);
    case 'broadcast':
      return broadcastTensor(first, shape);
    case 'reshape':
      return { shape, data: first.data };
    case 'transpose':
      return transposeTensor(first, operation.permutation);
    case 'matmul':
      return matmulTensor(first, second, pickedRows(program.values, value) !== undefined);
    case 'concatenate':
      return concatenateTensors(operands, operation.axis, shape);
    case 'slice':
      return sliceTensor(first, operation.axis, operation.start, operation.end);
    case 'oneHot':
      return oneHotTensor(first, operation.classes, operation.axis);
    case 'stopGradient':
    case 'port':
      return first;
  }
}

/** The values that some outputs need, in the order of computation. */
export function neededFor(program: Program, keys: Iterable<OutputKey>): readonly ValueId[] {
  const ids = [...keys].map((key) => {
    const id = program.outputs.get(key);
    if (id === undefined) throw new Error(`the program has no output '${key}'`);
    return id;
  });
  return reachedFrom(ids, (id) => valueAt(program, id).inputs);
}

/** Values in program order, for those in `ids` and with everything they need in `ids` too, or in what is `known`. */
export function evaluateValues(
  program: Program,
  ids: readonly ValueId[],
  feeds: Feeds,
  known: (id: ValueId) => Tensor | undefined = () => undefined,
): ReadonlyMap<ValueId, Tensor> {
  const computed = new Map<ValueId, Tensor>();
  for (const id of ids) {
    const operands = valueAt(program, id).inputs.map(
      (input) => (computed.get(input) ?? known(input)) as Tensor,
    );
    computed.set(id, apply(program, id, operands, feeds));
  }
  return computed;
}

/**
 * The reference: each value of the program in float64, one primitive at a time, nothing fused. Gives the outputs
 * asked for, or all of them. Throws where a leaf is not given or has another shape.
 */
export function evaluate(
  program: Program,
  feeds: Feeds,
  keys: readonly OutputKey[] = [...program.outputs.keys()],
): ReadonlyMap<OutputKey, Tensor> {
  const computed = evaluateValues(program, neededFor(program, keys), feeds);
  return new Map(keys.map((key) => [key, computed.get(program.outputs.get(key) as ValueId) as Tensor]));
}

/**
 * One value of the program from others that are known, whatever these come from; undefined where a leaf is missing.
 * `batch` binds N in shapes.
 */
export function evaluateFrom(
  program: Program,
  root: ValueId,
  known: (id: ValueId) => Tensor | undefined,
  batch: number,
): Tensor | undefined {
  const feeds: Feeds = { batch, inputs: none, parameters: none, settings: new Map() };
  const computed = new Map<ValueId, Tensor>();
  const needed = reachedFrom([root], (id) => {
    const given = known(id);
    if (given === undefined) return valueAt(program, id).inputs;
    computed.set(id, given);
    return [];
  });
  for (const id of needed) {
    if (computed.has(id)) continue;
    const { operation, inputs } = valueAt(program, id);
    if ('key' in operation || operation.primitive === 'random') return undefined;
    const operands = inputs.map((input) => computed.get(input) as Tensor);
    computed.set(id, apply(program, id, operands, feeds));
  }
  return computed.get(root);
}
