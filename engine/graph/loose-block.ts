import { blocksWithin, blockUsedBy, findBlock, operatorForUse } from './blocks.ts';
import { type BlockDefinition, emptyDocument, type GraphDocument } from './document.ts';
import { mergeBlocks, renamedUse } from './merge-blocks.ts';

/**
 * A block apart from the graph it was drawn in, with the blocks it uses: a document that holds one use of it, so that it
 * is kept, read and checked as documents are. It has no weights: what is taken up again elsewhere starts anew.
 */
export function looseBlock(document: Pick<GraphDocument, 'blocks'>, id: string): GraphDocument | undefined {
  const block = findBlock(document, id);
  if (block === undefined) return undefined;
  const within = blocksWithin(document, id);
  return {
    ...emptyDocument(block.name),
    nodes: [{ id: 'block1', operator: operatorForUse(id), attributes: {}, position: { x: 0, y: 0 } }],
    blocks: (document.blocks ?? []).filter((each) => within.has(each.id)),
  };
}

/** The block that such a document is about; undefined where it is about none. */
export const blockOfLoose = (loose: GraphDocument): BlockDefinition | undefined =>
  blockUsedBy(loose, loose.nodes[0]);

/** Puts the definitions of a loose block into a document, and tells the operator that uses of it have there. */
export function withLooseBlock(
  document: GraphDocument,
  loose: GraphDocument,
): { readonly document: GraphDocument; readonly operator: string } | undefined {
  const block = blockOfLoose(loose);
  if (block === undefined) return undefined;
  const { blocks, newIds } = mergeBlocks(document, loose.blocks ?? []);
  const isThere = blocks.length === (document.blocks ?? []).length;
  return {
    document: isThere ? document : { ...document, blocks },
    operator: renamedUse(operatorForUse(block.id), newIds),
  };
}
