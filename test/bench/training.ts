import type { DataPart, PreparedData } from '../../engine/data/prepare.ts';
import { noScaler } from '../../engine/data/scaler.ts';
import { buildEvaluationProgram } from '../../engine/graph/build-program.ts';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { isUpdate, type OutputKey, type Program, totalLossKey } from '../../engine/program/program.ts';
import type { Tensor } from '../../engine/program/tensor.ts';
import { chooseTraining } from '../../engine/train/choose-training.ts';
import { CompiledExecutor } from '../../engine/train/compiled-executor.ts';
import type { Batch, Workers } from '../../engine/train/executor.ts';
import { dataLeaves } from '../../engine/train/feeds.ts';
import type { SecondWorkerSource } from '../../engine/train/second-worker.ts';
import { trainingProgram } from '../../engine/train/training-program.ts';

/** Samples as the bench makes them: `rows` of so many features, and a number or class each. */
export interface Samples {
  readonly rows: number;
  readonly features: number;
  readonly classes: number | undefined;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

function preparedFrom({ rows, features, classes, x, y }: Samples): PreparedData {
  const part = (count: number): DataPart => ({
    rows: count,
    x: Float64Array.from(x).subarray(0, count * features),
    y: Float64Array.from(y).subarray(0, count),
    indices: [],
  });
  return {
    dataset: {
      id: 'bench',
      name: 'Bench',
      description: 'Bench.',
      source: 'the bench',
      features: Array.from({ length: features }, (_, index) => `x${index}`),
      target: { kind: 'real', name: 'y' },
      x: [],
      y: [],
    },
    features,
    classes,
    scaler: noScaler(features),
    train: part(rows),
    validation: part(0),
    test: part(0),
  };
}

/** What a step of training computes, and all that it is to give out. */
export interface StepProgram {
  readonly program: Program;
  readonly keys: readonly OutputKey[];
}

export function stepProgramOf(graph: CheckedGraph, stepsPerEpoch: number): StepProgram {
  const chosen = chooseTraining(graph, stepsPerEpoch);
  if (!chosen.ok) throw new Error(chosen.message);
  const program = trainingProgram(graph, chosen.chosen);
  return { program, keys: [totalLossKey, ...[...program.outputs.keys()].filter(isUpdate)] };
}

/** A graph on the engine that the product trains with. */
export interface Trained {
  readonly steps: (count: number) => readonly number[];
  /** A value of the network for the first batch. */
  readonly score: (key: OutputKey) => readonly number[];
  readonly workers: Workers;
}

interface Start {
  /** What a step is; undefined where the network is only asked for the value of a key. */
  readonly step: StepProgram | undefined;
  readonly result: OutputKey;
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** With `fused`, as documents are trained that allow relaxed arithmetic. */
  readonly fused: boolean;
  readonly source?: SecondWorkerSource | undefined;
}

/** Opens a graph with the batch size and the learning rate that its document has. */
export function openTrained(
  graph: CheckedGraph,
  samples: Samples,
  { step: stepProgram, result, parameters, fused, source }: Start,
): Trained {
  const { batchSize, optimizer } = graph.document.training;
  const data = preparedFrom(samples);
  const leaves = dataLeaves(graph, data);
  if (!leaves.ok) throw new Error(leaves.message);
  const evaluation = buildEvaluationProgram(graph);
  const training = stepProgram?.program ?? evaluation;
  const work = {
    data,
    leaves: leaves.leaves,
    seed: 0,
    batchSize: stepProgram === undefined ? undefined : batchSize,
    training,
    evaluation: () => evaluation,
    updating: stepProgram?.keys ?? [result],
    waiting: [],
    scoring: [result],
  };
  const executor = new CompiledExecutor(work, fused, source);
  const states = new Map(
    training.values.flatMap(({ operation }) => {
      if (operation.primitive !== 'state') return [];
      const shape = operation.shape as readonly number[];
      const count = shape.reduce((product, size) => product * size, 1);
      return [[operation.key, { shape, data: new Float64Array(count) }] as const];
    }),
  );
  executor.load(parameters, states);
  const rows = Array.from({ length: samples.rows }, (_, row) => row);
  let step = 0;
  const batch = (): Batch => {
    const first = (step * batchSize) % (Math.floor(samples.rows / batchSize) * batchSize);
    return {
      part: 'train',
      rows: first === 0 ? rows : [...rows.slice(first), ...rows.slice(0, first)],
      settings: new Map([
        ['learningRate', optimizer.learningRate],
        ['beta1', 0.9],
        ['beta2', 0.999],
        ['eps', 1e-8],
        ['step', step + 1],
      ]),
      step,
    };
  };
  return {
    get workers() {
      return executor.workers;
    },
    steps: (count) => {
      const losses = executor.learn(batch(), batchSize, count);
      step += count;
      return losses;
    },
    score: (key) => [
      ...(executor.score({ ...batch(), rows: rows.slice(0, batchSize) }).get(key)?.data ?? []),
    ],
  };
}
