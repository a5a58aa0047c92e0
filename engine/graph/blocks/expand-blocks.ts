import { findOperator } from '../../operators/catalogue.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import { displayName } from '../display-name.ts';
import {
  type BlockDefinition,
  blockInputs,
  blockOutputs,
  type Endpoint,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../document.ts';
import { leaveOutMuted } from '../leave-out-muted.ts';
import { type FindOperator, operatorOf } from '../operator-of.ts';
import { doubled, missing, recursion, roundabout, unknownBlock, unknownPort } from './block-faults.ts';
import { endKey, noWires, type Place, type Scope, scopeOf, withPrefix } from './block-scope.ts';
import { type BlockSizes, measureBlocks } from './block-sizes.ts';
import { blockUsedBy, isUse, renameShares } from './blocks.ts';

/**
 * A document whose blocks were written out and whose bypassed and muted nodes were taken out, so that all that follows
 * knows nothing of either.
 */
export interface Expansion {
  /**
   * Without uses of blocks: fc1 inside the use encoder is the node encoder/fc1. What is left out is not there.
   * Where nothing changes, the document itself.
   */
  readonly flat: GraphDocument;
  readonly diagnostics: readonly Diagnostic[];
  /** Nodes of `flat` that a block feeds with nothing: what is missing is said at the block. */
  readonly unfed: ReadonlySet<string>;
  /**
   * The output of a node that the value at a block's port comes from, by `node port`: at the outputs of each use, and
   * inside it at the card of its inputs; and at the outputs of each bypassed node.
   */
  readonly sources: ReadonlyMap<string, Endpoint>;
  /** The output ports of bypassed nodes, at which what comes in passes on. */
  readonly bypassed: readonly Endpoint[];
  /** Ids of nodes and uses that are not computed: bypassed, muted, or left without data or readers by that. */
  readonly leftOut: ReadonlySet<string>;
}

/** Nodes as they were written out before, so that an unchanged node stays one and the same object. */
const written = new WeakMap<GraphNode, Map<string, GraphNode>>();

function flatNode(node: GraphNode, { prefix, names, frozen, muted, shares }: Scope): GraphNode {
  if (prefix === '') return node;
  const known = written.get(node) ?? new Map<string, GraphNode>();
  written.set(node, known);
  const place = `${prefix} ${frozen} ${muted} ${shares} ${names}`;
  const before = known.get(place);
  if (before !== undefined) return before;
  const own = renameShares(node, (id) => `${prefix}${id}`);
  const isWholeShared = own.shares === undefined && shares !== undefined;
  const { initialisers, ...rest } = own;
  const flat: GraphNode = {
    ...rest,
    id: `${prefix}${node.id}`,
    name: `${names}${displayName(node)}`,
    ...(frozen ? { frozen } : {}),
    ...(muted ? { skip: 'mute' } : {}),
    // What belongs to another use starts as it does there.
    ...(isWholeShared
      ? { shares: `${shares}${node.id}` }
      : initialisers === undefined
        ? {}
        : { initialisers }),
  };
  known.set(place, flat);
  return flat;
}

/** Where the parameters lie that a use shares: those of another use beside it, or what the use around it shares. */
function sharedPrefix({ prefix, shares }: Scope, use: GraphNode): string | undefined {
  if (typeof use.shares === 'string') return `${prefix}${use.shares}/`;
  return shares === undefined ? undefined : `${shares}${use.id}/`;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Writes out every use of a block, and of blocks within blocks, leads wires past bypassed nodes and leaves out muted ones. What cannot be written out (a block that is not
 * there, that contains itself, or that would become too large) is left out with a diagnostic. Time is linear in what
 * comes out.
 */
export function expandBlocks(
  document: GraphDocument,
  find: FindOperator = findOperator,
  mayBypass: (id: string) => boolean = () => true,
): Expansion {
  if (!document.nodes.some((node) => isUse(node) || node.skip !== undefined)) {
    return {
      flat: document,
      diagnostics: [],
      unfed: nothing,
      sources: new Map(),
      bypassed: [],
      leftOut: nothing,
    };
  }
  return new Writer(document, find, mayBypass).write();
}

class Writer {
  readonly #document: GraphDocument;
  readonly #sizes: BlockSizes;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #scopes: Scope[] = [];
  readonly #nodes: GraphNode[] = [];
  readonly #sources = new Map<string, Endpoint | undefined>();
  readonly #find: FindOperator;
  readonly #bypassed: Endpoint[] = [];

  readonly #mayBypass: (id: string) => boolean;

  constructor(document: GraphDocument, find: FindOperator, mayBypass: (id: string) => boolean) {
    this.#document = document;
    this.#find = find;
    this.#mayBypass = mayBypass;
    this.#sizes = measureBlocks(document);
  }

  write(): Expansion {
    const { fault } = this.#sizes;
    if (fault !== undefined) this.#diagnostics.push(fault);
    this.#enter(
      scopeOf(this.#document, {
        prefix: '',
        names: '',
        frozen: false,
        muted: false,
        shares: undefined,
        block: undefined,
        outer: undefined,
      }),
    );
    const edges: GraphEdge[] = [];
    const unfed = new Set<string>();
    for (const scope of this.#scopes) {
      for (const edge of scope.edges) {
        const fault = this.#portFault(scope, edge);
        if (fault !== undefined) this.#diagnostics.push(fault);
        const target = scope.byId.get(edge.to[0]);
        if (edge.to[0] === blockOutputs || (target !== undefined && this.#isWrittenOut(scope, target)))
          continue;
        const to = withPrefix(scope, edge.to);
        const from = this.#sourceOf(scope, edge.from);
        if (from === undefined) unfed.add(to[0]);
        else edges.push(scope.prefix === '' && from === edge.from ? edge : { from, to });
      }
      this.#portsOf(scope);
      this.#bypassedIn(scope);
    }
    const unmuted = leaveOutMuted({ ...this.#document, nodes: this.#nodes, edges }, this.#find);
    const muted = new Set(unmuted.leftOut);
    for (const { prefix, uses } of this.#scopes) {
      for (const [use, inner] of uses) if (inner.muted) muted.add(`${prefix}${use}`);
    }
    return {
      flat: unmuted.document,
      leftOut: new Set([...muted, ...this.#bypassed.map(([id]) => id)]),
      diagnostics: this.#diagnostics.filter(({ node }) => node === undefined || !muted.has(node)),
      unfed,
      sources: new Map([...this.#sources].flatMap(([at, from]) => (from === undefined ? [] : [[at, from]]))),
      bypassed: this.#bypassed,
    };
  }

  /** Writes out the nodes of a scope, those of its uses in their place. */
  #enter(scope: Scope): void {
    this.#scopes.push(scope);
    for (const node of scope.nodes) {
      if (!this.#isWrittenOut(scope, node)) {
        this.#nodes.push(flatNode(node, scope));
        continue;
      }
      if (scope.byId.get(node.id) !== node || this.#isBypassed(scope, node)) continue;
      const block = blockUsedBy(this.#document, node);
      if (block === undefined) this.#diagnostics.push(unknownBlock(scope, node));
      else if (this.#sizes.closing.has(node)) this.#diagnostics.push(recursion(scope, node, block));
      else if (this.#sizes.fault === undefined) {
        const inner = scopeOf(block as Pick<GraphDocument, 'nodes' | 'edges'>, {
          prefix: `${scope.prefix}${node.id}/`,
          names: `${scope.names}${displayName(node)}/`,
          frozen: scope.frozen || node.frozen === true,
          muted: scope.muted || node.skip === 'mute',
          shares: sharedPrefix(scope, node),
          block,
          outer: { scope, use: node.id },
        });
        scope.uses.set(node.id, inner);
        this.#enter(inner);
      }
    }
  }

  /**
   * The output of a node that a value comes from, followed through any number of blocks; undefined where a block
   * gives none. A value that only goes round in circles comes from nowhere.
   */
  #sourceOf(scope: Scope, end: Endpoint): Endpoint | undefined {
    const way: string[] = [];
    let at: Place | undefined = { scope, end };
    let found: Endpoint | undefined;
    while (at !== undefined) {
      if (!this.#isPassage(at)) {
        found = at.scope.prefix === '' ? at.end : withPrefix(at.scope, at.end);
        break;
      }
      const place = endKey(withPrefix(at.scope, at.end));
      if (this.#sources.has(place)) {
        found = this.#sources.get(place);
        if (way.includes(place)) this.#diagnostics.push(roundabout(at));
        break;
      }
      this.#sources.set(place, undefined);
      way.push(place);
      at = this.#placeBehind(at);
    }
    for (const place of way) this.#sources.set(place, found);
    return found;
  }

  #isBypassed({ prefix }: Scope, { id, skip }: GraphNode): boolean {
    return skip === 'bypass' && this.#mayBypass(`${prefix}${id}`);
  }

  /** Whether a node is not there as itself in what comes out. */
  #isWrittenOut(scope: Scope, node: GraphNode): boolean {
    return isUse(node) || this.#isBypassed(scope, node);
  }

  #portsAt(node: GraphNode): Pick<BlockDefinition, 'inputs' | 'outputs'> | undefined {
    return isUse(node) ? blockUsedBy(this.#document, node) : operatorOf(node, this.#find);
  }

  /** Whether a value only passes here: from outside a block, out of a use, or through a bypassed node. */
  #isPassage({ scope, end: [node] }: Place): boolean {
    if (node === blockInputs) return scope.block !== undefined;
    const drawn = scope.byId.get(node);
    return drawn !== undefined && this.#isWrittenOut(scope, drawn);
  }

  /**
   * One passage further back: the one wire that feeds the port from the other side of a block, or the first into a
   * bypassed node; undefined where there is none.
   */
  #placeBehind({ scope, end: [node, port] }: Place): Place | undefined {
    const drawn = scope.byId.get(node);
    if (drawn !== undefined && this.#isBypassed(scope, drawn)) {
      const [first] = scope.incoming.get(`${node} ${this.#portsAt(drawn)?.inputs[0]?.name}`) ?? noWires;
      return first === undefined ? undefined : { scope, end: first.from };
    }
    const isInput = node === blockInputs;
    const behind = isInput ? scope.outer?.scope : scope.uses.get(node);
    const reads = isInput ? `${scope.outer?.use} ${port}` : `${blockOutputs} ${port}`;
    const [wire, second] = behind?.incoming.get(reads) ?? noWires;
    if (behind === undefined || wire === undefined || second !== undefined) return undefined;
    return { scope: behind, end: wire.from };
  }

  /** What the outputs of the bypassed nodes of a scope give; one that gets nothing is reported. */
  #bypassedIn(scope: Scope): void {
    for (const node of scope.nodes) {
      if (!this.#isBypassed(scope, node) || scope.byId.get(node.id) !== node) continue;
      const ports = this.#portsAt(node);
      const input = ports?.inputs[0]?.name;
      if (input !== undefined && !scope.incoming.has(`${node.id} ${input}`)) {
        this.#diagnostics.push(missing(scope, [node.id, input]));
      }
      for (const { name } of ports?.outputs ?? []) {
        this.#sourceOf(scope, [node.id, name]);
        this.#bypassed.push(withPrefix(scope, [node.id, name]));
      }
    }
  }

  /** A wire that leads to or comes from a port that its block does not have. */
  #portFault(scope: Scope, edge: GraphEdge): Diagnostic | undefined {
    for (const side of ['from', 'to'] as const) {
      const [node, port] = edge[side];
      const ports = this.#blockPorts(scope, node, side);
      if (ports?.some(({ name }) => name === port) === false) return unknownPort(scope, edge, side, ports);
    }
    return undefined;
  }

  /** The ports that a block gives at one end of a wire; undefined where that end is at no block. */
  #blockPorts(scope: Scope, node: string, side: 'from' | 'to'): BlockDefinition['inputs'] | undefined {
    if (scope.block !== undefined && node === blockInputs) return scope.block.inputs;
    if (scope.block !== undefined && node === blockOutputs) return scope.block.outputs;
    const inner = scope.uses.get(node)?.block;
    return side === 'from' ? inner?.outputs : inner?.inputs;
  }

  /** What comes in and goes out at the uses within a scope: nothing, or too much. */
  #portsOf(scope: Scope): void {
    for (const [use, inner] of scope.uses) {
      const { inputs = [], outputs = [] } = inner.block ?? {};
      for (const { name } of inputs) {
        this.#sourceOf(inner, [blockInputs, name]);
        const wires = scope.incoming.get(`${use} ${name}`) ?? noWires;
        const isRead = inner.read.has(`${blockInputs} ${name}`);
        if (wires.length > 1) this.#diagnostics.push(doubled(scope, [use, name], wires));
        else if (wires.length === 0 && isRead) this.#diagnostics.push(missing(scope, [use, name]));
      }
      for (const { name } of outputs) {
        this.#sourceOf(scope, [use, name]);
        const wires = inner.incoming.get(`${blockOutputs} ${name}`) ?? noWires;
        const isRead = scope.read.has(`${use} ${name}`);
        if (wires.length > 1) this.#diagnostics.push(doubled(inner, [blockOutputs, name], wires));
        else if (wires.length === 0 && isRead) this.#diagnostics.push(missing(inner, [blockOutputs, name]));
      }
    }
  }
}
