import type { BlockDefinition, Endpoint, GraphDocument, GraphEdge, GraphNode } from '../document.ts';
import { listsByKey } from '../lists-by-key.ts';
import { nodesById } from '../ownership.ts';

/** The document itself, or the inside of one use of a block. */
export interface Scope {
  readonly prefix: string;
  /** Before the names of its nodes in messages. */
  readonly names: string;
  readonly frozen: boolean;
  /** Whether it is inside a use that is muted. */
  readonly muted: boolean;
  /** The prefix of the use whose parameters this one uses in place of its own. */
  readonly shares: string | undefined;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly block: BlockDefinition | undefined;
  readonly outer: { readonly scope: Scope; readonly use: string } | undefined;
  /** Uses inside it that could be entered, by id. */
  readonly uses: Map<string, Scope>;
  readonly byId: ReadonlyMap<string, GraphNode>;
  /** Wires by `node port` of their end. */
  readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  /** `node port` of every end that a wire comes from. */
  readonly read: ReadonlySet<string>;
}

export const noWires: readonly GraphEdge[] = [];
export const endKey = ([node, port]: Endpoint): string => `${node} ${port}`;
export const withPrefix = ({ prefix }: Scope, [node, port]: Endpoint): Endpoint => [`${prefix}${node}`, port];

export function scopeOf(
  part: Pick<GraphDocument, 'nodes' | 'edges'>,
  around: Pick<Scope, 'prefix' | 'names' | 'frozen' | 'muted' | 'shares' | 'block' | 'outer'>,
): Scope {
  const byId = nodesById(part.nodes);
  const incoming = listsByKey(part.edges.map((edge) => [endKey(edge.to), edge] as const));
  const read = new Set(part.edges.map(({ from }) => endKey(from)));
  return { ...around, nodes: part.nodes, edges: part.edges, uses: new Map(), byId, incoming, read };
}

/** An end that a wire comes from, and where it was drawn. */
export interface Place {
  readonly scope: Scope;
  readonly end: Endpoint;
}
