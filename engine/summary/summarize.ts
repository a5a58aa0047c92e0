import type { CheckedGraph, CheckedNode } from '../graph/check/checked-graph.ts';
import type { Endpoint } from '../graph/document.ts';
import { keyParts } from '../graph/parameter-keys.ts';
import { batchFactor, countElements, type Shape } from '../program/shape.ts';
import {
  type ByteSizes,
  byteSizes,
  type ModuleRow,
  type ParameterTotals,
  parameterTotals,
  type RowShape,
  rowNames,
  torchsummaryText,
} from './torchsummary.ts';

export interface SummaryRow extends ModuleRow {
  /** Id of the node it describes, or that gives its value. */
  readonly node: string;
  /** As printed: 'Linear-1'. */
  readonly name: string;
}

type UnnamedRow = Omit<SummaryRow, 'name'>;

/** What torchsummary says of a graph. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  /** Sizes of the inputs, without the batch. */
  readonly inputSizes: readonly (readonly number[])[];
  /** What stands for the batch: −1 unless asked. */
  readonly batchSize: number;
  readonly parameters: ParameterTotals;
  /** Exact, in bytes. */
  readonly sizes: ByteSizes;
  /** The printed table, to the byte. */
  readonly text: string;
}

/**
 * A module that torchsummary lists. One written in Python around others has a row after theirs, with the elements of
 * its own weight and bias.
 */
export type ListedModule =
  | { readonly node: string }
  | {
      readonly type: string;
      /** A port, or several where it gives a tuple. */
      readonly gives: Endpoint | readonly Endpoint[];
      readonly parameters: bigint;
      readonly trainable: boolean;
    };

export interface SummaryOptions {
  /** torchsummary's argument; default −1. */
  readonly batchSize?: number;
  /** Every row, in the order in which calls return; default: each node that is a module, in the order of the data. */
  readonly listed?: readonly ListedModule[];
}

/** Rows that torchsummary feeds through a model, whatever batch size it prints. */
const rowsFed = 2;

/**
 * A shape as torchsummary prints it. The first number is the batch size it was told, whatever is there; any other
 * axis that depends on the batch shows what its two fed rows give: N×10N is [-1, 20].
 */
const printedShape = (shape: Shape, batchSize: number): readonly number[] =>
  shape.map((dimension, axis) => {
    if (axis === 0) return batchSize;
    const factor = batchFactor(dimension);
    return factor === undefined ? (dimension as number) : factor * rowsFed;
  });

const inOrder = (checked: CheckedGraph): readonly CheckedNode[] =>
  checked.order.flatMap((id) => checked.nodes.get(id) ?? []);

const sizeWithoutBatch = (node: CheckedNode): readonly number[] =>
  [...node.outputs.values()].flatMap(({ shape }) =>
    shape.filter((dimension): dimension is number => typeof dimension === 'number'),
  );

/** Elements of the parameters that torchsummary looks for; it asks a module for these two names only. */
const listedParameters = ({ parameters }: CheckedNode): bigint =>
  parameters
    .filter(({ name }) => name === 'weight' || name === 'bias')
    .reduce((total, { shape }) => total + countElements(shape), 0n);

/** Parameters are frozen where they belong: at the node, or at the one whose parameters it shares. */
function isFrozen(graph: CheckedGraph, { node, shares }: CheckedNode): boolean {
  const key = shares.values().next().value;
  const owner = key === undefined ? node : graph.nodes.get(keyParts(key).node)?.node;
  return owner?.frozen === true;
}

/** Each part of a tuple shows −1, even with a batch size: torchsummary forgets it there. */
const tupleShape = (parts: readonly Shape[]): RowShape => parts.map((part) => printedShape(part, -1));

function nodeRow(graph: CheckedGraph, checked: CheckedNode, batchSize: number): UnnamedRow {
  const { node, operator, outputs } = checked;
  const shapes = [...outputs.values()].map(({ shape }) => shape);
  const [only] = shapes;
  return {
    node: node.id,
    type: operator.name,
    shape: shapes.length === 1 && only !== undefined ? printedShape(only, batchSize) : tupleShape(shapes),
    parameters: listedParameters(checked),
    trainable: !isFrozen(graph, checked),
  };
}

const isPort = (gives: Endpoint | readonly Endpoint[]): gives is Endpoint => typeof gives[0] === 'string';

/** A row without its number; none where a type is not known. */
function listedRow(graph: CheckedGraph, listed: ListedModule, batchSize: number): readonly UnnamedRow[] {
  if ('node' in listed) {
    const checked = graph.nodes.get(listed.node);
    return checked === undefined ? [] : [nodeRow(graph, checked, batchSize)];
  }
  const { gives, ...row } = listed;
  const ports = isPort(gives) ? [gives] : gives;
  const shapes = ports.flatMap(([node, port]) => {
    const type = graph.nodes.get(node)?.outputs.get(port);
    return type === undefined ? [] : [type.shape];
  });
  const [first] = shapes;
  if (first === undefined || shapes.length < ports.length) return [];
  const shape = isPort(gives) ? printedShape(first, batchSize) : tupleShape(shapes);
  return [{ ...row, node: ports[0]?.[0] ?? '', shape }];
}

const modulesOf = (checked: CheckedGraph): readonly ListedModule[] =>
  inOrder(checked).flatMap(({ node, operator }) => (operator.isModule ? [{ node: node.id }] : []));

/** torchsummary's view of the graph: its modules in the order of the data; nodes in error are left out. */
export function summarize(checked: CheckedGraph, options: SummaryOptions = {}): Summary {
  const batchSize = options.batchSize ?? -1;
  const listed = options.listed ?? modulesOf(checked);
  const modules = listed.flatMap((module) => listedRow(checked, module, batchSize));
  const names = rowNames(modules);
  const rows = modules.map((row, index) => ({ ...row, name: names[index] ?? '' }));
  const inputSizes = inOrder(checked)
    .filter(({ operator }) => operator.feed === 'features')
    .map(sizeWithoutBatch);
  return {
    rows,
    inputSizes,
    batchSize,
    parameters: parameterTotals(rows),
    sizes: byteSizes(rows, inputSizes, batchSize),
    text: torchsummaryText(rows, inputSizes, batchSize),
  };
}
