import { localId } from '../display-name.ts';
import {
  type BlockDefinition,
  blockInputs,
  blockOutputs,
  type Endpoint,
  type GraphDocument,
} from '../document.ts';
import { renameNode } from '../edit/edit.ts';
import { passOnOwnership, stopSharing } from '../sharing.ts';
import { changeBlock, countUses, partAt, partsOf, withPart } from './block-part.ts';
import { blockUsedBy, findBlock, operatorForUse } from './blocks.ts';
import { type LevelPath, levelOf, withLevel } from './levels.ts';

/** Changes to a document's blocks: their names, their ports, which uses share a definition. */

export type Side = 'input' | 'output';

const listOf = (side: Side): 'inputs' | 'outputs' => (side === 'input' ? 'inputs' : 'outputs');

/** An id and a name for one more block: block1 is Block 1. */
export function freshBlock({ blocks = [] }: GraphDocument): Pick<BlockDefinition, 'id' | 'name'> {
  const taken = new Set(blocks.flatMap(({ id, name }) => [id, name]));
  for (let number = 1; ; number += 1) {
    const [id, name] = [`block${number}`, `Block ${number}`];
    if (!taken.has(id) && !taken.has(name)) return { id, name };
  }
}

/** A name with the letters that a port's may have. */
export const portWord = (name: string): string =>
  name
    .trim()
    .replace(/[^A-Za-z0-9_.-]+/g, '_')
    .slice(0, 50);

export const renameBlock = (document: GraphDocument, id: string, name: string): GraphDocument =>
  changeBlock(document, id, (block) => {
    const wanted = name.trim().slice(0, 200);
    return wanted === '' || wanted === block.name ? block : { ...block, name: wanted };
  });

/** Gives a use another name, and its block too as long as it is the only use: until then they are one thing. */
export function renameUse(whole: GraphDocument, path: LevelPath, id: string, name: string): GraphDocument {
  const renamed = withLevel(whole, path, renameNode(levelOf(whole, path), id, name));
  const block = blockUsedBy(
    whole,
    partAt(whole, path).nodes.find((node) => node.id === localId(id)),
  );
  if (block === undefined || countUses(whole, block.id) > 1) return renamed;
  return renameBlock(renamed, block.id, name);
}

/**
 * Gives a use of a block a definition of its own, so that changes inside no longer reach other uses; it shares its
 * weights with none of them any more.
 */
export function makeIndependent(whole: GraphDocument, path: LevelPath, id: string): GraphDocument {
  const here = [...path, localId(id)].join('/');
  const document = withLevel(
    whole,
    path,
    stopSharing(passOnOwnership(levelOf(whole, path), new Set([here])), here),
  );
  const part = partAt(document, path);
  const use = part.nodes.find((node) => node.id === localId(id));
  const block = blockUsedBy(document, use);
  if (use === undefined || block === undefined) return whole;
  const copy: BlockDefinition = {
    ...block,
    ...freshBlock(document),
    name: `${block.name} (own)`.slice(0, 200),
  };
  const nodes = part.nodes.map((node) =>
    node === use ? { ...node, operator: operatorForUse(copy.id) } : node,
  );
  return withPart({ ...document, blocks: [...(document.blocks ?? []), copy] }, { ...part, nodes });
}

/** Takes a block's definition away; a document without blocks has no `blocks`. */
export function withoutBlock(document: GraphDocument, id: string): GraphDocument {
  const { blocks = [], ...rest } = document;
  const kept = blocks.filter((block) => block.id !== id);
  return kept.length === 0 ? rest : { ...rest, blocks: kept };
}

/** Takes a block out of the palette; one that is still used stays. */
export const removeBlock = (document: GraphDocument, id: string): GraphDocument =>
  findBlock(document, id) === undefined || countUses(document, id) > 0
    ? document
    : withoutBlock(document, id);

/** A port more, with a name that is still free: input, input2. */
export const addPort = (document: GraphDocument, id: string, side: Side): GraphDocument =>
  changeBlock(document, id, (block) => {
    const list = block[listOf(side)];
    const taken = new Set(list.map(({ name }) => name));
    let name: string = side;
    for (let number = 2; taken.has(name); number += 1) name = `${side}${number}`;
    return { ...block, [listOf(side)]: [...list, { name }] };
  });

/** Takes a port away, with the wires at it inside the block and at all its uses. */
export function removePort(document: GraphDocument, id: string, side: Side, port: string): GraphDocument {
  const block = findBlock(document, id);
  if (block === undefined || !block[listOf(side)].some(({ name }) => name === port)) return document;
  const shorter = changeBlock(document, id, (old) => ({
    ...old,
    [listOf(side)]: old[listOf(side)].filter(({ name }) => name !== port),
  }));
  return changeEnds(shorter, id, side, (end) => (end[1] === port ? undefined : end));
}

/** Gives a port another name, at all uses of its block; a name that is taken or empty changes nothing. */
export function renamePort(
  document: GraphDocument,
  id: string,
  side: Side,
  port: string,
  name: string,
): GraphDocument {
  const wanted = portWord(name);
  const list = findBlock(document, id)?.[listOf(side)] ?? [];
  if (wanted === '' || list.some((each) => each.name === wanted)) return document;
  if (!list.some((each) => each.name === port)) return document;
  const renamed = changeBlock(document, id, (old) => ({
    ...old,
    [listOf(side)]: old[listOf(side)].map((each) => (each.name === port ? { name: wanted } : each)),
  }));
  return changeEnds(renamed, id, side, (end) => (end[1] === port ? [end[0], wanted] : end));
}

/** Changes the ends of wires at one side of a block: at its own card inside, and at each use. Undefined removes. */
function changeEnds(
  document: GraphDocument,
  id: string,
  side: Side,
  change: (end: Endpoint) => Endpoint | undefined,
): GraphDocument {
  return partsOf(document).reduce((changed, part) => {
    const uses = new Set(
      part.nodes.filter(({ operator }) => operator === operatorForUse(id)).map((node) => node.id),
    );
    /** Whether an end is at this side of the block, from outside or from inside. */
    const isAt = (end: Endpoint, way: 'from' | 'to'): boolean => {
      if (uses.has(end[0])) return way === (side === 'input' ? 'to' : 'from');
      if (part.block !== id) return false;
      return end[0] === (side === 'input' ? blockInputs : blockOutputs);
    };
    const edges = part.edges.flatMap((edge) => {
      const from = isAt(edge.from, 'from') ? change(edge.from) : edge.from;
      const to = isAt(edge.to, 'to') ? change(edge.to) : edge.to;
      if (from === undefined || to === undefined) return [];
      return [from === edge.from && to === edge.to ? edge : { from, to }];
    });
    const isSame = edges.length === part.edges.length && edges.every((edge, at) => edge === part.edges[at]);
    return isSame ? changed : withPart(changed, { ...part, edges });
  }, document);
}
