import { displayName, localId } from '../display-name.ts';
import {
  type BlockDefinition,
  blockInputs,
  blockOutputs,
  type Endpoint,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../document.ts';
import { withAnnotations } from '../edit/annotations.ts';
import { freshNames } from '../edit/fresh-names.ts';
import { listsByKey } from '../lists-by-key.ts';
import { nodesById } from '../ownership.ts';
import { keyParts } from '../parameter-keys.ts';
import { renameParameters } from '../stored-weights.ts';
import { operatorIn } from './block-operator.ts';
import { type Part, partAt, withPart } from './block-part.ts';
import { isBoundary, operatorForUse } from './blocks.ts';
import { freshBlock, portWord } from './edit-blocks.ts';
import type { LevelPath } from './levels.ts';

/** The document after grouping, with the id of the use that stands for the nodes; or why they cannot be grouped. */
export type Grouped =
  | { readonly ok: true; readonly document: GraphDocument; readonly id: string; readonly block: string }
  | { readonly ok: false; readonly reason: string };

/** A port that a block gets, the wires on its inside, and what it was wired to on its outside. */
interface NewPort {
  readonly name: string;
  /** Ends of nodes inside: readers of an input, or the one source of an output. */
  readonly inner: readonly Endpoint[];
  /** The source of an input outside; undefined where there was none yet. */
  readonly outer: Endpoint | undefined;
}

const key = (end: Endpoint): string => end.join(' ');

/**
 * Makes a block of some nodes and puts one use of it in their place. Wires that cross become ports, as do inputs not
 * yet connected and outputs not yet read; stored weights stay with their nodes. Nodes among which data leaves the
 * selection and comes back are refused: the block would feed itself. Notes and frames that are selected too go inside.
 */
export function groupNodes(document: GraphDocument, path: LevelPath, ids: readonly string[]): Grouped {
  const part = partAt(document, path);
  const wanted = new Set(ids.filter((id) => !isBoundary(id)).map(localId));
  const chosen = part.nodes.filter(({ id }) => wanted.has(id));
  const first = chosen[0];
  if (first === undefined) return { ok: false, reason: 'Select the nodes to group first.' };
  const members = new Set(chosen.map(({ id }) => id));
  const way = wayRound(part, members);
  if (way !== undefined) return { ok: false, reason: loopReason(part, way) };
  const shared = sharingAcross(part, members);
  if (shared !== undefined) return { ok: false, reason: shared };

  const inputs = inputPorts(document, part, chosen);
  const outputs = outputPorts(document, part, chosen);
  const { id: block, name } = freshBlock(document);
  const id = freshNames(part).forOperator(operatorForUse(block));
  const annotations = part.annotations ?? [];
  const bare: BlockDefinition = {
    id: block,
    name,
    inputs: inputs.map((port) => ({ name: port.name })),
    outputs: outputs.map((port) => ({ name: port.name })),
    nodes: chosen,
    edges: innerEdges(part, members, inputs, outputs) as BlockDefinition['edges'],
  };
  const definition = withAnnotations(
    bare,
    annotations.filter((each) => wanted.has(each.id)),
  );
  const use: GraphNode = { id, operator: operatorForUse(block), attributes: {}, position: middleOf(chosen) };
  const nodes = part.nodes.flatMap((node) => (node === first ? [use] : members.has(node.id) ? [] : [node]));
  const renamed = renameParameters(
    document,
    part.block,
    new Map(chosen.map((node) => [node.id, `${id}/${node.id}`])),
  );
  const changed = withPart(
    { ...renamed, blocks: [...(renamed.blocks ?? []), definition] },
    {
      ...part,
      nodes,
      edges: outerEdges(part, members, id, inputs, outputs),
      annotations: annotations.filter((each) => !wanted.has(each.id)),
    },
  );
  return { ok: true, document: changed, id: [...path, id].join('/'), block };
}

/** The middle of the nodes' positions; taking a block apart puts its nodes around the use in the same way. */
export function middleOf(nodes: readonly GraphNode[]): GraphNode['position'] {
  const middle = (axis: 'x' | 'y'): number => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { position } of nodes) {
      least = Math.min(least, position[axis]);
      most = Math.max(most, position[axis]);
    }
    return nodes.length === 0 ? 0 : (least + most) / 2;
  };
  return { x: middle('x'), y: middle('y') };
}

/** A way of the data out of the selection and back into it, both ends in the selection; undefined where there is none. */
function wayRound({ edges }: Part, members: ReadonlySet<string>): readonly string[] | undefined {
  const readers = listsByKey(edges.map(({ from, to }) => [from[0], to[0]] as const));
  const cameFrom = new Map<string, string>();
  const outside: string[] = [];
  for (const member of members) {
    for (const reader of readers.get(member) ?? []) {
      if (members.has(reader) || cameFrom.has(reader)) continue;
      cameFrom.set(reader, member);
      outside.push(reader);
    }
  }
  for (const id of outside) {
    for (const reader of readers.get(id) ?? []) {
      if (members.has(reader)) return [...wayFrom(id, cameFrom), reader];
      if (cameFrom.has(reader)) continue;
      cameFrom.set(reader, id);
      outside.push(reader);
    }
  }
  return undefined;
}

function wayFrom(id: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way = [id];
  for (let at = cameFrom.get(id); at !== undefined; at = cameFrom.get(at)) way.unshift(at);
  return way;
}

function loopReason({ nodes }: Part, way: readonly string[]): string {
  const byId = nodesById(nodes);
  const names = way.map((id) => displayName(byId.get(id) ?? { id }));
  const between = names.slice(1, -1).join(', ');
  return `The block would feed itself: ${names.join(' → ')} leaves the selection and comes back. Select ${between} too.`;
}

/** Why nodes that share parameters cannot part: a block's nodes share with each other only. */
function sharingAcross({ nodes }: Part, members: ReadonlySet<string>): string | undefined {
  const byId = nodesById(nodes);
  for (const node of nodes) {
    const across = sharedWith(node).find(
      (owner) => byId.has(owner) && members.has(owner) !== members.has(node.id),
    );
    if (across === undefined) continue;
    const [one, other] = [displayName(node), displayName(byId.get(across) ?? { id: across })];
    return `${one} uses the parameters of ${other}: select both, or give ${one} weights of its own first.`;
  }
  return undefined;
}

/** The nodes whose parameters a node uses. */
export const sharedWith = ({ shares }: GraphNode): readonly string[] =>
  shares === undefined
    ? []
    : typeof shares === 'string'
      ? [shares]
      : Object.values(shares).map((owner) => keyParts(owner).node);

/** One port for each value that comes in from outside, and for each input that still waits for one. */
function inputPorts(
  document: GraphDocument,
  { edges }: Part,
  chosen: readonly GraphNode[],
): readonly NewPort[] {
  const members = new Set(chosen.map(({ id }) => id));
  const found = new Map<string, { inner: Endpoint[]; outer: Endpoint | undefined }>();
  const wired = new Set(edges.map(({ to }) => key(to)));
  for (const { from, to } of edges) {
    if (!members.has(to[0]) || members.has(from[0])) continue;
    const port = found.get(key(from));
    if (port === undefined) found.set(key(from), { inner: [to], outer: from });
    else port.inner.push(to);
  }
  for (const node of chosen) {
    for (const { name } of operatorIn(document, node)?.inputs ?? []) {
      const end: Endpoint = [node.id, name];
      if (!wired.has(key(end))) found.set(`waiting ${key(end)}`, { inner: [end], outer: undefined });
    }
  }
  return named([...found.values()], chosen);
}

/** One port for each value that is read outside, and for each output that nothing reads yet; a loss needs none. */
function outputPorts(
  document: GraphDocument,
  { edges }: Part,
  chosen: readonly GraphNode[],
): readonly NewPort[] {
  const members = new Set(chosen.map(({ id }) => id));
  const [inside, outside] = [new Set<string>(), new Set<string>()];
  for (const { from, to } of edges) (members.has(to[0]) ? inside : outside).add(key(from));
  const ends = chosen.flatMap((node) => {
    const operator = operatorIn(document, node);
    const outputs = operator?.category === 'loss' ? [] : (operator?.outputs ?? []);
    const read = edges.filter(({ from }) => from[0] === node.id).map(({ from }) => from[1]);
    const names = new Set([...outputs.map(({ name }) => name), ...read]);
    return [...names].map((name): Endpoint => [node.id, name]);
  });
  const given = ends.filter((end) => outside.has(key(end)) || !inside.has(key(end)));
  return named(
    given.map((end) => ({ inner: [end], outer: undefined })),
    chosen,
  );
}

/** The inner port's name where that is enough to tell the ports apart, else the inner node's with a number. */
function named(ports: readonly Omit<NewPort, 'name'>[], chosen: readonly GraphNode[]): readonly NewPort[] {
  const byId = new Map(chosen.map((node) => [node.id, node]));
  const counts = new Map<string, number>();
  for (const { inner } of ports) {
    const port = inner[0]?.[1] ?? '';
    counts.set(port, (counts.get(port) ?? 0) + 1);
  }
  const taken = new Set<string>();
  return ports.map((port) => {
    const [node = '', own = ''] = port.inner[0] ?? [];
    const isEnough = counts.get(own) === 1;
    const stem = isEnough ? own : portWord(displayName(byId.get(node) ?? { id: node })) || own;
    let name = stem;
    for (let number = 2; taken.has(name); number += 1) name = `${stem}.${number}`;
    taken.add(name);
    return { ...port, name };
  });
}

function innerEdges(
  { edges }: Part,
  members: ReadonlySet<string>,
  inputs: readonly NewPort[],
  outputs: readonly NewPort[],
): readonly GraphEdge[] {
  const portOf = new Map(
    inputs.flatMap(({ name, outer }) => (outer === undefined ? [] : [[key(outer), name] as const])),
  );
  // In the order of the wires they come from: a node that takes several keeps their order.
  const kept = edges.flatMap(({ from, to }): readonly GraphEdge[] => {
    if (!members.has(to[0])) return [];
    const port = members.has(from[0]) ? undefined : portOf.get(key(from));
    return [{ from: port === undefined ? from : [blockInputs, port], to }];
  });
  const waiting = inputs.flatMap(({ name, inner, outer }) =>
    outer === undefined ? inner.map((to): GraphEdge => ({ from: [blockInputs, name], to })) : [],
  );
  const given = outputs.flatMap(({ name, inner }) =>
    inner.map((from): GraphEdge => ({ from, to: [blockOutputs, name] })),
  );
  return [...kept, ...waiting, ...given];
}

function outerEdges(
  { edges }: Part,
  members: ReadonlySet<string>,
  use: string,
  inputs: readonly NewPort[],
  outputs: readonly NewPort[],
): readonly GraphEdge[] {
  const portOf = new Map(
    inputs.flatMap(({ name, outer }) => (outer === undefined ? [] : [[key(outer), name] as const])),
  );
  const givenAt = new Map(
    outputs.flatMap(({ name, inner }) => inner.map((end) => [key(end), name] as const)),
  );
  const drawn = new Set<string>();
  return edges.flatMap((edge): readonly GraphEdge[] => {
    const { from, to } = edge;
    if (members.has(from[0]) && members.has(to[0])) return [];
    if (members.has(from[0])) return [{ from: [use, givenAt.get(key(from)) ?? from[1]], to }];
    if (!members.has(to[0])) return [edge];
    const port = portOf.get(key(from)) ?? to[1];
    if (drawn.has(port)) return [];
    drawn.add(port);
    return [{ from, to: [use, port] }];
  });
}
