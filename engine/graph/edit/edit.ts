import type { Attributes, AttributeValue } from '../../operators/operator.ts';
import { parameterKey } from '../../program/program.ts';
import { operatorAt } from '../blocks/block-operator.ts';
import { isBoundary, isWithin, ownersOfKey } from '../blocks/blocks.ts';
import { checkGraph } from '../check/check.ts';
import { sameEdge } from '../check/check-wiring.ts';
import { localId } from '../display-name.ts';
import {
  type DataSettings,
  farthestPosition,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type Skip,
  type Training,
} from '../document.ts';
import type { ParameterInitialiser } from '../initialiser-schema.ts';
import { dropOwnRates } from '../own-rates.ts';
import { parameterOwner, passOnOwnership, sharingGroup } from '../sharing.ts';
import { dropUnfitWeights, keepWeights } from '../stored-weights.ts';
import { encodeTensor } from '../weights.ts';
import { changeAnnotation, removeAnnotations } from './annotations.ts';
import { connectionJudge } from './connect.ts';
import { freshNames } from './fresh-names.ts';

export { displayName } from '../display-name.ts';

/**
 * Changes to a document. Each is pure, gives a new document that shares what did not change, and gives the same
 * document where there is nothing to do.
 */

export type Position = GraphNode['position'];

/** A document with nodes put in, and their ids, such as to select them. */
export interface Added {
  readonly document: GraphDocument;
  readonly ids: readonly string[];
}

const bounded = (value: number): number =>
  Number.isFinite(value) ? Math.min(Math.max(value, -farthestPosition), farthestPosition) : 0;

/** A position that the document can hold. */
const boundedPosition = ({ x, y }: Position): Position => ({ x: bounded(x), y: bounded(y) });

/** A position moved by an offset, as far as the document can hold it. */
export const movedBy = (position: Position, by: Position): Position =>
  boundedPosition({ x: position.x + by.x, y: position.y + by.y });

const samePosition = (left: Position, right: Position): boolean => left.x === right.x && left.y === right.y;

/** Replaces the node of this id by what `change` makes of it. */
function changeNode(
  document: GraphDocument,
  id: string,
  change: (node: GraphNode) => GraphNode,
): GraphDocument {
  const index = document.nodes.findIndex((node) => node.id === id);
  const node = document.nodes[index];
  if (node === undefined) return document;
  const changed = change(node);
  return changed === node ? document : { ...document, nodes: document.nodes.with(index, changed) };
}

export interface AddOptions {
  readonly attributes?: Attributes;
  /** A node whose output goes to the first input of the new node that takes it. */
  readonly after?: string;
}

export function addNode(
  document: GraphDocument,
  operator: string,
  position: Position,
  { attributes = {}, after }: AddOptions = {},
): Added {
  const id = freshNames(document).forOperator(operator);
  const node: GraphNode = { id, operator, attributes, position: boundedPosition(position) };
  const added = { ...document, nodes: [...document.nodes, node] };
  const wire = after === undefined ? undefined : fittingWire(added, after, id);
  return { document: wire === undefined ? added : connect(added, wire), ids: [id] };
}

/** The first wire from an output of one node to an input of another that would be accepted. */
export function fittingWire(document: GraphDocument, from: string, to: string): GraphEdge | undefined {
  const checked = checkGraph(document);
  for (const output of operatorAt(document, from)?.outputs ?? []) {
    const judge = connectionJudge(checked, [from, output.name]);
    for (const input of operatorAt(document, to)?.inputs ?? []) {
      const verdict = judge([to, input.name]);
      if (verdict.ok) return verdict.edge;
    }
  }
  return undefined;
}

/**
 * Takes out nodes with their wires and stored weights, notes and frames; parameters that others share stay with those, and
 * so do the cards of a block's own ports.
 */
export function removeNodes(document: GraphDocument, ids: Iterable<string>): GraphDocument {
  const gone = new Set([...ids].filter((id) => !isBoundary(id)));
  const cleared = removeAnnotations(document, gone);
  if (document.nodes.every(({ id }) => !gone.has(id))) return cleared;
  const passed = passOnOwnership(cleared, gone);
  const nodes = passed.nodes.filter(({ id }) => !gone.has(id));
  const edges = document.edges.filter(({ from, to }) => !gone.has(from[0]) && !gone.has(to[0]));
  return keepWeights(
    { ...dropOwnRates(passed, gone), nodes, edges },
    (key) => !ownersOfKey(key).some((id) => gone.has(id)),
  );
}

/** Draws a wire; `replaces` is taken out with it. Whether it may be is for `judgeConnection` to say. */
export function connect(document: GraphDocument, edge: GraphEdge, replaces?: GraphEdge): GraphDocument {
  const others = replaces === undefined ? document : disconnect(document, [replaces]);
  if (others.edges.some((known) => sameEdge(known, edge))) return others;
  return dropUnfitWeights({ ...others, edges: [...others.edges, { from: edge.from, to: edge.to }] });
}

export function disconnect(document: GraphDocument, gone: readonly GraphEdge[]): GraphDocument {
  const key = ({ from, to }: GraphEdge): string => [...from, ...to].join(' ');
  const keys = new Set(gone.map(key));
  const edges = document.edges.filter((edge) => !keys.has(key(edge)));
  return edges.length === document.edges.length ? document : { ...document, edges };
}

/** Moves nodes, notes and frames; nodes that are pinned stay. */
export function moveNodes(document: GraphDocument, positions: ReadonlyMap<string, Position>): GraphDocument {
  let moved = false;
  const nodes = document.nodes.map((node) => {
    const to = positions.get(node.id);
    const position = to === undefined ? node.position : boundedPosition(to);
    if (node.pinned === true || samePosition(position, node.position)) return node;
    moved = true;
    return { ...node, position };
  });
  return (document.annotations ?? []).reduce(
    (next, { id }) => {
      const to = positions.get(id);
      return to === undefined ? next : changeAnnotation(next, id, { position: boundedPosition(to) });
    },
    moved ? { ...document, nodes } : document,
  );
}

const sameValue = (left: AttributeValue | undefined, right: AttributeValue): boolean =>
  Array.isArray(left) && Array.isArray(right)
    ? left.length === right.length && left.every((size, axis) => Object.is(size, right[axis]))
    : Object.is(left, right);

/** Changes a node and those that share its parameters; stored weights that no longer fit, here or in later layers, are dropped. */
function changeAlike(
  document: GraphDocument,
  id: string,
  change: (node: GraphNode) => GraphNode,
): GraphDocument {
  const changed = sharingGroup(document, id).reduce(
    (before, each) => changeNode(before, each, change),
    document,
  );
  return changed === document ? document : dropUnfitWeights(changed);
}

/** Sets an attribute, also at the nodes that share its parameters. */
export const setAttribute = (
  document: GraphDocument,
  id: string,
  attribute: string,
  value: AttributeValue,
): GraphDocument =>
  changeAlike(document, id, (node) => {
    const isSame = Object.hasOwn(node.attributes, attribute) && sameValue(node.attributes[attribute], value);
    return isSame ? node : { ...node, attributes: { ...node.attributes, [attribute]: value } };
  });

/** Lets an attribute be what it is by default, also at the nodes that share its parameters. */
export const removeAttribute = (document: GraphDocument, id: string, attribute: string): GraphDocument =>
  changeAlike(document, id, (node) => {
    if (!Object.hasOwn(node.attributes, attribute)) return node;
    const { [attribute]: _, ...attributes } = node.attributes;
    return { ...node, attributes };
  });

/** An empty name, or the id itself, takes the name away: the id is shown. */
export const renameNode = (document: GraphDocument, id: string, name: string): GraphDocument =>
  changeNode(document, id, (node) => {
    const wanted = name.trim().slice(0, 200);
    const { name: before, ...rest } = node;
    if (wanted === '' || wanted === localId(id)) return before === undefined ? node : rest;
    return before === wanted ? node : { ...node, name: wanted };
  });

/** A node with a property that is only there when it is set. */
function withProperty<K extends 'frozen' | 'skip' | 'collapsed' | 'pinned'>(
  node: GraphNode,
  property: K,
  value: GraphNode[K] | false,
): GraphNode {
  const set = value === false ? undefined : value;
  if (node[property] === set) return node;
  const without: GraphNode = { ...node };
  delete (without as { [P in K]?: unknown })[property];
  return set === undefined ? without : { ...without, [property]: set };
}

/** Leaves a node out of what is computed, or with undefined takes it in again; its weights are kept. */
export const setSkip = (document: GraphDocument, id: string, skip: Skip | undefined): GraphDocument =>
  changeNode(document, id, (node) => withProperty(node, 'skip', skip));

export const setCollapsed = (document: GraphDocument, id: string, collapsed: boolean): GraphDocument =>
  changeNode(document, id, (node) => withProperty(node, 'collapsed', collapsed));

export const setPinned = (document: GraphDocument, id: string, pinned: boolean): GraphDocument =>
  changeNode(document, id, (node) => withProperty(node, 'pinned', pinned));

/** Frozen layers keep their parameters while the others train; shared ones are frozen where they belong. */
export const setFrozen = (document: GraphDocument, id: string, frozen: boolean): GraphDocument =>
  changeNode(document, parameterOwner(document, id), (node) => withProperty(node, 'frozen', frozen));

/**
 * Chooses how a parameter starts; undefined: as PyTorch's constructor draws it. Weights stored for it are dropped, since
 * they would stand before it.
 */
export function setInitialiser(
  document: GraphDocument,
  id: string,
  parameter: string,
  initialiser: ParameterInitialiser | undefined,
): GraphDocument {
  const changed = changeNode(document, id, (node) => {
    const { initialisers = {}, ...rest } = node;
    const { [parameter]: _, ...others } = initialisers;
    const next = initialiser === undefined ? others : { ...others, [parameter]: initialiser };
    return Object.keys(next).length === 0 ? rest : { ...rest, initialisers: next };
  });
  return keepWeights(changed, (key) => key !== parameterKey(id, parameter));
}

export const setTraining = (document: GraphDocument, training: Partial<Training>): GraphDocument => ({
  ...document,
  training: { ...document.training, ...training },
});

export const setData = (document: GraphDocument, data: DataSettings): GraphDocument => ({
  ...document,
  data,
});

export const renameDocument = (document: GraphDocument, name: string): GraphDocument =>
  name === document.name ? document : { ...document, name: name.slice(0, 200) };

/** Stores where a parameter starts, rounded to float32; by `node/parameter`. */
export const setWeights = (
  document: GraphDocument,
  key: string,
  shape: readonly number[],
  values: ArrayLike<number>,
): GraphDocument => ({
  ...document,
  weights: { ...document.weights, [key]: encodeTensor(shape, values) },
});

/** Forgets stored weights, of one node or of all: they are drawn from the seed again. */
export const clearWeights = (document: GraphDocument, node?: string): GraphDocument =>
  keepWeights(document, (key) => node !== undefined && !isWithin(key, node));
