import type { ParameterDeclaration } from '../operators/operator.ts';
import { parameterKey } from '../program/program.ts';
import { resolveAttributes } from './attributes.ts';
import { isUse } from './blocks/blocks.ts';
import type { CheckedGraph, CheckedNode } from './check/checked-graph.ts';
import type { GraphDocument, GraphNode } from './document.ts';
import { newlyOwned, nodesById, ownerOf } from './ownership.ts';
import { keyParts } from './parameter-keys.ts';
import { rekeyParameters } from './stored-weights.ts';

/**
 * Edits of which nodes use the parameters of which: `shares` names a node, or by parameter a `node/parameter`. Each is
 * pure and gives the same document where there is nothing to do.
 */

type Shares = NonNullable<GraphNode['shares']>;

/** The node whose parameters a node uses whole, and all that use the same: they keep their attributes alike. */
export function sharingGroup({ nodes }: GraphDocument, id: string): readonly string[] {
  if (nodes.every(({ shares }) => typeof shares !== 'string')) return [id];
  const known = nodesById(nodes);
  const owner = ownerOf(id, known);
  return nodes.filter((node) => ownerOf(node.id, known) === owner).map((node) => node.id);
}

/** The node that owns what this one uses; itself where it shares nothing whole. */
export const parameterOwner = ({ nodes }: GraphDocument, id: string): string => ownerOf(id, nodesById(nodes));

type Initialisers = NonNullable<GraphNode['initialisers']>;

const withInitialisers = (
  node: GraphNode,
  entries: readonly (readonly [string, Initialisers[string]])[],
): GraphNode => {
  const { initialisers: before, ...rest } = node;
  if (entries.length === 0) return before === undefined ? node : rest;
  return { ...rest, initialisers: Object.fromEntries(entries) };
};

/**
 * The document with these nodes, which differ in what they share: a parameter that a node has as its own now, and had
 * from another before, starts as that one's did and learns at its rate.
 */
function withOwnership(document: GraphDocument, nodes: readonly GraphNode[]): GraphDocument {
  const owned = newlyOwned(document.nodes, nodes);
  const initialisers = Object.fromEntries(
    document.nodes.flatMap((node) =>
      Object.entries(node.initialisers ?? {}).map(([name, each]) => [parameterKey(node.id, name), each]),
    ),
  );
  const inherited = Object.entries(initialisers).flatMap(([key, each]) =>
    owned(key).map((to) => ({ to: keyParts(to), each })),
  );
  const started = nodes.map((node) => {
    const own = inherited.filter(({ to }) => to.node === node.id);
    if (own.length === 0) return node;
    const kept = Object.entries(node.initialisers ?? {});
    return withInitialisers(node, [...kept, ...own.map(({ to, each }) => [to.parameter, each] as const)]);
  });
  return rekeyParameters({ ...document, nodes: started }, undefined, (key) => [key, ...owned(key)]);
}

const withShares = (node: GraphNode, shares: Shares | undefined): GraphNode => {
  const { shares: before, ...rest } = node;
  if (shares === undefined) return before === undefined ? node : rest;
  return { ...rest, shares };
};

/**
 * Lets a node use the parameters of another: all of them where both are of one kind (its attributes then follow the
 * owner's), else those of the given pairs, own name to the owner's. What was stored for its own goes.
 */
export function shareParameters(
  document: GraphDocument,
  id: string,
  owner: string,
  pairs?: Readonly<Record<string, string>>,
): GraphDocument {
  const known = nodesById(document.nodes);
  const node = known.get(id);
  const root = ownerOf(owner, known);
  const from = known.get(root);
  if (node === undefined || from === undefined || root === id || ownerOf(id, known) === root) return document;
  const whole = pairs === undefined;
  const shares: Shares = whole
    ? root
    : Object.fromEntries(Object.entries(pairs).map(([name, theirs]) => [name, `${root}/${theirs}`]));
  const isShared = (name: string): boolean => whole || Object.hasOwn(pairs, name);
  const own = withInitialisers(
    node,
    Object.entries(node.initialisers ?? {}).filter(([name]) => !isShared(name)),
  );
  const nodes = document.nodes.map((each) =>
    each === node
      ? withShares(whole ? { ...own, attributes: from.attributes } : own, shares)
      : // Who shared the node's parameters uses the new owner's with it, and is alike.
        whole && ownerOf(each.id, known) === id
        ? { ...each, attributes: from.attributes }
        : each,
  );
  return rekeyParameters({ ...document, nodes }, undefined, (key) => {
    const isGone = key.startsWith(`${id}/`) && isShared(key.slice(id.length + 1));
    return isGone ? [] : [key];
  });
}

/**
 * Gives a node parameters of its own again: with the stored weights, the learning rates and the initialisers of those it
 * shared.
 */
export function stopSharing(document: GraphDocument, id: string): GraphDocument {
  const node = document.nodes.find((each) => each.id === id);
  if (node?.shares === undefined) return document;
  return withOwnership(
    document,
    document.nodes.map((each) => (each === node ? withShares(node, undefined) : each)),
  );
}

/**
 * Before nodes go: the first that shares the parameters of one that goes becomes their owner, with all that belongs to
 * them and its being frozen, and the others share that one's.
 */
export function passOnOwnership(document: GraphDocument, gone: ReadonlySet<string>): GraphDocument {
  if (document.nodes.every(({ shares }) => shares === undefined)) return document;
  const known = nodesById(document.nodes);
  /** Who owns what belonged to a node that goes. */
  const heirs = new Map<string, string>();
  const stay = document.nodes.filter(({ id }) => !gone.has(id));
  for (const node of stay) {
    if (typeof node.shares !== 'string') continue;
    const owner = ownerOf(node.id, known);
    if (gone.has(owner) && !heirs.has(owner)) heirs.set(owner, node.id);
  }
  const tied = tiedHeirs(stay, gone, heirs);
  const nodes = document.nodes.map((node): GraphNode => {
    if (gone.has(node.id) || node.shares === undefined) return node;
    if (typeof node.shares === 'string') {
      const owner = ownerOf(node.id, known);
      const heir = heirs.get(owner) ?? owner;
      if (heir !== node.id) return heir === node.shares ? node : withShares(node, heir);
      const wasFrozen = known.get(owner)?.frozen;
      const own = withShares(node, undefined);
      return wasFrozen === undefined ? own : { ...own, frozen: wasFrozen };
    }
    const entries = Object.entries(node.shares).flatMap(([name, key]) => {
      const to = tied.get(key) ?? key;
      return to === `${node.id}/${name}` ? [] : [[name, to] as const];
    });
    return withShares(node, entries.length === 0 ? undefined : Object.fromEntries(entries));
  });
  return withOwnership(document, nodes);
}

/** The same for parameters shared one by one: `node/parameter` that goes to the `node/parameter` that takes over. */
function tiedHeirs(
  stay: readonly GraphNode[],
  gone: ReadonlySet<string>,
  heirs: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const tied = new Map<string, string>();
  for (const { id, shares } of stay) {
    if (shares === undefined || typeof shares === 'string') continue;
    for (const [name, key] of Object.entries(shares)) {
      const { node, parameter } = keyParts(key);
      if (!gone.has(node) || tied.has(key)) continue;
      const heir = heirs.get(node);
      tied.set(key, heir === undefined ? `${id}/${name}` : `${heir}/${parameter}`);
    }
  }
  return tied;
}

/** What a copy shares: with the copy of what the original shared, else with the original's owner where it is there. */
export function sharesOfCopy(shares: Shares, copyOf: (id: string) => string | undefined): Shares | undefined {
  if (typeof shares === 'string') return copyOf(shares);
  const entries = Object.entries(shares).flatMap(([name, key]) => {
    const { node, parameter } = keyParts(key);
    const owner = copyOf(node);
    return owner === undefined ? [] : [[name, `${owner}/${parameter}`] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A node whose parameters another could use: all where both are of one kind, else by own name the owner's. */
export interface SharingChoice {
  readonly node: string;
  readonly pairs: Readonly<Record<string, string>> | undefined;
}

/** Nodes of the level with parameters that fit, each owner once: in the order of the data, uses of blocks last. */
export function sharingChoices(checked: CheckedGraph, id: string): readonly SharingChoice[] {
  const { nodes, order, document } = checked;
  const node = nodes.get(id);
  if (node === undefined || node.parameters.length + node.buffers.length === 0) return [];
  const group = new Set(sharingGroup(document, id));
  const here = new Set(document.nodes.map((each) => each.id));
  const others = new Set([...order, ...here]);
  return [...others].flatMap((other): readonly SharingChoice[] => {
    const owner = here.has(other) ? nodes.get(other) : undefined;
    if (owner === undefined || group.has(other) || owner.node.shares !== undefined) return [];
    if (owner.node.operator === node.node.operator) {
      return fitsWithAttributesOf(node, owner) ? [{ node: other, pairs: undefined }] : [];
    }
    if (isUse(owner.node) || isUse(node.node)) return [];
    const [only, ...more] = node.parameters;
    if (only !== undefined && more.length === 0) {
      const alike = owner.parameters.filter(({ shape }) => sameSizes(shape, only.shape));
      return alike.map(({ name }) => ({ node: other, pairs: { [only.name]: name } }));
    }
    const names = node.parameters.filter((each) => hasParameter(owner, each)).map(({ name }) => name);
    return names.length === 0
      ? []
      : [{ node: other, pairs: Object.fromEntries(names.map((name) => [name, name])) }];
  });
}

const sameSizes = (left: readonly number[], right: readonly number[]): boolean =>
  left.join() === right.join();

const hasParameter = (
  { parameters }: Pick<CheckedNode, 'parameters'>,
  { name, shape }: ParameterDeclaration,
): boolean => parameters.some((each) => each.name === name && sameSizes(each.shape, shape));

/** Whether a node with another's attributes, on what arrives at it, would have that one's parameters. */
function fitsWithAttributesOf({ operator, inputs }: CheckedNode, owner: CheckedNode): boolean {
  const inference = operator.infer({
    attributes: resolveAttributes(operator, owner.node).attributes,
    inputs: new Map([...inputs].map(([port, list]) => [port, list.map(({ type }) => type)])),
  });
  if (!inference.ok || !inference.parameters.every((each) => hasParameter(owner, each))) return false;
  return (inference.buffers ?? []).every((each) =>
    owner.buffers.some(({ name, shape }) => name === each.name && sameSizes(shape, each.shape)),
  );
}
