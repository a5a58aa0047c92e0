import type { Annotation, BlockDefinition, GraphDocument, GraphEdge, GraphNode } from '../document.ts';
import { withAnnotations } from '../edit/annotations.ts';
import { findBlock, operatorForUse } from './blocks.ts';
import { blockAt, type LevelPath } from './levels.ts';

/** The nodes and wires of a document itself, or of one of its blocks. */
export interface Part {
  /** The block; undefined for the document itself. */
  readonly block: string | undefined;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly annotations?: readonly Annotation[];
}

export function partAt(document: GraphDocument, path: LevelPath): Part {
  const block = blockAt(document, path);
  const { nodes, edges, annotations = [] } = block ?? document;
  return withAnnotations<Part>({ block: block?.id, nodes, edges }, annotations);
}

/** Every part of a document: itself and each block. */
export const partsOf = (document: GraphDocument): readonly Part[] => [
  partAt(document, []),
  ...(document.blocks ?? []).map(({ id, nodes, edges, annotations = [] }) =>
    withAnnotations<Part>({ block: id, nodes, edges }, annotations),
  ),
];

/** Puts a part in the place of what it was made from. */
export function withPart(
  document: GraphDocument,
  { block, nodes, edges, annotations = [] }: Part,
): GraphDocument {
  if (block === undefined) return withAnnotations({ ...document, nodes, edges }, annotations);
  return changeBlock(document, block, (old) => ({
    ...withAnnotations(old, annotations),
    nodes,
    // Of a block's ends only `:in` and `:out` are no nodes, and edits keep them where they were.
    edges: edges as BlockDefinition['edges'],
  }));
}

export function changeBlock(
  document: GraphDocument,
  id: string,
  change: (block: BlockDefinition) => BlockDefinition,
): GraphDocument {
  const block = findBlock(document, id);
  const changed = block === undefined ? undefined : change(block);
  if (block === undefined || changed === undefined || changed === block) return document;
  return { ...document, blocks: (document.blocks ?? []).map((each) => (each === block ? changed : each)) };
}

/** How often a block is used, in the document and in its blocks. */
export const countUses = (document: GraphDocument, block: string): number =>
  partsOf(document).reduce(
    (count, { nodes }) => count + nodes.filter(({ operator }) => operator === operatorForUse(block)).length,
    0,
  );
