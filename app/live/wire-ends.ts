import { isBoundary, isUse } from '../../engine/graph/blocks/blocks.ts';
import { type CheckedGraph, sourceOf } from '../../engine/graph/check/checked-graph.ts';
import { localId } from '../../engine/graph/display-name.ts';
import { blockOutputs, type Endpoint, type GraphEdge } from '../../engine/graph/document.ts';
import { listsByKey } from '../../engine/graph/lists-by-key.ts';
import { oncePer } from '../../engine/graph/once-per.ts';
import { nodesById } from '../../engine/graph/ownership.ts';
import { inputPortName } from '../../engine/passes/lower.ts';

/** Where a run knows the numbers of a drawn wire: its value at an output, its gradient at an input. */
export interface WireEnds {
  readonly from: Endpoint;
  /** With the name of the port as a run numbers it; undefined where a block hands the value to several nodes. */
  readonly to: Endpoint | undefined;
}

/** Wires by one of their ends, each list in the document's order. */
const edgesBy = (end: 'from' | 'to') =>
  oncePer((edges: readonly GraphEdge[]) =>
    listsByKey(edges.map((edge) => [edge[end].join(' '), edge] as const)),
  );

const readersOf = edgesBy('from');
const writersOf = edgesBy('to');

/** A wire into a block, or out of the one that is looked into, ends at the nodes that read the value there. */
export function wireEnds(checked: CheckedGraph, { from, to }: GraphEdge): WireEnds {
  const source = sourceOf(checked, from);
  const { edges } = checked.flat;
  const read = readersOf(edges).get(source.join(' ')) ?? [];
  const target = nodesById(checked.document.nodes).get(to[0]);
  const around = to[0].slice(0, -blockOutputs.length);
  const readers = isBoundary(to[0])
    ? read.filter((edge) => localId(to[0]) === blockOutputs && !edge.to[0].startsWith(around))
    : target !== undefined && isUse(target)
      ? read.filter((edge) => edge.to[0].startsWith(`${to[0]}/`))
      : read.filter((edge) => edge.to.join(' ') === to.join(' '));
  const [reader, second] = readers;
  if (reader === undefined || second !== undefined) return { from: source, to: undefined };
  const wires = writersOf(edges).get(reader.to.join(' ')) ?? [];
  const port = inputPortName(reader.to[1], wires.indexOf(reader), wires.length);
  return { from: source, to: [reader.to[0], port] };
}
