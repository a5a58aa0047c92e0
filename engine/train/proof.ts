import type { PreparedData } from '../data/prepare.ts';
import { checkedInOrder, nodeToLower } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { differentiate } from '../passes/differentiate.ts';
import { lower } from '../passes/lower.ts';
import { centralDifferences } from '../program/evaluate/central-differences.ts';
import { evaluate, type Feeds } from '../program/evaluate/evaluate.ts';
import { type OutputKey, outputKey, parseOutputKey, totalLossKey, type ValueId } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import { batchFeeds, dataLeaves } from './feeds.ts';
import type { Arithmetic, Look, TrainingSession } from './session.ts';

/**
 * That the formulas of a node are right, shown by numbers: the reference (every operator as primitives, derived and not
 * simplified, in float64), what the running session computed, and central differences, which know no derivative.
 */

/** What the running session computed, and how near to the reference it must come. */
export interface Computed {
  /** Such as 'Evaluator' or 'WebAssembly'. */
  readonly name: string;
  /** 1e-9 for float64, 1e-4 for float32; relative, see `ProofRow`. */
  readonly tolerance: number;
  readonly values: ReadonlyMap<OutputKey, Tensor>;
}

/** How a session's arithmetic is called, and how near to the reference it must come. */
export const computedBy: Readonly<Record<Arithmetic, Omit<Computed, 'values'>>> = {
  compiled: { name: 'WebAssembly', tolerance: 1e-4 },
  relaxed: { name: 'WebAssembly, relaxed', tolerance: 1e-4 },
  reference: { name: 'Evaluator', tolerance: 1e-9 },
};

/** What central differences must agree to. */
export const differenceTolerance = 1e-6;

/** Elements of a tensor that are moved one by one; of a larger one these, and all at once along one direction. */
const mostElements = 64;

export interface ProofNumbers {
  /** Position in the tensor, row-major; undefined for the direction along which all elements were moved. */
  readonly index: number | undefined;
  readonly reference: number;
  readonly computed: number | undefined;
  /** Undefined where there is nothing to differentiate. */
  readonly difference: number | undefined;
}

/**
 * One value, gradient or parameter gradient. Errors are relative to the larger of both numbers, and to no less than a
 * thousandth of the tensor's largest element and of the loss.
 */
export interface ProofRow {
  readonly key: OutputKey;
  readonly role: 'value' | 'gradient' | 'parameterGradient';
  readonly name: string;
  readonly shape: readonly number[];
  /** The element on which reference and session, or reference and differences, are furthest apart. */
  readonly worst: ProofNumbers;
  /** Undefined where the session did not compute it. */
  readonly computedError: number | undefined;
  readonly differenceError: number | undefined;
  /** Derivatives that were compared, and that lie across a kink, where there is none. */
  readonly compared: number;
  readonly kinks: number;
  readonly holds: boolean;
}

export interface Proof {
  readonly node: string;
  readonly computedBy: string;
  readonly tolerance: number;
  readonly mode: Look['mode'];
  readonly rows: readonly ProofRow[];
  readonly holds: boolean;
}

/** Tensors done, of all. */
export interface ProofProgress {
  readonly done: number;
  readonly total: number;
}

/** The feeds with which a session computed a look. Throws where the graph and its data do not fit. */
export function feedsOfLook(
  graph: CheckedGraph,
  data: PreparedData,
  session: TrainingSession,
  look: Look,
): Feeds {
  const leaves = dataLeaves(graph, data);
  if (!leaves.ok) throw new Error(leaves.message);
  return {
    batch: look.rows.length,
    inputs: batchFeeds(leaves.leaves, data[look.part], look.rows),
    parameters: session.parameters(),
    states: session.buffers(),
    settings: new Map(),
    draw: { seed: graph.document.training.seed, step: session.progress.step },
  };
}

const errorOf = (left: number, right: number, floor: number): number =>
  Object.is(left, right) ? 0 : Math.abs(left - right) / Math.max(floor, Math.abs(left), Math.abs(right));

/** What a NaN spoils is the largest error of all. */
const larger = (left: number, right: number): boolean => Number.isNaN(left) || left > right;

/** Positions spread evenly over a tensor; all of them where they are few. */
const chosen = (count: number): readonly number[] =>
  Array.from({ length: Math.min(count, mostElements) }, (_, index) =>
    count <= mostElements ? index : Math.floor((index * count) / mostElements),
  );

/** 1, −1, … in an order without a pattern, the same every time (a linear congruence). */
function signs(count: number): Float64Array {
  let state = 1;
  return new Float64Array(count).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >= 2 ** 31 ? 1 : -1;
  });
}

function compareTensor(
  key: OutputKey,
  reference: Tensor,
  computed: Computed,
  along: ((direction: Float64Array) => { readonly value: number; readonly smooth: boolean }) | undefined,
  loss: number,
): ProofRow {
  const { role, name } = parseOutputKey(key);
  const other = computed.values.get(key)?.data;
  const { data } = reference;
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const floor = Math.max(1e-3 * Math.max(largest, Math.abs(loss)), Number.MIN_VALUE);
  let [computedError, differenceError, compared, kinks] = [0, 0, 0, 0];
  let worst: ProofNumbers | undefined;
  let [worstError, worstComputed] = [0, 0];
  data.forEach((value, index) => {
    if (other === undefined) return;
    const error = errorOf(value, other[index] ?? Number.NaN, floor);
    if (larger(error, computedError)) [computedError, worstComputed] = [error, index];
  });
  const differences = (direction: Float64Array, index: number | undefined, value: number): void => {
    const numeric = along?.(direction);
    if (numeric === undefined) return;
    if (!numeric.smooth) {
      kinks += 1;
      return;
    }
    compared += 1;
    const scale = index === undefined ? floor * data.length : floor;
    const error = errorOf(value, numeric.value, scale);
    differenceError = larger(error, differenceError) ? error : differenceError;
    if (worst !== undefined && !larger(error, worstError)) return;
    worstError = error;
    const found = index === undefined ? undefined : other?.[index];
    worst = { index, reference: value, computed: found, difference: numeric.value };
  };
  for (const index of along === undefined ? [] : chosen(data.length)) {
    const direction = new Float64Array(data.length);
    direction[index] = 1;
    differences(direction, index, data[index] as number);
  }
  if (along !== undefined && data.length > mostElements) {
    const direction = signs(data.length);
    const derived = data.reduce((sum, value, index) => sum + value * (direction[index] as number), 0);
    differences(direction, undefined, derived);
  }
  return {
    key,
    role: role as ProofRow['role'],
    name,
    shape: reference.shape,
    worst: worst ?? {
      index: worstComputed,
      reference: data[worstComputed] ?? Number.NaN,
      computed: other?.[worstComputed],
      difference: undefined,
    },
    computedError: other === undefined ? undefined : computedError,
    differenceError: compared === 0 ? undefined : differenceError,
    compared,
    kinks,
    holds:
      other !== undefined && computedError <= computed.tolerance && differenceError <= differenceTolerance,
  };
}

/**
 * The proof of one node for the batch of a look, a tensor at a time so that it can be shown and stopped. It proves what
 * the node gives out, the gradients of its ports and of its parameters; class indices have none.
 */
export function* proveNode(
  graph: CheckedGraph,
  node: string,
  feeds: Feeds,
  mode: Look['mode'],
  computed: Computed,
): Generator<ProofProgress, Proof> {
  const forward = lower(checkedInOrder(graph).map(nodeToLower), mode);
  const derived = differentiate(forward);
  const outputs = graph.nodes.get(node)?.outputs;
  const wanted = [...derived.outputs.keys()].filter((key) => {
    const { role, node: of, name } = parseOutputKey(key);
    if (of !== node) return false;
    return role === 'gradient' || role === 'parameterGradient' || (role === 'value' && outputs?.has(name));
  });
  yield { done: 0, total: wanted.length };
  const reference = evaluate(derived, feeds, wanted);
  const hasLoss = forward.outputs.has(totalLossKey);
  const differences = hasLoss ? centralDifferences(forward, feeds, totalLossKey) : undefined;
  const rows: ProofRow[] = [];
  for (const key of wanted) {
    const { role, name } = parseOutputKey(key);
    const moved = forward.outputs.get(outputKey(role === 'gradient' ? 'value' : 'parameter', node, name));
    const along =
      role === 'value' || differences === undefined
        ? undefined
        : (direction: Float64Array) => differences.along(moved as ValueId, direction);
    const loss = role === 'value' ? 0 : (differences?.at ?? 0);
    rows.push(compareTensor(key, reference.get(key) as Tensor, computed, along, loss));
    yield { done: rows.length, total: wanted.length };
  }
  return {
    node,
    computedBy: computed.name,
    tolerance: computed.tolerance,
    mode,
    rows,
    holds: rows.every(({ holds }) => holds),
  };
}

/** A proof computed at once. */
export function proofOf(steps: Generator<ProofProgress, Proof>): Proof {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}
