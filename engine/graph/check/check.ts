import { findOperator } from '../../operators/catalogue.ts';
import type { PortType } from '../../operators/operator.ts';
import { type Expansion, expandBlocks } from '../blocks/expand-blocks.ts';
import { displayName } from '../display-name.ts';
import type { GraphDocument, GraphEdge, GraphNode } from '../document.ts';
import { type FindOperator, operatorOf } from '../operator-of.ts';
import { readTopology, type Topology } from '../topology.ts';
import { advise } from './advice/advice.ts';
import { checkBatch } from './check-batch.ts';
import { bypassFaults } from './check-bypass.ts';
import { checkInitialisers } from './check-initialisers.ts';
import { checkNode } from './check-node.ts';
import { unreachable } from './check-reach.ts';
import { checkSharing } from './check-sharing.ts';
import { checkWeights } from './check-weights.ts';
import { readWiring } from './check-wiring.ts';
import type { CheckedGraph, CheckedNode } from './checked-graph.ts';
import { type Diagnostic, diagnostic, isBlocking } from './diagnostic.ts';
import { levelOfFix } from './fix-level.ts';

const noWires: ReadonlyMap<string, readonly GraphEdge[]> = new Map();

/** Most nodes of a cycle that a message names. */
const namedInCycle = 8;

/**
 * What is wrong with a drawing, and the shapes and counts of all that is right, in time linear in nodes and wires. A
 * node in error silences those it feeds. With the last result as `previous`, nodes that are unchanged and get what
 * they got before keep their `CheckedNode`, the same object.
 */
export function checkGraph(
  document: GraphDocument,
  previous?: CheckedGraph,
  find: FindOperator = findOperator,
): CheckedGraph {
  const expansion = expandBlocks(document, find);
  if (expansion.bypassed.length === 0) return checkExpanded(document, expansion, previous, find);
  // Whether a node can pass its input on shows when all are computed.
  const running = checkExpanded(
    document,
    expandBlocks(document, find, () => false),
    undefined,
    find,
  );
  const faults = bypassFaults(expansion, running);
  if (faults.length === 0) return checkExpanded(document, expansion, previous, find);
  // One that cannot is computed all the same, so that what reads it is checked as it was drawn.
  const faulty = new Set(faults.map(({ node }) => node));
  const standing = expandBlocks(document, find, (id) => !faulty.has(id));
  const checked = checkExpanded(document, standing, previous, find);
  return { ...checked, diagnostics: [...faults, ...checked.diagnostics], trainable: false };
}

function checkExpanded(
  document: GraphDocument,
  expansion: Expansion,
  previous: CheckedGraph | undefined,
  find: FindOperator,
): CheckedGraph {
  const { flat, sources, unfed, leftOut, diagnostics: blockFaults } = expansion;
  const topology = readTopology(flat);
  const wiring = readWiring(flat, topology, find);
  const nameOf = (id: string): string => displayName(topology.nodes.get(id) ?? { id });
  const typed = new Map<string, CheckedNode>();
  const typeOf = ({ from: [id, port] }: GraphEdge): PortType | undefined => typed.get(id)?.outputs.get(port);

  const diagnostics: Diagnostic[] = [
    ...blockFaults,
    ...duplicateIds(flat.nodes),
    ...wiring.diagnostics,
    ...topology.cycles.map((cycle) => cycleFault(cycle, topology, nameOf)),
  ];
  const onNoCycle = new Set(topology.order);
  const knotted = [...topology.nodes.keys()].filter((id) => !onNoCycle.has(id));
  for (const id of [...topology.order, ...knotted]) {
    const node = topology.nodes.get(id) as GraphNode;
    const result = checkNode(node, operatorOf(node, find), {
      wires: wiring.inputs.get(id) ?? noWires,
      faulty: wiring.faulty.has(id) || unfed.has(id),
      typeOf,
      nameOf,
      previous: previous?.nodes.get(id),
    });
    if (result.checked !== undefined) typed.set(id, result.checked);
    diagnostics.push(...result.diagnostics);
  }
  const { nodes, diagnostics: sharingFaults } = checkSharing(typed, topology, leftOut);
  diagnostics.push(...sharingFaults);
  const losses = [...topology.nodes.values()]
    .filter((node) => operatorOf(node, find)?.category === 'loss')
    .map(({ id }) => id);
  if (losses.length > 0) diagnostics.push(...unreachable(losses, topology, diagnostics));
  else if (document.nodes.length > 0) diagnostics.push(noLossIn(document));
  const apart = losses.filter((id) => keepsLossesApart(nodes.get(id)));
  diagnostics.push(...apart.map((id) => lossesApart(id, nameOf(id))));
  const smallBatches = checkBatch(document, nodes);
  diagnostics.push(...smallBatches);
  diagnostics.push(...checkWeights(document.weights, topology, nodes, leftOut));
  diagnostics.push(...checkInitialisers(nodes));
  diagnostics.push(...advise(document, nodes));
  return {
    document,
    flat,
    sources,
    leftOut,
    diagnostics: flat === document ? diagnostics : diagnostics.map(withinLevels),
    order: topology.order,
    nodes,
    parameterCount: countParameters(nodes.values()),
    trainable: losses.length > apart.length && smallBatches.length === 0 && !diagnostics.some(isBlocking),
  };
}

/** Without fixes that would join what lies inside a block with what lies outside: those wires are not drawn. */
function withinLevels(found: Diagnostic): Diagnostic {
  const fixes = found.fixes.filter((fix) => levelOfFix(fix) !== undefined);
  return fixes.length === found.fixes.length ? found : { ...found, fixes };
}

function countParameters(nodes: Iterable<CheckedNode>): CheckedGraph['parameterCount'] {
  let trainable = 0n;
  let frozen = 0n;
  for (const { node, parameterCount } of nodes) {
    if (node.frozen === true) frozen += parameterCount;
    else trainable += parameterCount;
  }
  return { total: trainable + frozen, trainable, frozen };
}

function duplicateIds(nodes: readonly GraphNode[]): readonly Diagnostic[] {
  const counts = new Map<string, number>();
  for (const { id } of nodes) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([id, count]) =>
      diagnostic('duplicate-id', {
        node: id,
        title: `${count} nodes have the id ${id}`,
        message: `Expected an id for each node; found ${id} ${count} times. Only the first counts.`,
      }),
    );
}

function cycleFault(
  cycle: readonly string[],
  { incoming }: Topology,
  nameOf: (id: string) => string,
): Diagnostic {
  const first = cycle[0] as string;
  const last = cycle.at(-1) as string;
  const names = [...cycle, first].map(nameOf);
  const left = cycle.length - namedInCycle;
  const way = left > 0 ? [...names.slice(0, namedInCycle), `… ${left} more`, ...names.slice(-1)] : names;
  const closing = (incoming.get(first) ?? []).filter(({ from }) => from[0] === last);
  return diagnostic('cycle', {
    node: first,
    title: `${nameOf(first)} is fed by itself`,
    message: `Expected data to flow one way; found the cycle ${way.join(' → ')}.`,
    fixes: closing.map((edge) => ({
      kind: 'remove-edge',
      edge,
      label: `Remove the wire ${nameOf(last)} → ${nameOf(first)}`,
    })),
  });
}

/** Without a loss; where muting took it out, with what takes it in again. */
function noLossIn({ nodes }: GraphDocument): Diagnostic {
  const muted = nodes.filter(({ skip }) => skip === 'mute');
  if (muted.length === 0) {
    return diagnostic('no-loss', {
      title: 'The graph has no loss',
      message: 'Training needs a number to make small; found none. Add a loss, such as CrossEntropyLoss.',
    });
  }
  return diagnostic('no-loss', {
    title: 'No loss is left that counts',
    message: `Training needs a number to make small; muting ${muted.map(displayName).join(', ')} left none.`,
    fixes: muted.map((node) => ({
      kind: 'set-skip',
      node: node.id,
      skip: 'none',
      label: `Unmute ${displayName(node)}`,
    })),
  });
}

/** Whether a loss gives one number per sample or element, which cannot be made small as one. */
const keepsLossesApart = (checked: CheckedNode | undefined): boolean =>
  checked !== undefined && [...checked.outputs.values()].some(({ shape }) => shape.length > 0);

const lossesApart = (node: string, name: string): Diagnostic =>
  diagnostic('no-loss', {
    node,
    attribute: 'reduction',
    title: `${name} keeps its losses apart`,
    message:
      'Training needs one number to make small; found one per sample or element. Set reduction to mean or sum.',
    fixes: [
      { kind: 'set-attribute', node, attribute: 'reduction', value: 'mean', label: 'Set reduction to mean' },
    ],
  });
