import { buildProgram } from '../../graph/build-program.ts';
import { checkGraph } from '../../graph/check/check.ts';
import { isBlocking } from '../../graph/check/diagnostic.ts';
import type { GraphDocument } from '../../graph/document.ts';
import { type OutputRole, outputKey, totalLossKey } from '../../program/program.ts';
import { type Tensor, tensorOf } from '../../program/tensor.ts';
import type { Arithmetic } from '../../train/session.ts';
import { compute } from './compute.ts';

export interface GraphFeeds {
  /** Rows in the batch. */
  readonly batch: number;
  /** By the id of the data node. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** By `node/parameter`. */
  readonly parameters?: ReadonlyMap<string, Tensor>;
}

export interface GraphRun {
  /** What a role gives for a port or parameter of a node; throws where the graph has no such value. */
  readonly at: (role: OutputRole, node: string, name: string) => Tensor;
  /** The same, or undefined where there is no such value. */
  readonly find: (role: OutputRole, node: string, name: string) => Tensor | undefined;
  readonly loss: number;
}

/** One forward and backward pass of a graph. Throws where the graph has errors. */
export function runGraph(
  document: GraphDocument,
  feeds: GraphFeeds,
  arithmetic: Arithmetic = 'reference',
): GraphRun {
  const checked = checkGraph(document);
  const error = checked.diagnostics.find(isBlocking);
  if (error !== undefined) throw new Error(`${error.title}. ${error.message}`);
  const outputs = compute(arithmetic, buildProgram(checked), {
    batch: feeds.batch,
    inputs: new Map(Object.entries(feeds.inputs)),
    parameters: feeds.parameters ?? new Map(),
    settings: new Map(),
  });
  const find = (role: OutputRole, node: string, name: string): Tensor | undefined =>
    outputs.get(outputKey(role, node, name));
  const at = (role: OutputRole, node: string, name: string): Tensor => {
    const tensor = find(role, node, name);
    if (tensor === undefined) throw new Error(`the graph gives no ${role} at ${node}.${name}`);
    return tensor;
  };
  return { at, find, loss: outputs.get(totalLossKey)?.data[0] ?? Number.NaN };
}

/** One sample as a batch of 1. */
export const oneRow = (values: readonly number[]): Tensor => tensorOf([1, values.length], values);

/** A value for a batch of 1 as the value of its one sample. */
export const sampleOf = ({ shape, data }: Tensor): Tensor => ({ shape: shape.slice(1), data });

/** Rows and columns of a matrix swapped. */
export function transposed({ shape, data }: Tensor): Tensor {
  const [rows = 1, columns = 1] = shape;
  const swapped = Array.from({ length: rows * columns }, (_, index) => {
    const [column, row] = [Math.floor(index / rows), index % rows];
    return data[row * columns + column] as number;
  });
  return tensorOf([columns, rows], swapped);
}
