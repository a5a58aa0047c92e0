import { type Expression, symbolKey } from '../../notation/expression.ts';
import {
  isBinary,
  isUnary,
  type OutputKey,
  outputKey,
  type Program,
  parameterKey,
  parseOutputKey,
  type Value,
  type ValueId,
  valueAt,
} from '../../program/program.ts';
import { isBatch, type Shape, shapesEqual } from '../../program/shape.ts';
import type { CheckedGraph } from '../check/checked-graph.ts';
import { symbolsOf } from './symbols.ts';

/**
 * Which axes of a graph's values and parameters run over the same things: the hidden units are the columns of z₁ and of a, the
 * rows of W₁ and the columns of W₂. Read off the program, so that it holds for any operator: what is computed element by
 * element keeps its axes, a product has the outer axes of its sides and runs over the inner one of both.
 */

/** What an axis runs over; the same for all axes that share it. */
export type AxisName = string;

/** The axis of samples. */
export const batchAxis: AxisName = 'N';

export interface SharedAxes {
  /** Axis by axis of a value or parameter; of a gradient or an update those of what it belongs to. Undefined where there is none. */
  readonly of: (key: OutputKey) => readonly AxisName[] | undefined;
  /** The value or parameter that formulas write by a symbol of a node. */
  readonly keyOf: (node: string, symbol: string, rank: number) => OutputKey | undefined;
  /** The same by an expression: a symbol, what a gradient is taken by, what an update makes new. */
  readonly named: (name: Expression, rank: number) => OutputKey | undefined;
}

/** Sets of axes that are joined one by one; the first axis of a set stands for it. */
class AxisSets {
  readonly #parents = new Map<string, string>();

  of(axis: string): string {
    let at = axis;
    for (let up = this.#parents.get(at); up !== undefined; up = this.#parents.get(at)) at = up;
    if (at !== axis) this.#parents.set(axis, at);
    return at;
  }

  join(left: string, right: string): void {
    const [a, b] = [this.of(left), this.of(right)];
    if (a !== b) this.#parents.set(b, a);
  }
}

const axisAt = (id: ValueId, axis: number): string => `${id} ${axis}`;

/** Pairs of axes, of an operand and of the result, that run over the same things. */
function keptAxes(
  { operation, shape }: Value,
  operand: Shape,
  place: number,
): readonly (readonly [of: number, to: number])[] {
  const same = (keeps: (axis: number) => boolean) =>
    operand.flatMap((_, axis) => (keeps(axis) ? [[axis, axis] as const] : []));
  if (isUnary(operation) || isBinary(operation)) return same(() => shapesEqual(operand, shape));
  switch (operation.primitive) {
    case 'select':
    case 'stopGradient':
    case 'port':
      return same(() => shapesEqual(operand, shape));
    case 'sum':
    case 'max':
    case 'logSumExp':
      return same((axis) => !operation.axes.includes(axis));
    case 'concatenate':
    case 'slice':
      return same((axis) => axis !== operation.axis);
    case 'transpose':
      return operation.permutation.map((from, to) => [from, to] as const);
    case 'broadcast': {
      const before = shape.length - operand.length;
      return operand.flatMap((size, axis) =>
        size === shape[before + axis] ? [[axis, before + axis] as const] : [],
      );
    }
    case 'oneHot':
      return operand.map((_, axis) => [axis, axis < operation.axis ? axis : axis + 1] as const);
    case 'reshape': {
      // An axis of size 1 may come or go; others keep their elements where all of them do.
      const [from, to] = [operand, shape].map((of) =>
        of.flatMap((size, axis) => (size === 1 ? [] : [{ size, axis }])),
      );
      const isSame = from?.length === to?.length && from?.every(({ size }, at) => size === to?.[at]?.size);
      return isSame === true
        ? (from ?? []).map(({ axis }, at) => [axis, to?.[at]?.axis ?? axis] as const)
        : [];
    }
    case 'matmul': {
      const inner = place === 0 ? operand.length - 1 : operand.length - 2;
      return same((axis) => axis !== inner);
    }
    default:
      return [];
  }
}

function joined(program: Program): AxisSets {
  const sets = new AxisSets();
  program.values.forEach((value, id) => {
    const { operation, inputs } = value;
    inputs.forEach((input, place) => {
      for (const [from, to] of keptAxes(value, valueAt(program, input).shape, place))
        sets.join(axisAt(input, from), axisAt(id, to));
    });
    const [left, right] = inputs;
    if (operation.primitive !== 'matmul' || left === undefined || right === undefined) return;
    const rank = value.shape.length;
    sets.join(axisAt(left, rank - 1), axisAt(right, rank - 2));
  });
  return sets;
}

/** The value or parameter that a key is about. */
function subjectOf(program: Program, key: OutputKey): OutputKey | undefined {
  const { role, node, name } = parseOutputKey(key);
  const [value, parameter] = [outputKey('value', node, name), outputKey('parameter', node, name)];
  const isOfParameter = role === 'parameter' || role === 'parameterGradient' || role === 'update';
  return [isOfParameter ? parameter : value, parameter].find((each) => program.outputs.has(each));
}

/** The axes that the values and parameters of a graph share, by its program. */
export function sharedAxes(graph: CheckedGraph, program: Program): SharedAxes {
  const sets = joined(program);
  const symbols = symbolsOf(graph);
  const bySymbol = new Map<string, OutputKey[]>();
  const take = (node: string | undefined, symbol: string, key: OutputKey): void => {
    const place = `${node} ${symbol}`;
    bySymbol.set(place, [...(bySymbol.get(place) ?? []), key]);
  };
  for (const [of, symbol] of symbols.values) {
    const [node = '', port = ''] = of.split(' ');
    take(symbol.node, symbolKey(symbol), outputKey('value', node, port));
  }
  for (const [id, { parameters }] of graph.nodes)
    for (const { name } of parameters) {
      const symbol = symbols.parameters.get(parameterKey(id, name));
      if (symbol !== undefined) take(symbol.node, symbolKey(symbol), outputKey('parameter', id, name));
    }
  // Named by the first value that has it rather than by a number, so that an edit elsewhere leaves names as they are.
  const names = new Map<string, AxisName>();
  const of = (key: OutputKey): readonly AxisName[] | undefined => {
    const subject = subjectOf(program, key);
    const id = subject === undefined ? undefined : program.outputs.get(subject);
    if (subject === undefined || id === undefined) return undefined;
    const taken = new Set<AxisName>();
    return valueAt(program, id).shape.map((dimension, axis) => {
      const set = sets.of(axisAt(id, axis));
      const shared = isBatch(dimension) ? batchAxis : (names.get(set) ?? `${subject} ${axis}`);
      // A matrix between the same units, as of a layer that is used again on what it gave, has a place along each of its axes.
      const name = taken.has(shared) ? `${subject} ${axis}` : shared;
      taken.add(name);
      return name;
    });
  };
  for (const [key, id] of program.outputs) {
    if (subjectOf(program, key) !== key) continue;
    valueAt(program, id).shape.forEach((_, axis) => {
      const set = sets.of(axisAt(id, axis));
      if (!names.has(set)) names.set(set, `${key} ${axis}`);
    });
  }
  const rankOf = (key: OutputKey): number | undefined => {
    const id = program.outputs.get(key);
    return id === undefined ? undefined : valueAt(program, id).shape.length;
  };
  const keyOf = (node: string, symbol: string, rank: number): OutputKey | undefined => {
    const known = bySymbol.get(`${node} ${symbol}`)?.find((key) => rankOf(key) === rank);
    if (known !== undefined || !symbol.startsWith('^')) return known;
    // ŷ = softmax(z) or x̂ stands for no port; its elements are in the places of what the node gives.
    const [port = ''] = graph.nodes.get(node)?.outputs.keys() ?? [];
    const given = outputKey('value', node, port);
    return rankOf(given) === rank ? given : undefined;
  };
  const named = (name: Expression, rank: number): OutputKey | undefined => {
    switch (name.kind) {
      case 'derivative':
        return named(name.by, rank);
      case 'power':
      case 'subscript':
        return named(name.base, rank);
      case 'symbol':
        return name.node === undefined ? undefined : keyOf(name.node, symbolKey(name), rank);
      default:
        return undefined;
    }
  };
  return { of, keyOf, named };
}
