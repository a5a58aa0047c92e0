import type { CheckedGraph, CheckedNode } from '../graph/check/checked-graph.ts';
import type { Operator, PortType } from '../operators/operator.ts';
import { shapesEqual } from '../program/shape.ts';
import type { Dataset } from './dataset.ts';

/** What the columns of a port are called, sample by sample in rows, and what they are. */
export interface ColumnNames {
  readonly of: 'features' | 'classes' | 'target';
  readonly names: readonly string[];
}

/** By `node port`, for the inputs and outputs whose columns the data or a loss give a name. */
export type NamesByPort = ReadonlyMap<string, ColumnNames>;

type Naming = Pick<Dataset, 'features' | 'target'>;

export const portKey = (node: string, port: string): string => `${node} ${port}`;

const hasColumns = ({ shape }: PortType, columns: number): boolean =>
  shape.length === 2 && shape[1] === columns;

/** Whether, where shapes are alike, each column of the output stands for what the column of the input in its place does. */
export const keepsMeaning = ({ category, keepsValues }: Operator): boolean =>
  category === 'activation' || category === 'normalise' || keepsValues === true;

/** The ports before and after a node that keeps its columns. */
function keptColumns(node: CheckedNode): { readonly before: string; readonly after: string } | undefined {
  const [input, ...otherInputs] = node.inputs;
  const [output, ...otherOutputs] = node.outputs;
  if (input === undefined || output === undefined || otherInputs.length + otherOutputs.length > 0)
    return undefined;
  const [before, [connection, ...others]] = input;
  const [after, type] = output;
  const isKept =
    connection !== undefined &&
    others.length === 0 &&
    type.shape.length === 2 &&
    shapesEqual(connection.type.shape, type.shape) &&
    keepsMeaning(node.operator);
  return isKept ? { before, after } : undefined;
}

/** What the columns are that a data node gives. */
function namesOfFeed(feed: 'features' | 'target', type: PortType, data: Naming): ColumnNames | undefined {
  const { features, target } = data;
  if (feed === 'features')
    return hasColumns(type, features.length) ? { of: 'features', names: features } : undefined;
  if (target.kind === 'class' && hasColumns(type, target.classes.length))
    return { of: 'classes', names: target.classes };
  const isOne = type.shape.length === 1 || hasColumns(type, 1);
  return target.kind !== 'none' && isOne ? { of: 'target', names: [target.name] } : undefined;
}

/** What the columns are that a loss compares with a target: its classes, or its own columns. */
function namesAtLoss(
  compared: PortType,
  wanted: PortType,
  ofTarget: ColumnNames | undefined,
  { target }: Naming,
): ColumnNames | undefined {
  if (shapesEqual(compared.shape, wanted.shape)) return ofTarget;
  return wanted.carries === 'classes' &&
    target.kind === 'class' &&
    hasColumns(compared, target.classes.length)
    ? { of: 'classes', names: target.classes }
    : undefined;
}

/**
 * What the columns of values are called: features from the input on, classes from a loss back, each as far as nodes keep
 * columns in their places.
 */
export function columnNames(
  { nodes, order }: Pick<CheckedGraph, 'nodes' | 'order'>,
  data: Naming,
): NamesByPort {
  const found = new Map<string, ColumnNames>();
  const name = (key: string, names: ColumnNames | undefined): void => {
    if (names !== undefined && !found.has(key)) found.set(key, names);
  };
  const checked = order.flatMap((id) => nodes.get(id) ?? []);
  for (const { node, operator, outputs } of checked) {
    if (operator.feed === undefined) continue;
    for (const [port, type] of outputs) name(portKey(node.id, port), namesOfFeed(operator.feed, type, data));
  }
  for (const { node, operator, inputs } of checked) {
    const [target] = operator.inputs.flatMap(({ name: port, role }) =>
      role === 'target' ? (inputs.get(port) ?? []) : [],
    );
    for (const { name: port, role } of operator.inputs) {
      const [compared] = inputs.get(port) ?? [];
      if (target === undefined || compared === undefined || role === undefined || role === 'target') continue;
      const ofTarget = found.get(target.from.join(' '));
      name(portKey(node.id, port), namesAtLoss(compared.type, target.type, ofTarget, data));
    }
  }
  const goOn = (): void => {
    for (const each of checked) {
      const { node, inputs } = each;
      for (const [port, [connection, ...others]] of inputs)
        if (others.length === 0) name(portKey(node.id, port), found.get(connection?.from.join(' ') ?? ''));
      const kept = keptColumns(each);
      if (kept !== undefined) name(portKey(node.id, kept.after), found.get(portKey(node.id, kept.before)));
    }
  };
  goOn();
  for (const each of checked.toReversed()) {
    const { node, inputs } = each;
    const kept = keptColumns(each);
    if (kept !== undefined) name(portKey(node.id, kept.before), found.get(portKey(node.id, kept.after)));
    for (const [port, [connection, ...others]] of inputs)
      if (others.length === 0 && connection !== undefined)
        name(connection.from.join(' '), found.get(portKey(node.id, port)));
  }
  goOn();
  return found;
}
