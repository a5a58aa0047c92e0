import type { DataPart, PreparedData } from '../../engine/data/prepare.ts';
import { noScaler } from '../../engine/data/scaler.ts';
import { buildEvaluationProgram } from '../../engine/graph/build-program.ts';
import { checkGraph } from '../../engine/graph/check.ts';
import {
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../engine/graph/document.ts';
import { isUpdate, outputKey, totalLossKey } from '../../engine/program/program.ts';
import { chooseTraining } from '../../engine/train/choose-training.ts';
import { CompiledExecutor } from '../../engine/train/compiled-executor.ts';
import type { Batch } from '../../engine/train/executor.ts';
import { dataLeaves } from '../../engine/train/feeds.ts';
import type { StartSecondWorker } from '../../engine/train/second-worker.ts';
import { trainingProgram } from '../../engine/train/training-program.ts';

/** One of the workloads W1 to W7, as the bench's spec.json describes it. */
export interface WorkloadSpec {
  readonly dims: readonly number[];
  readonly act: 'relu' | 'tanh';
  readonly loss: 'ce' | 'bce' | 'none';
  readonly B: number;
  readonly N: number;
  readonly opt: 'sgd' | 'adam' | 'none';
  readonly lr: number;
}

/** Inputs, targets and initial parameters (layer by layer: weight as [in, out], then bias). */
export interface WorkloadData {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly p: Float32Array;
}

const position = { x: 0, y: 0 };

function documentOf({ dims, act, loss, B, opt, lr }: WorkloadSpec): GraphDocument {
  const node = (id: string, operator: string, attributes: GraphNode['attributes'] = {}): GraphNode => ({
    id,
    operator,
    attributes,
    position,
  });
  const chain = [node('x', 'Input', { shape: [dims[0] ?? 1] })];
  dims.slice(1).forEach((width, layer) => {
    chain.push(node(`fc${layer}`, 'Linear', { out_features: width }));
    if (layer < dims.length - 2) chain.push(node(`act${layer}`, act === 'relu' ? 'ReLU' : 'Tanh'));
  });
  const classes = dims.at(-1) ?? 1;
  if (loss !== 'none') chain.push(node('loss', loss === 'ce' ? 'CrossEntropyLoss' : 'BCEWithLogitsLoss'));
  const edges = chain
    .slice(1)
    .map(({ id }, index): GraphEdge => ({ from: [chain[index]?.id ?? '', 'output'], to: [id, 'input'] }));
  const target = loss === 'ce' ? { kind: 'class', classes } : { kind: 'real' };
  const { training, ...empty } = emptyDocument('bench');
  return {
    ...empty,
    training: {
      ...training,
      batchSize: B,
      optimizer: { name: opt === 'adam' ? 'Adam' : 'SGD', learningRate: lr },
    },
    nodes: loss === 'none' ? chain : [...chain, node('y', 'Target', target)],
    edges: loss === 'none' ? edges : [...edges, { from: ['y', 'output'], to: ['loss', 'target'] }],
  };
}

function dataOf({ dims, loss, N }: WorkloadSpec, { x, y }: WorkloadData): PreparedData {
  const features = dims[0] ?? 1;
  const part = (rows: number): DataPart => ({
    rows,
    x: Float64Array.from(x.subarray(0, rows * features)),
    y: Float64Array.from(y.subarray(0, rows)),
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
    classes: loss === 'ce' ? dims.at(-1) : undefined,
    scaler: noScaler(features),
    train: part(N),
    validation: part(0),
    test: part(0),
  };
}

/** The workload on the engine that the product trains with. */
export interface Workload {
  readonly steps: (count: number) => readonly number[];
  /** The outputs of the network for the first batch. */
  readonly outputs: () => readonly number[];
  readonly workers: 1 | 2;
}

/** With `fused`, as documents are trained that allow relaxed arithmetic. */
export function openWorkload(
  spec: WorkloadSpec,
  given: WorkloadData,
  fused: boolean,
  startSecond?: StartSecondWorker,
): Workload {
  const graph = checkGraph(documentOf(spec));
  const data = dataOf(spec, given);
  const leaves = dataLeaves(graph, data);
  if (!leaves.ok) throw new Error(leaves.message);
  const chosen = chooseTraining(graph, Math.floor(spec.N / spec.B));
  if (!chosen.ok) throw new Error(chosen.message);
  const evaluation = buildEvaluationProgram(graph);
  const training = spec.loss === 'none' ? evaluation : trainingProgram(graph, chosen.chosen);
  const result = outputKey('value', `fc${spec.dims.length - 2}`, 'output');
  const updates = [...training.outputs.keys()].filter(isUpdate);
  const work = {
    data,
    leaves: leaves.leaves,
    seed: 0,
    batchSize: spec.loss === 'none' ? undefined : spec.B,
    training,
    evaluation,
    updating: spec.loss === 'none' ? [result] : [totalLossKey, ...updates],
    waiting: [],
    scoring: [result],
  };
  const executor = new CompiledExecutor(work, fused, startSecond);
  const parameters = new Map<string, { shape: readonly number[]; data: Float64Array }>();
  let at = 0;
  spec.dims.slice(1).forEach((width, layer) => {
    const from = spec.dims[layer] ?? 1;
    const weight = new Float64Array(from * width);
    for (let i = 0; i < from; i += 1) {
      for (let o = 0; o < width; o += 1) weight[o * from + i] = given.p[at + i * width + o] ?? 0;
    }
    at += from * width;
    parameters.set(`fc${layer}/weight`, { shape: [width, from], data: weight });
    parameters.set(`fc${layer}/bias`, {
      shape: [width],
      data: Float64Array.from(given.p.subarray(at, at + width)),
    });
    at += width;
  });
  const states = new Map(
    training.values.flatMap(({ operation }) => {
      if (operation.primitive !== 'state') return [];
      const shape = operation.shape as readonly number[];
      const count = shape.reduce((product, size) => product * size, 1);
      return [[operation.key, { shape, data: new Float64Array(count) }] as const];
    }),
  );
  executor.load(parameters, states);
  const rows = Array.from({ length: spec.N }, (_, row) => row);
  let step = 0;
  const batch = (): Batch => {
    const first = (step * spec.B) % (Math.floor(spec.N / spec.B) * spec.B);
    return {
      part: 'train',
      rows: first === 0 ? rows : [...rows.slice(first), ...rows.slice(0, first)],
      settings: new Map([
        ['learningRate', spec.lr],
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
      const losses = executor.learn(batch(), spec.B, count);
      step += count;
      return losses;
    },
    outputs: () => [...(executor.score({ ...batch(), rows: rows.slice(0, spec.B) }).get(result)?.data ?? [])],
  };
}
