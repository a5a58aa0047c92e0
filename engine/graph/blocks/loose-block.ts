import { type BlockDefinition, emptyDocument, type GraphDocument } from '../document.ts';
import { dropUnfitWeights } from '../stored-weights.ts';
import { blocksWithin, blockUsedBy, findBlock, operatorForUse } from './blocks.ts';
import { mergeBlocks, renamedUse } from './merge-blocks.ts';

type Weights = NonNullable<GraphDocument['weights']>;

/** The one use of its block that a loose document holds. */
const looseUse = 'block1';

/** The weights within one use of a block under the name of another. */
const weightsOfUse = (weights: Weights, use: string, as: string): Weights =>
  Object.fromEntries(
    Object.entries(weights).flatMap(([key, tensor]) =>
      key.startsWith(`${use}/`) ? [[`${as}${key.slice(use.length)}`, tensor]] : [],
    ),
  );

/**
 * A block apart from the graph it was drawn in, with the blocks it uses: a document that holds one use of it, so that it
 * is kept, read and checked as documents are. It has the weights of a use of it, or none: then what is taken up again
 * elsewhere starts anew.
 */
export function looseBlock(
  document: Pick<GraphDocument, 'blocks'>,
  id: string,
  of?: { readonly use: string; readonly weights: Weights },
): GraphDocument | undefined {
  const block = findBlock(document, id);
  if (block === undefined) return undefined;
  const within = blocksWithin(document, id);
  const weights = of === undefined ? {} : weightsOfUse(of.weights, of.use, looseUse);
  return {
    ...emptyDocument(block.name),
    nodes: [{ id: looseUse, operator: operatorForUse(id), attributes: {}, position: { x: 0, y: 0 } }],
    blocks: (document.blocks ?? []).filter((each) => within.has(each.id)),
    ...(Object.keys(weights).length === 0 ? {} : { weights }),
  };
}

/** Lets a use of a loose block start with the weights that it was kept with. */
export function withLooseWeights(document: GraphDocument, use: string, loose: GraphDocument): GraphDocument {
  if (loose.weights === undefined) return document;
  const weights = { ...document.weights, ...weightsOfUse(loose.weights, looseUse, use) };
  return dropUnfitWeights({ ...document, weights });
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
