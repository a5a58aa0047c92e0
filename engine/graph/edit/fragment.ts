import { parameterKey } from '../../program/program.ts';
import {
  blocksWithin,
  blockUsedBy,
  isBoundary,
  ownersOfKey,
  prefixOf,
  renameShares,
} from '../blocks/blocks.ts';
import { mergeBlocks, renamedUse } from '../blocks/merge-blocks.ts';
import type { GraphDocument, GraphEdge, GraphNode } from '../document.ts';
import { sharesOfCopy } from '../sharing.ts';
import { withAnnotations } from './annotations.ts';
import { type Added, movedBy, type Position } from './edit.ts';
import { freshNames } from './fresh-names.ts';

/**
 * A part of a graph: what copying takes and pasting puts in. A whole document is one too, so that a fragment can
 * travel as the text of a document.
 */
export interface Fragment {
  readonly nodes: readonly GraphNode[];
  /** Wires within the fragment, and those that lead into it from outside. */
  readonly edges: readonly GraphEdge[];
  readonly annotations?: GraphDocument['annotations'];
  /** Blocks that the nodes are uses of, and those within these. */
  readonly blocks?: GraphDocument['blocks'];
  readonly weights?: GraphDocument['weights'];
}

/** Within a level of a document the ids of a copy are those within the block. */
export function copyNodes(document: GraphDocument, ids: Iterable<string>): Fragment {
  const chosen = new Set([...ids].filter((id) => !isBoundary(id)));
  const weights = Object.entries(document.weights ?? {}).filter(([key]) =>
    ownersOfKey(key).some((id) => chosen.has(id)),
  );
  const nodes = document.nodes.filter(({ id }) => chosen.has(id));
  const blocks = blocksOf(document, nodes);
  const prefix = prefixOf(document);
  const local = (key: string): string => (key.startsWith(prefix) ? key.slice(prefix.length) : key);
  const annotations = (document.annotations ?? [])
    .filter(({ id }) => chosen.has(id))
    .map((each) => ({ ...each, id: local(each.id) }));
  return {
    nodes: nodes.map((node) => (prefix === '' ? node : renameShares({ ...node, id: local(node.id) }, local))),
    edges: document.edges.flatMap(({ from, to }) =>
      chosen.has(to[0]) && !isBoundary(from[0])
        ? [{ from: [local(from[0]), from[1]], to: [local(to[0]), to[1]] }]
        : [],
    ),
    ...(annotations.length === 0 ? {} : { annotations }),
    ...(blocks.length === 0 ? {} : { blocks }),
    ...(weights.length === 0
      ? {}
      : { weights: Object.fromEntries(weights.map(([key, tensor]) => [local(key), tensor])) }),
  };
}

/** The blocks that some nodes are uses of, with the blocks within these. */
function blocksOf(document: GraphDocument, nodes: readonly GraphNode[]): NonNullable<Fragment['blocks']> {
  const needed = new Set<string>();
  for (const node of nodes) {
    const used = blockUsedBy(document, node);
    if (used !== undefined) for (const id of blocksWithin(document, used.id)) needed.add(id);
  }
  return (document.blocks ?? []).filter(({ id }) => needed.has(id));
}

export interface PasteOptions {
  /** How far from where they were copied, in pixels. */
  readonly offset?: Position;
  /** Also draws the wires that led into the copied nodes from outside, where their sources are still there. */
  readonly keepIncoming?: boolean;
}

const defaultOffset: Position = { x: 32, y: 32 };

/** Puts a fragment in under fresh ids. */
export function pasteFragment(
  document: GraphDocument,
  fragment: Fragment,
  { offset = defaultOffset, keepIncoming = false }: PasteOptions = {},
): Added {
  const names = freshNames(document);
  const { blocks, newIds: newBlocks } = mergeBlocks(document, fragment.blocks ?? []);
  const copies = new Map<string, GraphNode>();
  for (const node of fragment.nodes) {
    if (copies.has(node.id)) continue;
    const { name, shares: _, ...rest } = node;
    copies.set(node.id, {
      ...rest,
      operator: renamedUse(node.operator, newBlocks),
      id: names.forOperator(node.operator),
      ...(name === undefined || name === node.id ? {} : { name: names.like(name) }),
      position: movedBy(node.position, offset),
    });
  }
  const annotations = (fragment.annotations ?? []).map((each) => ({
    ...each,
    id: names.forAnnotation(each.kind),
    position: movedBy(each.position, offset),
  }));
  const prefix = prefixOf(document);
  const present = new Set(document.nodes.map(({ id }) => id));
  const there = (id: string): string | undefined =>
    keepIncoming && present.has(`${prefix}${id}`) ? `${prefix}${id}` : undefined;
  for (const { id, shares } of fragment.nodes) {
    const copy = copies.get(id);
    if (copy === undefined || shares === undefined) continue;
    const copied = sharesOfCopy(shares, (owner) => copies.get(owner)?.id ?? there(owner));
    if (copied !== undefined) copies.set(id, { ...copy, shares: copied });
  }
  const edges = fragment.edges.flatMap(({ from, to }): readonly GraphEdge[] => {
    const target = copies.get(to[0]);
    const source = copies.get(from[0])?.id ?? there(from[0]);
    if (target === undefined || source === undefined) return [];
    return [{ from: [source, from[1]], to: [target.id, to[1]] }];
  });
  const weights = Object.entries(fragment.weights ?? {}).flatMap(([key, tensor]) => {
    const owner = ownersOfKey(key).findLast((id) => copies.has(id));
    const copy = owner === undefined ? undefined : copies.get(owner);
    if (owner === undefined || copy === undefined) return [];
    return [[parameterKey(copy.id, key.slice(owner.length + 1)), tensor] as const];
  });
  return {
    document: {
      ...withAnnotations(document, [...(document.annotations ?? []), ...annotations]),
      nodes: [...document.nodes, ...copies.values()],
      edges: [...document.edges, ...edges],
      ...(blocks.length === 0 ? {} : { blocks }),
      ...(weights.length === 0 ? {} : { weights: { ...document.weights, ...Object.fromEntries(weights) } }),
    },
    ids: [...copies.values(), ...annotations].map(({ id }) => id),
  };
}
