import type { ParameterDeclaration } from '../../operators/operator.ts';
import { parameterKey } from '../../program/program.ts';
import { countElements, shapesEqual } from '../../program/shape.ts';
import { ownersOfKey } from '../blocks/blocks.ts';
import { displayName } from '../display-name.ts';
import type { GraphNode } from '../document.ts';
import { ownerOf } from '../ownership.ts';
import { type KeyParts, keyParts } from '../parameter-keys.ts';
import type { Topology } from '../topology.ts';
import type { CheckedNode } from './checked-graph.ts';
import { type Diagnostic, diagnostic, type Fix } from './diagnostic.ts';

export interface CheckedSharing {
  /** The nodes with the parameters they share; without those whose sharing is at fault, and what they feed. */
  readonly nodes: ReadonlyMap<string, CheckedNode>;
  readonly diagnostics: readonly Diagnostic[];
}

const nothingShared: ReadonlyMap<string, string> = new Map();

/** What a node says it takes from others: a parameter's name to `node/parameter`; undefined where it shares nothing. */
const wishesOf = (
  { shares }: GraphNode,
  parameters: readonly ParameterDeclaration[],
): ReadonlyMap<string, string> =>
  shares === undefined
    ? nothingShared
    : typeof shares === 'string'
      ? new Map(parameters.map(({ name }) => [name, parameterKey(shares, name)]))
      : new Map(Object.entries(shares));

const describeSizes = (shape: readonly number[]): string => shape.join('×') || '1';

/** Where sharing can go wrong, in the words that stand after 'fc2 cannot share weight'. */
type Owner =
  | { readonly kind: 'found'; readonly key: string; readonly parameter: ParameterDeclaration }
  /** The owner is itself in error: there is nothing to add to that. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'fault'; readonly message: string };

/** All nodes, as far as they are known. */
interface Around {
  readonly topology: Topology;
  readonly nodes: ReadonlyMap<string, CheckedNode>;
  readonly leftOut: ReadonlySet<string>;
}

/** Follows `node/parameter` to the node that has the parameter as its own. */
function findOwner(key: string, { topology, nodes, leftOut }: Around, seen: ReadonlySet<string>): Owner {
  const fault = (message: string): Owner => ({ kind: 'fault', message });
  const { node: id, parameter: name }: KeyParts = keyParts(key);
  const drawn = topology.nodes.get(id);
  if (ownersOfKey(key).some((each) => leftOut.has(each))) {
    return fault(`Expected a node that is computed; ${id} is bypassed, muted, or left out with one that is.`);
  }
  if (drawn === undefined) return fault(`Expected node/parameter; found no node ${id || key}.`);
  if (seen.has(key)) return fault(`Expected a node that has ${name} as its own; they share it in a circle.`);
  const owner = nodes.get(id);
  if (owner === undefined) return { kind: 'unknown' };
  const parameter = owner.parameters.find((each) => each.name === name);
  if (parameter === undefined) {
    const known = owner.parameters.map((each) => each.name).join(', ');
    return fault(
      `Expected a parameter of ${displayName(drawn)} (${known || 'it has none'}); found ${name || key}.`,
    );
  }
  const further = wishesOf(drawn, owner.parameters).get(name);
  return further === undefined
    ? { kind: 'found', key, parameter }
    : findOwner(further, { topology, nodes, leftOut }, new Set([...seen, key]));
}

/** Attributes in which two nodes of one kind differ, each as the fix that sets it as the owner has it. */
function likeTheOwner(node: CheckedNode, owner: CheckedNode | undefined): readonly Fix[] {
  if (owner === undefined || owner.operator.name !== node.operator.name) return [];
  const differing = Object.entries(owner.attributes).filter(
    ([name, value]) => JSON.stringify(node.attributes[name]) !== JSON.stringify(value),
  );
  const [first] = differing;
  if (first === undefined || differing.length > 1) return [];
  const [attribute, value] = first;
  const declared = owner.operator.attributes.find(({ name }) => name === attribute);
  // What is taken from the wire cannot be set against it.
  if (declared?.kind === 'integer' && declared.inferred === true) return [];
  return [
    {
      kind: 'set-attribute',
      node: node.node.id,
      attribute,
      value,
      label: `Set ${attribute} to ${String(value)}, as ${displayName(owner.node)} has it`,
    },
  ];
}

interface NodeSharing {
  readonly shares: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
  readonly usable: boolean;
}

function nodeSharing(node: CheckedNode, around: Around): NodeSharing {
  const { topology, nodes } = around;
  const shares = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  let usable = true;
  const { id } = node.node;
  const report = (name: string, message: string, more: readonly Fix[] = []): void => {
    usable = false;
    diagnostics.push(
      diagnostic('bad-sharing', {
        node: id,
        title: `${displayName(node.node)} cannot share ${name}`,
        message,
        fixes: [...more, { kind: 'stop-sharing', node: id, label: 'Give it weights of its own' }],
      }),
    );
  };
  const wishes = wishesOf(node.node, node.parameters);
  for (const [name, key] of wishes) {
    const parameter = node.parameters.find((each) => each.name === name);
    if (parameter === undefined) {
      const known = node.parameters.map((each) => each.name).join(', ');
      report(name, `Expected one of its parameters (${known || 'it has none'}); found ${name}.`);
      continue;
    }
    const owner = findOwner(key, around, new Set([parameterKey(id, name)]));
    if (owner.kind === 'unknown') usable = false;
    else if (owner.kind === 'fault') report(name, owner.message);
    else if (!shapesEqual(owner.parameter.shape, parameter.shape)) {
      const holder = nodes.get(keyParts(owner.key).node);
      report(
        name,
        `Expected ${describeSizes(parameter.shape)}; ${holder === undefined ? owner.key : displayName(holder.node)} has ${describeSizes(owner.parameter.shape)}.`,
        likeTheOwner(node, holder),
      );
    } else shares.set(name, owner.key);
  }
  for (const { name, shape } of node.buffers) {
    const owner = ownerOfBuffers(node, topology, nodes);
    const theirs = owner?.buffers.find((buffer) => buffer.name === name);
    if (owner === undefined || theirs === undefined) continue;
    if (shapesEqual(theirs.shape, shape)) shares.set(name, parameterKey(owner.node.id, name));
    else
      report(
        name,
        `Expected ${describeSizes(shape)}; ${displayName(owner.node)} has ${describeSizes(theirs.shape)}.`,
        likeTheOwner(node, owner),
      );
  }
  return { shares, diagnostics, usable };
}

/**
 * The node whose buffers a node uses that shares another whole: there is one set of them, as in one module that PyTorch
 * calls twice, whether it has parameters too or not. Undefined where it shares none.
 */
function ownerOfBuffers(
  { node }: CheckedNode,
  topology: Topology,
  nodes: ReadonlyMap<string, CheckedNode>,
): CheckedNode | undefined {
  const owner = ownerOf(node.id, topology.nodes);
  return owner === node.id ? undefined : nodes.get(owner);
}

const sameShares = (left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean =>
  left.size === right.size && [...left].every(([name, key]) => right.get(name) === key);

/** The node with what it shares; the same object where nothing has changed, so that views need not draw again. */
function withShares(node: CheckedNode, shares: ReadonlyMap<string, string>): CheckedNode {
  if (sameShares(node.shares, shares)) return node;
  const own = node.parameters.filter(({ name }) => !shares.has(name));
  return {
    ...node,
    shares: shares.size === 0 ? nothingShared : shares,
    parameterCount: own.reduce((total, { shape }) => total + countElements(shape), 0n),
  };
}

/**
 * Layers that use parameters of other layers: each name resolved to the node that has the parameter as its own. A
 * shared parameter counts once, where it is owned.
 */
export function checkSharing(
  nodes: ReadonlyMap<string, CheckedNode>,
  topology: Topology,
  leftOut: ReadonlySet<string>,
): CheckedSharing {
  const isAnyShared = [...nodes.values()].some(
    ({ node, shares }) => node.shares !== undefined || shares.size > 0,
  );
  if (!isAnyShared) return { nodes, diagnostics: [] };
  const kept = new Map<string, CheckedNode>();
  const diagnostics: Diagnostic[] = [];
  // In the order of the data: a node is left out with the first that feeds it.
  for (const [id, node] of nodes) {
    const sharing = nodeSharing(node, { topology, nodes, leftOut });
    diagnostics.push(...sharing.diagnostics);
    const isFed = [...node.inputs.values()].every((list) => list.every(({ from }) => kept.has(from[0])));
    if (sharing.usable && isFed) kept.set(id, withShares(node, sharing.shares));
  }
  return { nodes: withoutOwnerless(kept), diagnostics };
}

/** Leaves out nodes whose owner was left out, and what those feed, until nothing changes. */
function withoutOwnerless(nodes: ReadonlyMap<string, CheckedNode>): ReadonlyMap<string, CheckedNode> {
  const kept = new Map<string, CheckedNode>();
  for (const [id, node] of nodes) {
    const isFed = [...node.inputs.values()].every((list) => list.every(({ from }) => kept.has(from[0])));
    const isOwned = [...node.shares.values()].every((key) => nodes.has(keyParts(key).node));
    if (isFed && isOwned) kept.set(id, node);
  }
  return kept.size === nodes.size ? nodes : withoutOwnerless(kept);
}
