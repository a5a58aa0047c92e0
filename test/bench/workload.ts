import { checkGraph } from '../../engine/graph/check/check.ts';
import {
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../engine/graph/document.ts';
import { outputKey } from '../../engine/program/program.ts';
import type { Tensor } from '../../engine/program/tensor.ts';
import type { Workers } from '../../engine/train/executor.ts';
import type { SecondWorkerSource } from '../../engine/train/second-worker.ts';
import { openTrained, stepProgramOf } from './training.ts';

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

function parametersOf({ dims }: WorkloadSpec, { p }: WorkloadData): ReadonlyMap<string, Tensor> {
  const parameters = new Map<string, Tensor>();
  let at = 0;
  dims.slice(1).forEach((width, layer) => {
    const from = dims[layer] ?? 1;
    const weight = new Float64Array(from * width);
    for (let i = 0; i < from; i += 1) {
      for (let o = 0; o < width; o += 1) weight[o * from + i] = p[at + i * width + o] ?? 0;
    }
    at += from * width;
    parameters.set(`fc${layer}/weight`, { shape: [width, from], data: weight });
    parameters.set(`fc${layer}/bias`, {
      shape: [width],
      data: Float64Array.from(p.subarray(at, at + width)),
    });
    at += width;
  });
  return parameters;
}

/** The workload on the engine that the product trains with. */
export interface Workload {
  readonly steps: (count: number) => readonly number[];
  /** The outputs of the network for the first batch. */
  readonly outputs: () => readonly number[];
  readonly workers: Workers;
}

/** With `fused`, as documents are trained that allow relaxed arithmetic. */
export function openWorkload(
  spec: WorkloadSpec,
  data: WorkloadData,
  fused: boolean,
  source?: SecondWorkerSource,
): Workload {
  const { dims, loss, B, N } = spec;
  const graph = checkGraph(documentOf(spec));
  const result = outputKey('value', `fc${dims.length - 2}`, 'output');
  const trained = openTrained(
    graph,
    {
      rows: N,
      features: dims[0] ?? 1,
      classes: loss === 'ce' ? dims.at(-1) : undefined,
      x: data.x,
      y: data.y,
    },
    {
      step: loss === 'none' ? undefined : stepProgramOf(graph, Math.floor(N / B)),
      result,
      parameters: parametersOf(spec, data),
      fused,
      source,
    },
  );
  return {
    get workers() {
      return trained.workers;
    },
    steps: trained.steps,
    outputs: () => trained.score(result),
  };
}
