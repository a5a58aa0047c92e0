import type { GraphNode } from './document.ts';
import { oncePer } from './once-per.ts';
import { keyParts } from './parameter-keys.ts';

/** To which node of a document, or of a block, a parameter belongs that nodes share. */

type Nodes = ReadonlyMap<string, GraphNode>;

/** Of two with one id the first. */
export const nodesById = oncePer((nodes: readonly GraphNode[]): Nodes => {
  const byId = new Map<string, GraphNode>();
  for (const node of nodes) if (!byId.has(node.id)) byId.set(node.id, node);
  return byId;
});

/** The node that all parameters of a node belong to: itself, or at the end of what it shares whole. */
export function ownerOf(id: string, nodes: Nodes): string {
  const seen = new Set<string>();
  let owner = id;
  for (;;) {
    const shares = nodes.get(owner)?.shares;
    if (typeof shares !== 'string' || seen.has(owner) || !nodes.has(shares)) return owner;
    seen.add(owner);
    owner = shares;
  }
}

/** Under which `node/parameter` the parameter of a node is kept that is shared by itself. */
function keyOfTied(key: string, nodes: Nodes): string {
  const seen = new Set<string>();
  let kept = key;
  while (!seen.has(kept)) {
    seen.add(kept);
    const { node, parameter } = keyParts(kept);
    const owner = ownerOf(node, nodes);
    const shares = nodes.get(owner)?.shares;
    const further = typeof shares === 'object' ? shares[parameter] : undefined;
    kept = further ?? `${owner}/${parameter}`;
  }
  return kept;
}

/** Whether a node has the parameter (for a use of a block, `node/parameter` within it) as its own. */
export const isOwn = ({ shares }: GraphNode, parameter: string): boolean =>
  shares === undefined || (typeof shares === 'object' && !Object.hasOwn(shares, parameter));

/**
 * What an edit of what nodes share made their own: gives for the key of a parameter those of the nodes that used it
 * before and have one of their own after.
 */
export function newlyOwned(
  before: readonly GraphNode[],
  after: readonly GraphNode[],
): (key: string) => readonly string[] {
  const known = nodesById(before);
  const now = nodesById(after);
  const shared = before.filter(({ id, shares }) => shares !== undefined && now.get(id)?.shares !== shares);
  return (key) =>
    shared.flatMap((node) => {
      const names =
        typeof node.shares === 'object'
          ? Object.entries(node.shares).flatMap(([name, from]) =>
              keyOfTied(from, known) === key ? [name] : [],
            )
          : [ownerOf(node.id, known)].flatMap((owner) =>
              owner !== node.id && key.startsWith(`${owner}/`) ? [key.slice(owner.length + 1)] : [],
            );
      const drawn = now.get(node.id);
      return names.flatMap((name) =>
        drawn !== undefined && isOwn(drawn, name) ? [`${node.id}/${name}`] : [],
      );
    });
}
