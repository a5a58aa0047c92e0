import type { GraphNode } from './document.ts';

/** What a person calls a node: the name it was given, else its id. */
export const displayName = (node: Pick<GraphNode, 'id' | 'name'>): string => node.name ?? node.id;
