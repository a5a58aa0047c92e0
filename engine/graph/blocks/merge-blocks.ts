import type { BlockDefinition, GraphDocument } from '../document.ts';
import { blockNamed, blocksWithin, operatorForUse } from './blocks.ts';

/** A document's blocks with others brought in, and the ids under which these are now known. */
export interface Merged {
  readonly blocks: readonly BlockDefinition[];
  readonly newIds: ReadonlyMap<string, string>;
}

/** The operator of a use after its block got another id. */
export function renamedUse(operator: string, newIds: ReadonlyMap<string, string>): string {
  const named = blockNamed(operator);
  const now = named?.as === 'use' ? newIds.get(named.block) : undefined;
  return now === undefined ? operator : operatorForUse(now);
}

/** The same nodes, wires and ports; where cards lie inside and what the block is called may differ. */
const isSame = (left: BlockDefinition, right: BlockDefinition): boolean => {
  const essence = ({ inputs, outputs, nodes, edges }: BlockDefinition) =>
    JSON.stringify([inputs, outputs, nodes, edges]);
  return essence(left) === essence(right);
};

/**
 * Brings blocks from elsewhere into a document. One that is there already, with all that it uses, is not doubled; one
 * whose id is taken by another block gets a fresh one, and uses of it within the others follow.
 */
export function mergeBlocks(document: GraphDocument, others: readonly BlockDefinition[]): Merged {
  const known = new Map((document.blocks ?? []).map((block) => [block.id, block]));
  const newIds = new Map<string, string>();
  const taken = new Set([...known.keys(), ...others.map(({ id }) => id)]);
  const differing = new Set(
    others.flatMap((block) => {
      const there = known.get(block.id);
      return there === undefined || isSame(there, block) ? [] : [block.id];
    }),
  );
  const added = others.filter((block) => {
    if (!known.has(block.id)) return true;
    // One that uses a block which is another here computes something else, though its own nodes are the same.
    const within = blocksWithin({ blocks: others }, block.id);
    if ([...within].every((id) => !differing.has(id))) return false;
    for (let number = 2; ; number += 1) {
      const id = `${block.id.replace(/\d+$/, '')}${number}`;
      if (taken.has(id)) continue;
      taken.add(id);
      newIds.set(block.id, id);
      return true;
    }
  });
  const renamed = added.map((block) => ({
    ...block,
    id: newIds.get(block.id) ?? block.id,
    nodes: block.nodes.map((node) => {
      const operator = renamedUse(node.operator, newIds);
      return operator === node.operator ? node : { ...node, operator };
    }),
  }));
  return { blocks: [...(document.blocks ?? []), ...renamed], newIds };
}
