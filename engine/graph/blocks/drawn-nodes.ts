import type { GraphDocument, GraphNode } from '../document.ts';
import { measureBlocks } from './block-sizes.ts';
import { blockUsedBy, isBoundary, isUse } from './blocks.ts';
import { type LevelPath, levelOf } from './levels.ts';

/**
 * Every node that is drawn, on whatever level, by the id that it has there: those of the document, then those inside its
 * uses of blocks. Where blocks cannot be written out, those of the document alone.
 */
export function drawnNodes(document: GraphDocument): readonly GraphNode[] {
  const { fault, closing } = measureBlocks(document);
  if (fault !== undefined || closing.size > 0) return document.nodes;
  const nodesFrom = (path: LevelPath): readonly GraphNode[] => {
    const nodes = levelOf(document, path).nodes.filter(({ id }) => !isBoundary(id));
    const inside = nodes.filter((node) => isUse(node) && blockUsedBy(document, node) !== undefined);
    return [...nodes, ...inside.flatMap(({ id }) => nodesFrom(id.split('/')))];
  };
  return nodesFrom([]);
}
