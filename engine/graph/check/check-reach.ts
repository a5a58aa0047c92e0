import { ownersOfKey } from '../blocks/blocks.ts';
import { displayName } from '../display-name.ts';
import type { GraphNode } from '../document.ts';
import { type Topology, upstreamOf } from '../topology.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';

/**
 * Nodes that feed no loss; one that has a fault of its own has enough to say. A use of a block whose nodes all reach
 * none is told as one; the fix for a part of a block would change its other uses, so that none is offered.
 */
export function unreachable(
  losses: readonly string[],
  { nodes, incoming }: Topology,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  const reaching = upstreamOf(losses, incoming);
  const troubled = new Set(found.map(({ node }) => node));
  const usedWell = new Set([...reaching].flatMap(ownersOfKey));
  const told = new Set<string>();
  return [...nodes.values()].flatMap((node): readonly Diagnostic[] => {
    if (reaching.has(node.id) || troubled.has(node.id)) return [];
    const owners = ownersOfKey(node.id);
    const lost = owners.find((use) => !usedWell.has(use));
    const id = lost ?? node.id;
    if (told.has(id) || owners.some((use) => troubled.has(use))) return [];
    told.add(id);
    const name = lost === undefined ? displayName(node) : nameOfUse(node, lost);
    return [
      diagnostic('unreachable', {
        node: id,
        title: `${name} reaches no loss`,
        message:
          'Expected a way to a loss; found none, so training leaves it as it is. Wire it or remove it.',
        fixes: id.includes('/') ? [] : [{ kind: 'remove-node', node: id, label: `Remove ${name}` }],
      }),
    ];
  });
}

/** The name of a use around a node: as much of the node's, which names all uses around it, as the use's id is long. */
const nameOfUse = (node: GraphNode, use: string): string =>
  displayName(node).split('/').slice(0, use.split('/').length).join('/');
