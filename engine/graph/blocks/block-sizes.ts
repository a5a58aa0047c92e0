import { type Diagnostic, diagnostic } from '../check/diagnostic.ts';
import {
  type BlockDefinition,
  type GraphDocument,
  type GraphNode,
  maximumEdges,
  maximumNodes,
} from '../document.ts';
import { blockUsedBy, findBlock, isUse } from './blocks.ts';

/** How deep blocks may lie within blocks: ids and names grow with every level. */
const deepest = 24;

/** What is known of a document's blocks before one of them is written out. */
export interface BlockSizes {
  /** Uses that would put a block into itself; without them every block ends. */
  readonly closing: ReadonlySet<GraphNode>;
  /** Why the blocks cannot be written out: too many nodes or wires, or too deep. */
  readonly fault: Diagnostic | undefined;
}

interface Size {
  readonly nodes: bigint;
  readonly edges: bigint;
  readonly depth: number;
}

/**
 * Finds blocks within themselves, and how large the document becomes when all blocks are written out. Blocks within
 * blocks multiply, so the numbers are exact integers of any size, known before anything is made.
 */
export function measureBlocks(document: GraphDocument): BlockSizes {
  const closing = new Set<GraphNode>();
  const sizes = new Map<string, Size>();
  const open = new Set<string>();

  const measure = (part: Pick<BlockDefinition, 'nodes' | 'edges'>): Size => {
    let size: Size = { nodes: 0n, edges: BigInt(part.edges.length), depth: 0 };
    for (const node of part.nodes) {
      const block = isUse(node) ? blockUsedBy(document, node) : undefined;
      if (block !== undefined && open.has(block.id)) closing.add(node);
      else if (block === undefined) size = { ...size, nodes: size.nodes + 1n };
      else {
        const inner = sizeOf(block);
        size = {
          nodes: size.nodes + inner.nodes,
          edges: size.edges + inner.edges,
          depth: Math.max(size.depth, inner.depth + 1),
        };
      }
    }
    return size;
  };
  const sizeOf = (block: BlockDefinition): Size => {
    const known = sizes.get(block.id);
    if (known !== undefined) return known;
    open.add(block.id);
    const size = measure(findBlock(document, block.id) ?? block);
    open.delete(block.id);
    sizes.set(block.id, size);
    return size;
  };

  const size = measure(document as Pick<BlockDefinition, 'nodes' | 'edges'>);
  return { closing, fault: sizeFault(size) };
}

function sizeFault({ nodes, edges, depth }: Size): Diagnostic | undefined {
  const refuse = (found: string, limit: string): Diagnostic =>
    diagnostic('too-many-nodes', {
      title: 'The blocks are too large together',
      message: `Expected at most ${limit} with all blocks written out; found ${found}. Use fewer blocks within blocks.`,
    });
  if (nodes > BigInt(maximumNodes)) return refuse(`${nodes} nodes`, `${maximumNodes} nodes`);
  if (edges > BigInt(maximumEdges)) return refuse(`${edges} wires`, `${maximumEdges} wires`);
  if (depth > deepest) return refuse(`${depth}`, `${deepest} levels of blocks`);
  return undefined;
}
