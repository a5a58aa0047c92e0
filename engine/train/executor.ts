import type { PartName, PreparedData } from '../data/prepare.ts';
import type { Mode } from '../passes/lower.ts';
import { isUpdate, type OutputKey, type Program, parseOutputKey, totalLossKey } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import type { DataLeaf, Part } from './feeds.ts';
import { accumulatedState } from './gradients.ts';

/** Which samples are computed, and with which numbers of this step. */
export interface Batch {
  readonly part: PartName;
  readonly rows: readonly number[];
  readonly settings: ReadonlyMap<string, number>;
  /** Counts batches from 0, for the random numbers. */
  readonly step: number;
}

/** What a session computes: the programs of both modes, and what of them it asks for. */
export interface Work {
  readonly data: PreparedData;
  readonly leaves: readonly DataLeaf[];
  readonly seed: number;
  /** Rows of a step; undefined where there are no steps, as for answers to points of the plane. */
  readonly batchSize: number | undefined;
  readonly training: Program;
  /** Made when it is first asked for; it has no leaves that the training program has not. */
  readonly evaluation: () => Program;
  /** Of the training program: a whole step, and one that only adds its gradients to those of earlier batches. */
  readonly updating: readonly OutputKey[];
  readonly waiting: readonly OutputKey[];
  /** Of the evaluation program. */
  readonly scoring: readonly OutputKey[];
}

/**
 * By how many threads whole batches are learned from now, and why: one is faster where two were tried and are not, and a second is
 * lost where it did not come back from its half of a kernel.
 */
export type Workers = 'one' | 'two' | 'one is faster' | 'second lost';

/**
 * What computes a session's programs and holds its weights and what is kept from step to step: compiled code, or the
 * reference evaluator.
 */
export interface Executor {
  /** Bytes that training needs, known before they were asked for; undefined where nobody counts them. */
  readonly memory: number | undefined;
  readonly workers: Workers;
  /** Lets a second thread go. */
  end(): void;
  load(parameters: ReadonlyMap<string, Tensor>, states: ReadonlyMap<string, Tensor>): void;
  parameters(): ReadonlyMap<string, Tensor>;
  states(): ReadonlyMap<string, Tensor>;
  /**
   * Learns from `count` batches of `size` rows, one after the other as `batch.rows` lists them and from the start again
   * where no whole batch is left; the step counts on from that given. Gives each batch's loss before its update.
   */
  learn(batch: Batch, size: number, count: number): readonly number[];
  /** Only adds a batch's gradients to those of earlier ones, for the update to come; gives its loss. */
  wait(batch: Batch): number;
  /** What decides how a part is scored, in evaluate mode. */
  score(batch: Batch): ReadonlyMap<OutputKey, Tensor>;
  /** Puts other samples in place of a part's, as many as there were. */
  replaceSamples(name: PartName, part: Part): void;
  /** Everything that can be looked at at some nodes, or at all, and the loss. */
  look(mode: Mode, batch: Batch, nodes?: ReadonlySet<string>): ReadonlyMap<OutputKey, Tensor>;
}

/** Whether it remembers gradients of earlier batches rather than anything of the optimizer. */
export const isAccumulated = (key: OutputKey): boolean =>
  parseOutputKey(key).role === 'stateUpdate' && key.endsWith(`/${accumulatedState}`);

/** Outputs that can be looked at: all that are no updates. */
export const shownKeys = ({ outputs }: Program): readonly OutputKey[] =>
  [...outputs.keys()].filter((key) => !isUpdate(key));

/** Whether an output is the loss or belongs to one of the nodes; to any where none are given. */
export const isAt = (key: OutputKey, nodes: ReadonlySet<string> | undefined): boolean =>
  nodes === undefined || key === totalLossKey || nodes.has(parseOutputKey(key).node);

export function tensorAt(computed: ReadonlyMap<OutputKey, Tensor>, key: OutputKey): Tensor {
  const tensor = computed.get(key);
  if (tensor === undefined) throw new Error(`${key} was not computed`);
  return tensor;
}

export const lossOf = (computed: ReadonlyMap<OutputKey, Tensor>): number =>
  tensorAt(computed, totalLossKey).data[0] ?? Number.NaN;
