import {
  type BlockDefinition,
  blockInputs,
  blockOutputs,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../document.ts';
import { withAnnotations } from '../edit/annotations.ts';
import { isOwn, newlyOwned } from '../ownership.ts';
import { keyParts } from '../parameter-keys.ts';
import { dropUnfitWeights, keepWeights, rekeyParameters } from '../stored-weights.ts';
import {
  blockUsedBy,
  findBlock,
  inputsOf,
  isBoundary,
  outputsOf,
  ownersOfKey,
  renameShares,
} from './blocks.ts';

/**
 * A level of a document: the document itself, or the inside of a use of a block, shown as a document. Ids in it are
 * those of the document with its blocks written out (encoder/fc1), so that checks, weights, live values and formulas
 * belong to the use that was entered, while changes to nodes and wires belong to the block and so to all its uses.
 */

/** The uses that were entered, outermost first, by their ids within their level; none at the top. */
export type LevelPath = readonly string[];

/** Room between the nodes of a block and the cards of its ports, in pixels. */
const besides = 200;

const prefixed = new WeakMap<GraphNode, Map<string, GraphNode>>();

/** A block's node as it is shown inside one use, the same object for the same node and place. */
function nodeAt(node: GraphNode, prefix: string): GraphNode {
  const known = prefixed.get(node) ?? new Map<string, GraphNode>();
  prefixed.set(node, known);
  const shown =
    known.get(prefix) ?? renameShares({ ...node, id: `${prefix}${node.id}` }, (id) => `${prefix}${id}`);
  known.set(prefix, shown);
  return shown;
}

/** The cards of a block's own ports: where they were put, else beside its nodes. */
function portCards(block: BlockDefinition, prefix: string): readonly GraphNode[] {
  const columns = block.nodes.map(({ position }) => position.x);
  const y = Math.min(...block.nodes.map(({ position }) => position.y), Number.POSITIVE_INFINITY);
  const row = Number.isFinite(y) ? y : 0;
  const left = columns.length === 0 ? 0 : Math.min(...columns);
  const right = columns.length === 0 ? 0 : Math.max(...columns);
  const card = (id: string, operator: string, name: string, position: GraphNode['position']): GraphNode => ({
    id: `${prefix}${id}`,
    operator,
    name,
    attributes: {},
    position,
  });
  return [
    card(blockInputs, inputsOf(block.id), 'Inputs', block.inputsAt ?? { x: left - besides, y: row }),
    card(blockOutputs, outputsOf(block.id), 'Outputs', block.outputsAt ?? { x: right + besides, y: row }),
  ];
}

/** The block that a path leads into; undefined where a use on the way is not there. */
export function blockAt(document: GraphDocument, path: LevelPath): BlockDefinition | undefined {
  let nodes = document.nodes;
  let block: BlockDefinition | undefined;
  for (const id of path) {
    block = blockUsedBy(
      document,
      nodes.find((node) => node.id === id),
    );
    if (block === undefined) return undefined;
    nodes = block.nodes;
  }
  return block;
}

/** As much of a path as there still is: a use may have been deleted or unpacked. */
export function existingPath(document: GraphDocument, path: LevelPath): LevelPath {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    if (blockAt(document, part) !== undefined) return length === path.length ? path : part;
  }
  return [];
}

/** The level that a path leads to; the document itself where the path is empty or leads nowhere. */
export function levelOf(document: GraphDocument, path: LevelPath): GraphDocument {
  const block = path.length === 0 ? undefined : blockAt(document, path);
  if (block === undefined) return document;
  const prefix = `${path.join('/')}/`;
  return {
    ...withAnnotations(
      document,
      (block.annotations ?? []).map((each) => ({ ...each, id: `${prefix}${each.id}` })),
    ),
    nodes: [...block.nodes.map((node) => nodeAt(node, prefix)), ...portCards(block, prefix)],
    edges: block.edges.map(({ from, to }) => ({
      from: [`${prefix}${from[0]}`, from[1]],
      to: [`${prefix}${to[0]}`, to[1]],
    })),
  };
}

/** Whether a level shows a node exactly as its block has it. */
const isUnchanged = (shown: GraphNode, node: GraphNode | undefined, prefix: string): boolean =>
  node !== undefined && nodeAt(node, prefix) === shown;

/**
 * What an edit of a block's nodes did to the stored weights and learning rates of the use that was entered is done to
 * those of all its uses: parameters that found another owner keep what was stored for them, and what was stored for
 * nodes that are gone, or in place of another initialiser, goes.
 */
function withParametersOf(
  document: GraphDocument,
  block: string,
  before: readonly GraphNode[],
  after: readonly GraphNode[],
): GraphDocument {
  const now = new Map(after.map((node) => [node.id, node]));
  const isTouched = before.some(({ id, shares, initialisers }) => {
    const drawn = now.get(id);
    return drawn === undefined || drawn.shares !== shares || drawn.initialisers !== initialisers;
  });
  if (!isTouched) return document;
  const owned = newlyOwned(before, after);
  const rekeyed = rekeyParameters(document, block, (key) => {
    const [id = key] = ownersOfKey(key);
    const drawn = now.get(id);
    const stays = drawn !== undefined && isOwn(drawn, key.slice(id.length + 1));
    return stays ? [key, ...owned(key)] : owned(key);
  });
  const known = new Map(before.map((node) => [node.id, node]));
  return keepWeights(
    rekeyed,
    (key) => {
      const { node: id, parameter } = keyParts(key);
      const [old, drawn] = [known.get(id), now.get(id)];
      if (old === drawn || old === undefined || drawn === undefined) return true;
      const isOther = old.initialisers?.[parameter] !== drawn.initialisers?.[parameter];
      return !(isOther && isOwn(old, parameter) && isOwn(drawn, parameter));
    },
    block,
  );
}

/**
 * The document with a level put back into it after an edit: nodes and wires into the block, all else (weights,
 * settings, other blocks) as the level has it. Stored weights that fit nothing any more are dropped, those of the
 * block's other uses too.
 */
export function withLevel(document: GraphDocument, path: LevelPath, level: GraphDocument): GraphDocument {
  const block = path.length === 0 ? undefined : blockAt(document, path);
  if (block === undefined) return level;
  const prefix = `${path.join('/')}/`;
  const local = (id: string): string => (id.startsWith(prefix) ? id.slice(prefix.length) : id);
  const before = new Map(block.nodes.map((node) => [node.id, node]));
  const inner = level.nodes.filter(({ id }) => !isBoundary(id));
  const nodes = inner.map((shown): GraphNode => {
    const id = local(shown.id);
    const known = before.get(id);
    return known !== undefined && isUnchanged(shown, known, prefix)
      ? known
      : renameShares({ ...shown, id }, local);
  });
  const edges = level.edges.map(
    ({ from, to }): GraphEdge => ({
      from: [local(from[0]), from[1]],
      to: [local(to[0]), to[1]],
    }),
  );
  const cards = portCards(block, prefix);
  const moved = (card: GraphNode | undefined): GraphNode['position'] | undefined => {
    const now = level.nodes.find(({ id }) => id === card?.id)?.position;
    const isSame = now === undefined || (now.x === card?.position.x && now.y === card.position.y);
    return isSame ? undefined : now;
  };
  const [inputsAt, outputsAt] = [moved(cards[0]), moved(cards[1])];
  const current = findBlock(level, block.id) ?? block;
  const annotations = (level.annotations ?? []).map((each) => ({ ...each, id: local(each.id) }));
  const changed: BlockDefinition = {
    ...withAnnotations(current, annotations),
    nodes,
    edges: edges as unknown as BlockDefinition['edges'],
    ...(inputsAt === undefined ? {} : { inputsAt }),
    ...(outputsAt === undefined ? {} : { outputsAt }),
  };
  const blocks = (level.blocks ?? []).map((each) => (each.id === block.id ? changed : each));
  const whole = {
    ...withAnnotations(level, document.annotations ?? []),
    nodes: document.nodes,
    edges: document.edges,
    blocks,
  };
  return dropUnfitWeights(withParametersOf(whole, block.id, block.nodes, nodes));
}
