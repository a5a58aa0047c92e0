import { operatorsOf, usableBlocks } from '../../engine/graph/blocks/block-operator.ts';
import { blockShown, operatorForUse } from '../../engine/graph/blocks/blocks.ts';
import { blockOfLoose, withLooseBlock, withLooseWeights } from '../../engine/graph/blocks/loose-block.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import type { Operator } from '../../engine/operators/operator.ts';
import { type ShelfBlock, shelfStore } from './shelf.ts';

/** What begins the name of a kept block where operators are listed; no document knows such names. */
const prefix = 'shelf:';

export const nameOnShelf = ({ key }: ShelfBlock): string => `${prefix}${key}`;

export const isOnShelf = (operator: string): boolean => operator.startsWith(prefix);

export const hasWeights = ({ loose }: ShelfBlock): boolean => loose.weights !== undefined;

const onShelf = (operator: string): ShelfBlock | undefined =>
  shelfStore.getState().blocks.find((block) => nameOnShelf(block) === operator);

/**
 * A document in which the operator of this name can be used, and its name there: a kept block's definition is put in
 * first. Undefined where the block is no longer kept.
 */
export function withinReach(
  document: GraphDocument,
  operator: string,
): { readonly document: GraphDocument; readonly operator: string } | undefined {
  if (!isOnShelf(operator)) return { document, operator };
  const kept = onShelf(operator);
  return kept === undefined ? undefined : withLooseBlock(document, kept.loose);
}

/** A document in which a node that was just added starts with the weights that its block was kept with, if it was. */
export function withKeptWeights(document: GraphDocument, operator: string, node: string): GraphDocument {
  const kept = onShelf(operator);
  return kept === undefined ? document : withLooseWeights(document, node, kept.loose);
}

/** A document with the definitions of all kept blocks, to try them, and by their names on the shelf those there. */
export function withShelf(document: GraphDocument, shelf: readonly ShelfBlock[]) {
  const names = new Map<string, string>();
  const all = shelf.reduce((before, block) => {
    const put = withLooseBlock(before, block.loose);
    if (put === undefined) return before;
    names.set(nameOnShelf(block), put.operator);
    return put.document;
  }, document);
  return { document: all, names };
}

/** What tells kept blocks of one origin apart: how much is in them, and whether they start with weights. */
export const markOf = (kept: ShelfBlock): string =>
  hasWeights(kept) ? 'with weights' : countedNodes(blockOfLoose(kept.loose)?.nodes.length ?? 0);

const countedNodes = (count: number): string => (count === 1 ? '1 node' : `${count} nodes`);

/** The kept blocks that may be used on a level of a document: inside a block, none that would hold that block. */
export function shelfOperators(
  level: GraphDocument,
  shelf: readonly ShelfBlock[],
): readonly { readonly id: string; readonly operator: Operator; readonly mark: string }[] {
  const { document, names } = withShelf(level, shelf);
  const find = operatorsOf(document);
  const usable = new Set(usableBlocks(document, blockShown(level)).map(({ id }) => operatorForUse(id)));
  return shelf.flatMap((kept) => {
    const id = nameOnShelf(kept);
    const there = names.get(id) ?? '';
    const operator = find(there);
    if (operator === undefined || !usable.has(there)) return [];
    const nodes = blockOfLoose(kept.loose)?.nodes.length ?? 0;
    const help = `A block that you keep for all graphs: ${countedNodes(nodes)} as one${hasWeights(kept) ? ', with their weights' : ''}.`;
    return [{ id, operator: { ...operator, name: kept.name, help }, mark: markOf(kept) }];
  });
}
