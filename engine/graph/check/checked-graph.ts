import type {
  Attributes,
  BufferDeclaration,
  Operator,
  ParameterDeclaration,
  PortType,
} from '../../operators/operator.ts';
import type { Dimension } from '../../program/shape.ts';
import type { Endpoint, GraphDocument, GraphNode } from '../document.ts';
import type { Diagnostic } from './diagnostic.ts';

/** A wire into a port whose type is known. */
export interface Connection {
  readonly from: Endpoint;
  readonly type: PortType;
}

/** A node whose operator, attributes and input types are all known and fit. */
export interface CheckedNode {
  readonly node: GraphNode;
  readonly operator: Operator;
  /** Every declared attribute: as drawn, else the default; inferred ones filled in. */
  readonly attributes: Attributes;
  /** By port; a port that takes several wires has them in the order of the document's edges. */
  readonly inputs: ReadonlyMap<string, readonly Connection[]>;
  readonly outputs: ReadonlyMap<string, PortType>;
  readonly parameters: readonly ParameterDeclaration[];
  readonly buffers: readonly BufferDeclaration[];
  /** How many values train mode takes each statistic over; undefined where it takes none. */
  readonly valuesPerStatistic: Dimension | undefined;
  /**
   * Parameters, and with them buffers, that belong to another node, by name: the `node/name` of the node that has them
   * as its own.
   */
  readonly shares: ReadonlyMap<string, string>;
  /** Elements of the parameters that are its own, exact at any size: a shared one counts where it belongs. */
  readonly parameterCount: bigint;
}

/** What `checkGraph` knows of a document: what is wrong, and the types of all that is right. */
export interface CheckedGraph {
  readonly document: GraphDocument;
  /** The document with every block written out: what all below speaks of. */
  readonly flat: GraphDocument;
  /** Where the value at a block's port comes from, by `node port` (see `expandBlocks`). */
  readonly sources: ReadonlyMap<string, Endpoint>;
  /** Nodes and uses of blocks that are drawn and not computed (see `expandBlocks`). */
  readonly leftOut: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
  /** Ids of all nodes that are on no cycle, each after what it reads, otherwise in document order. */
  readonly order: readonly string[];
  /** Nodes whose types are known; a node in error, or fed by one, is not here. */
  readonly nodes: ReadonlyMap<string, CheckedNode>;
  readonly parameterCount: { readonly total: bigint; readonly trainable: bigint; readonly frozen: bigint };
  /** No error, at least one loss, and batches large enough: the graph can train. */
  readonly trainable: boolean;
}

/** The output of a node that gives what an output port carries: itself, unless the port is a block's. */
export const sourceOf = ({ sources }: Pick<CheckedGraph, 'sources'>, end: Endpoint): Endpoint =>
  sources.get(end.join(' ')) ?? end;
