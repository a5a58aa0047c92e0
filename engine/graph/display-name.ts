import type { GraphDocument, GraphNode, Skip } from './document.ts';
import { nodesById } from './ownership.ts';

/** A node's id within its own level: fc1 of encoder/fc1, which is fc1 in the block that encoder is a use of. */
export const localId = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** What a person calls a node: the name it was given, else its id. */
export const displayName = (node: Pick<GraphNode, 'id' | 'name'>): string => node.name ?? localId(node.id);

/** The name of a document's node by its id; the id itself where it is not there. */
export const nameOfNode = ({ nodes }: Pick<GraphDocument, 'nodes'>, id: string): string =>
  displayName(nodesById(nodes).get(id) ?? { id });

/** How a node that is left out is called. */
export const skipWords: Readonly<Record<Skip, string>> = { bypass: 'bypassed', mute: 'muted' };
