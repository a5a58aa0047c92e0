import type { GraphDocument, GraphNode } from './document.ts';

/** What a person calls a node: the name it was given, else its id. */
export const displayName = (node: Pick<GraphNode, 'id' | 'name'>): string => node.name ?? node.id;

/** The name of a document's node by its id; the id itself where it is not there. */
export const nameOfNode = ({ nodes }: Pick<GraphDocument, 'nodes'>, id: string): string =>
  displayName(nodes.find((node) => node.id === id) ?? { id });
