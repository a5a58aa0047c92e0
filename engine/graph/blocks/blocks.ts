import { localId } from '../display-name.ts';
import {
  type BlockDefinition,
  blockInputs,
  blockOutputs,
  type GraphDocument,
  type GraphNode,
} from '../document.ts';
import { oncePer } from '../once-per.ts';

/**
 * How nodes name blocks. A use of a block is a node with the operator `block:id`. While one looks inside a block, the
 * cards of its own ports are nodes with the operators `inputs:id` and `outputs:id`; these are never saved.
 */
const usePrefix = 'block:';
const inputsPrefix = 'inputs:';
const outputsPrefix = 'outputs:';

type Blocks = Pick<GraphDocument, 'blocks'>;

export const operatorForUse = (block: string): string => `${usePrefix}${block}`;
export const inputsOf = (block: string): string => `${inputsPrefix}${block}`;
export const outputsOf = (block: string): string => `${outputsPrefix}${block}`;

/** The block that an operator's name stands for, and as what; undefined for operators of the catalogue. */
export function blockNamed(
  operator: string,
): { readonly block: string; readonly as: 'use' | 'inputs' | 'outputs' } | undefined {
  if (operator.startsWith(usePrefix)) return { block: operator.slice(usePrefix.length), as: 'use' };
  if (operator.startsWith(inputsPrefix)) return { block: operator.slice(inputsPrefix.length), as: 'inputs' };
  if (operator.startsWith(outputsPrefix)) {
    return { block: operator.slice(outputsPrefix.length), as: 'outputs' };
  }
  return undefined;
}

export const isUse = ({ operator }: { readonly operator: string }): boolean => operator.startsWith(usePrefix);

/** Whether an id is that of the card of a block's own inputs or outputs. */
export const isBoundary = (id: string): boolean =>
  localId(id) === blockInputs || localId(id) === blockOutputs;

const byId = oncePer(
  (blocks: readonly BlockDefinition[]) => new Map(blocks.map((block) => [block.id, block])),
);

export const findBlock = ({ blocks }: Blocks, id: string): BlockDefinition | undefined =>
  blocks === undefined ? undefined : byId(blocks).get(id);

/** The block that a node is a use of. */
export function blockUsedBy(
  document: Blocks,
  node: { readonly operator: string } | undefined,
): BlockDefinition | undefined {
  const named = node === undefined ? undefined : blockNamed(node.operator);
  return named?.as === 'use' ? findBlock(document, named.block) : undefined;
}

/** Blocks that a block's nodes use, directly or within one another, the block itself included. */
export function blocksWithin(document: Blocks, block: string): ReadonlySet<string> {
  const found = new Set([block]);
  for (const id of found) {
    for (const { operator } of findBlock(document, id)?.nodes ?? []) {
      const named = blockNamed(operator);
      if (named?.as === 'use') found.add(named.block);
    }
  }
  return found;
}

/**
 * What the ids of a level of a document begin with: 'encoder/' inside the block that encoder is a use of. A level
 * always holds the card of its inputs, which tells where it is; a whole document has none, and begins with ''.
 */
export function prefixOf({ nodes }: Pick<GraphDocument, 'nodes'>): string {
  const card = nodes.find(({ id }) => localId(id) === blockInputs);
  return card === undefined ? '' : card.id.slice(0, -blockInputs.length);
}

/** The block whose inside a level shows; undefined for a whole document. */
export function blockShown({ nodes }: Pick<GraphDocument, 'nodes'>): string | undefined {
  const card = nodes.find(({ id }) => localId(id) === blockInputs);
  return card === undefined ? undefined : blockNamed(card.operator)?.block;
}

/** Whether an id, or a weight's key, belongs to a node or to what is inside it. */
export const isWithin = (id: string, node: string): boolean => id === node || id.startsWith(`${node}/`);

/** The node of a key and every use of a block around it: b/fc1/weight belongs to b/fc1 and to b. */
export function ownersOfKey(key: string): readonly string[] {
  const parts = key.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** What a node shares, with the ids of those it shares with changed. */
export function renameShares<N extends Pick<GraphNode, 'shares'>>(
  node: N,
  rename: (id: string) => string,
): N {
  const { shares } = node;
  if (shares === undefined) return node;
  const renamed =
    typeof shares === 'string'
      ? rename(shares)
      : Object.fromEntries(Object.entries(shares).map(([name, key]) => [name, rename(key)]));
  return { ...node, shares: renamed };
}
