import { type Diagnostic, diagnostic } from '../check/diagnostic.ts';
import { displayName } from '../display-name.ts';
import {
  type BlockDefinition,
  blockInputs,
  blockOutputs,
  type Endpoint,
  type GraphEdge,
  type GraphNode,
} from '../document.ts';
import { type Place, type Scope, withPrefix } from './block-scope.ts';

/** What may be wrong with the uses of blocks, in words. */

/** What a node is called in messages; the card of a block's ports by the use it is in. */
function nameIn(scope: Scope, id: string): string {
  const own =
    id === blockInputs
      ? 'inputs'
      : id === blockOutputs
        ? 'outputs'
        : displayName(scope.byId.get(id) ?? { id });
  return `${scope.names}${own}`;
}

export const unknownBlock = (scope: Scope, node: GraphNode): Diagnostic =>
  diagnostic('unknown-block', {
    node: `${scope.prefix}${node.id}`,
    title: `${nameIn(scope, node.id)} uses a block that is not there`,
    message: `Expected a block of this document; found ${node.operator}.`,
    fixes: [{ kind: 'remove-node', node: `${scope.prefix}${node.id}`, label: `Remove ${displayName(node)}` }],
  });

export const recursion = (scope: Scope, node: GraphNode, block: BlockDefinition): Diagnostic =>
  diagnostic('recursive-block', {
    node: `${scope.prefix}${node.id}`,
    title: `${nameIn(scope, node.id)} would put ${block.name} into itself`,
    message: `Expected blocks that end; found ${block.name} inside ${block.name}, without end.`,
    fixes: [{ kind: 'remove-node', node: `${scope.prefix}${node.id}`, label: `Remove ${displayName(node)}` }],
  });

export const roundabout = ({ scope, end }: Place): Diagnostic =>
  diagnostic('cycle', {
    node: withPrefix(scope, end)[0],
    title: `${nameIn(scope, end[0])} is fed by itself`,
    message:
      'Expected data to come from a node; found wires that only pass through blocks, back to where they began.',
  });

export const missing = (scope: Scope, [node, port]: Endpoint): Diagnostic =>
  diagnostic('missing-connection', {
    node: `${scope.prefix}${node}`,
    port,
    title: `${nameIn(scope, node)} is not connected yet at ${port}`,
    message:
      node === blockOutputs
        ? `What the block gives at ${port} is read outside; wire something to it.`
        : scope.byId.get(node)?.skip === 'bypass'
          ? `It is bypassed: what comes to ${port} passes on. Wire something to it.`
          : `What comes to ${port} is used inside the block; wire something to it.`,
  });

export function doubled(scope: Scope, [node, port]: Endpoint, wires: readonly GraphEdge[]): Diagnostic {
  const sources = wires.map(({ from }) => nameIn(scope, from[0]));
  return diagnostic('doubled-connection', {
    node: `${scope.prefix}${node}`,
    port,
    title: `${nameIn(scope, node)} gets ${wires.length} wires at ${port}`,
    message: `Expected one wire; found ${wires.length}, from ${sources.join(', ')}.`,
    fixes: wires.map((edge, index) => ({
      kind: 'remove-edge',
      edge: { from: withPrefix(scope, edge.from), to: withPrefix(scope, edge.to) },
      label: `Remove the wire from ${sources[index]}`,
    })),
  });
}

/** A wire that leads to or comes from a port that its block does not have. */
export function unknownPort(
  scope: Scope,
  edge: GraphEdge,
  side: 'from' | 'to',
  ports: BlockDefinition['inputs'],
): Diagnostic {
  const [node, port] = edge[side];
  const name = nameIn(scope, node);
  const word = side === 'from' ? 'output' : 'input';
  return diagnostic('unknown-port', {
    node: `${scope.prefix}${node}`,
    title: `${name} has no ${word} ${port}`,
    message: `Expected ${ports.map((each) => each.name).join(', ') || 'none'}; found ${port}.`,
    fixes: [
      {
        kind: 'remove-edge',
        edge: { from: withPrefix(scope, edge.from), to: withPrefix(scope, edge.to) },
        label: 'Remove the wire',
      },
    ],
  });
}
