import { displayName, localId } from '../display-name.ts';
import {
  type Annotation,
  type BlockDefinition,
  blockInputs,
  blockOutputs,
  type Endpoint,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../document.ts';
import { type Added, movedBy } from '../edit/edit.ts';
import { freshNames } from '../edit/fresh-names.ts';
import { renameParameters } from '../stored-weights.ts';
import { countUses, type Part, partAt, withPart } from './block-part.ts';
import { blockUsedBy, renameShares } from './blocks.ts';
import { withoutBlock } from './edit-blocks.ts';
import { middleOf } from './group-nodes.ts';
import type { LevelPath } from './levels.ts';

/** The document after unpacking, with the ids of the nodes; or why a use cannot be unpacked. */
export type Unpacked = ({ readonly ok: true } & Added) | { readonly ok: false; readonly reason: string };

/**
 * Puts the nodes of a block in the place of one use of it, with their wires and stored weights: what `groupNodes` did,
 * taken back. Ids and names stay where they are free. A block that was used only here goes, for its nodes are what it
 * was.
 */
export function unpackBlock(document: GraphDocument, path: LevelPath, id: string): Unpacked {
  const part = partAt(document, path);
  const use = part.nodes.find((node) => node.id === localId(id));
  const block = blockUsedBy(document, use);
  if (use === undefined || block === undefined) return { ok: false, reason: 'Select a block to unpack.' };
  const others = part.nodes.filter((node) => node !== use);
  const sharing = sharingReason(use, others);
  if (sharing !== undefined) return { ok: false, reason: sharing };
  const newIds = idsFor(block, others);
  const inner = placed(block, use, others, newIds);
  const nodes = part.nodes.flatMap((node) => (node === use ? inner : [node]));
  const renamed = renameParameters(
    document,
    part.block,
    new Map([...newIds].map(([old, now]) => [`${use.id}/${old}`, now])),
  );
  const written = writtenInside(block, use, part);
  const unpacked = withPart(renamed, {
    ...part,
    nodes,
    edges: joined(part.edges, use.id, block, newIds),
    annotations: [...(part.annotations ?? []), ...written],
  });
  return {
    ok: true,
    document: countUses(unpacked, block.id) > 0 ? unpacked : withoutBlock(unpacked, block.id),
    ids: [...inner, ...written].map((each) => [...path, each.id].join('/')),
  };
}

/** Why a use that shares its parameters with others stays whole: its nodes alone could not share theirs. */
function sharingReason(use: GraphNode, others: readonly GraphNode[]): string | undefined {
  const owner = others.find(({ id }) => id === use.shares);
  const [reader, owned] =
    owner === undefined ? [others.find(({ shares }) => shares === use.id), use] : [use, owner];
  if (reader === undefined) return undefined;
  return `${displayName(reader)} uses the parameters of ${displayName(owned)}: give ${displayName(reader)} weights of its own first.`;
}

function idsFor(block: BlockDefinition, others: readonly GraphNode[]): ReadonlyMap<string, string> {
  const taken = new Set(others.map((node) => node.id));
  const clashing = block.nodes.filter((node) => taken.has(node.id));
  const kept = block.nodes.filter((node) => !taken.has(node.id));
  const names = freshNames({ nodes: [...others, ...kept] });
  return new Map([
    ...kept.map((node) => [node.id, node.id] as const),
    ...clashing.map((node) => [node.id, names.forOperator(node.operator)] as const),
  ]);
}

/** How far what is inside a block is moved, to lie around the place of a use. */
function offsetTo({ nodes }: BlockDefinition, { position }: GraphNode): GraphNode['position'] {
  const middle = middleOf(nodes);
  return { x: position.x - middle.x, y: position.y - middle.y };
}

/** The block's notes and frames, among its nodes; a block that has other uses keeps its own besides. */
function writtenInside(block: BlockDefinition, use: GraphNode, part: Part): readonly Annotation[] {
  const names = freshNames(part);
  const offset = offsetTo(block, use);
  return (block.annotations ?? []).map((each) => ({
    ...each,
    id: names.forAnnotation(each.kind),
    position: movedBy(each.position, offset),
  }));
}

/** The block's nodes around the place of its use. */
function placed(
  block: BlockDefinition,
  use: GraphNode,
  others: readonly GraphNode[],
  newIds: ReadonlyMap<string, string>,
): readonly GraphNode[] {
  const offset = offsetTo(block, use);
  const names = freshNames({ nodes: others });
  return block.nodes.map((node) => {
    const { name, ...rest } = renameShares(node, (key) => renamedKey(key, newIds));
    const id = newIds.get(node.id) ?? node.id;
    return {
      ...rest,
      id,
      ...(name === undefined ? {} : { name: names.like(displayName(node)) }),
      position: movedBy(node.position, offset),
      ...(use.frozen === true ? { frozen: true } : {}),
    };
  });
}

/** A node's id, or a `node/parameter`, after the nodes got new ids. */
const renamedKey = (key: string, newIds: ReadonlyMap<string, string>): string => {
  const [node = '', ...rest] = key.split('/');
  return [newIds.get(node) ?? node, ...rest].join('/');
};

/** The wires outside and inside as one list: those inside come where the first one at the use was. */
function joined(
  outer: readonly GraphEdge[],
  use: string,
  block: BlockDefinition,
  newIds: ReadonlyMap<string, string>,
): readonly GraphEdge[] {
  const feeding = new Map(
    outer.filter(({ to }) => to[0] === use).map(({ from, to }) => [to[1], from] as const),
  );
  const given = new Map(
    block.edges.filter(({ to }) => to[0] === blockOutputs).map(({ from, to }) => [to[1], from] as const),
  );
  /** The end outside the block that a value comes from; undefined where it comes from nowhere, or only from itself. */
  const sourceOf = (end: Endpoint, inside: boolean, steps = 0): Endpoint | undefined => {
    if (steps > feeding.size + given.size) return undefined;
    const isPort = end[0] === (inside ? blockInputs : use);
    if (!isPort) return inside ? [newIds.get(end[0]) ?? end[0], end[1]] : end;
    const next = (inside ? feeding : given).get(end[1]);
    return next === undefined ? undefined : sourceOf(next, !inside, steps + 1);
  };
  const inner = block.edges.flatMap((edge): readonly GraphEdge[] => {
    if (edge.to[0] === blockOutputs) return [];
    const from = sourceOf(edge.from, true);
    return from === undefined ? [] : [{ from, to: [newIds.get(edge.to[0]) ?? edge.to[0], edge.to[1]] }];
  });
  const at = outer.findIndex(({ from, to }) => from[0] === use || to[0] === use);
  const around = (edges: readonly GraphEdge[]): readonly GraphEdge[] =>
    edges.flatMap((edge): readonly GraphEdge[] => {
      if (edge.to[0] === use) return [];
      if (edge.from[0] !== use) return [edge];
      const from = sourceOf(edge.from, false);
      return from === undefined ? [] : [{ from, to: edge.to }];
    });
  if (at < 0) return [...outer, ...inner];
  return [...around(outer.slice(0, at)), ...inner, ...around(outer.slice(at))];
}
