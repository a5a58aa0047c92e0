import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import { carriedKind } from '../../engine/graph/check/carried-kind.ts';
import { type CheckedGraph, type CheckedNode, sourceOf } from '../../engine/graph/check/checked-graph.ts';
import { displayName, nameOfNode, skipWords } from '../../engine/graph/display-name.ts';
import type { Annotation, Endpoint, GraphEdge, GraphNode } from '../../engine/graph/document.ts';
import { describeEdge } from '../../engine/graph/edit/connect.ts';
import { keyParts } from '../../engine/graph/parameter-keys.ts';
import { formatShape, isBatch, type Shape } from '../../engine/program/shape.ts';
import { faultsOf } from '../diagnostics/faults.ts';
import { count } from '../live/number-text.ts';

/** Counts with thousands separators, exact at any size: 101,770. */
export const formatCount = (amount: bigint): string => count(amount);

/** The shape without its batch, which every value on the canvas shares: 8, 3×32. */
const features = (shape: Shape): string => formatShape(isBatch(shape[0]) ? shape.slice(1) : shape);

/** As the others, but a block may have any number of inputs and outputs, and of neither. */
function blockLine(sources: readonly Shape[], results: readonly Shape[]): string {
  const list = (shapes: readonly Shape[]): string =>
    shapes.map((shape) => (shape.length > 1 ? features(shape) : formatShape(shape))).join(', ');
  if (results.length === 0) return list(sources);
  return sources.length === 0 ? list(results) : `${list(sources)} → ${list(results)}`;
}

/** The left of a card's footer: what goes in and what comes out. */
export function shapeLine({ operator, inputs, outputs }: CheckedNode): string {
  const sources = operator.inputs.flatMap((port) =>
    (inputs.get(port.name) ?? []).map(({ type }) => type.shape),
  );
  const results = operator.outputs.flatMap(({ name }) => outputs.get(name)?.shape ?? []);
  const result = operator.outputs.length === 0 ? [] : results;
  if (operator.category === 'block')
    return blockLine(
      sources,
      operator.outputs.map(({ name }) => outputs.get(name)?.shape ?? []),
    );
  if (sources.length === 0) return formatShape(result);
  if (operator.category === 'loss') return `${sources.map(formatShape).join(', ')} → ${formatShape(result)}`;
  return `${sources.map(features).join(', ')} → ${features(result)}`;
}

/** The operator's name as the header has room for: CrossEntropyLoss is CrossEntropy beside its triangle. */
export const shortOperator = (name: string): string => name.replace(/Loss$/, '').replace(/^BCEWith/, 'BCE');

/** The kind of a node as it stands beside its name; a block that is called as its use is not named twice. */
export const kindBeside = (name: string, operator: string): string =>
  name === operator ? 'block' : shortOperator(operator);

/** A long name with its middle left out: enc…proj. */
export function middleOut(name: string, longest = 14): string {
  if (name.length <= longest) return name;
  const half = Math.floor((longest - 1) / 2);
  return `${name.slice(0, longest - 1 - half)}…${name.slice(-half)}`;
}

/** How a node that is not computed is called; undefined for all others. */
export function skippedAs(node: GraphNode, { leftOut }: CheckedGraph): string | undefined {
  if (node.skip !== undefined) return skipWords[node.skip];
  return leftOut.has(node.id) ? 'not computed' : undefined;
}

/** `fc1, Linear, 4 to 8, 40 parameters`, then what is wrong. */
export function spokenNode(node: GraphNode, checked: CheckedGraph): string {
  const known = checked.nodes.get(node.id);
  const parts = [displayName(node), operatorIn(checked.document, node)?.name ?? node.operator];
  if (known !== undefined) {
    parts.push(shapeLine(known).replaceAll(' → ', ' to ').replaceAll('×', ' by '));
    parts.push(`${formatCount(known.parameterCount)} parameters`);
    const owners = new Set([...known.shares.values()].map((key) => keyParts(key).node));
    for (const owner of owners) parts.push(`shares the parameters of ${nameOfNode(checked.document, owner)}`);
  }
  const skipped = skippedAs(node, checked);
  if (skipped !== undefined) parts.push(skipped);
  if (node.frozen === true) parts.push('frozen');
  if (node.pinned === true) parts.push('pinned');
  if (node.collapsed === true) parts.push('collapsed');
  for (const { severity, title } of faultsOf(checked.diagnostics, node.id))
    parts.push(`${severity}: ${title}`);
  return parts.join(', ');
}

/** What an output carries, with the shape: `logits N×3`; undefined where its type is not known. */
export function carriedText(checked: CheckedGraph, end: Endpoint): string | undefined {
  const [node, port] = sourceOf(checked, end);
  const type = checked.nodes.get(node)?.outputs.get(port);
  return type === undefined ? undefined : `${carriedKind(checked, end)} ${formatShape(type.shape)}`;
}

/** The words of a note or frame as a screen reader says them. */
export function spokenAnnotation({ kind, text }: Annotation): string {
  const said = text.trim();
  if (kind === 'frame') return said === '' ? 'Frame' : `Frame: ${said}`;
  return said === '' ? 'Empty note' : `Note: ${said.slice(0, 200)}`;
}

/** `fc2 output to loss input, logits N by 3` */
export function spokenWire(checked: CheckedGraph, edge: GraphEdge): string {
  const carried = carriedText(checked, edge.from);
  const ends = describeEdge(checked, edge);
  return carried === undefined ? ends : `${ends}, ${carried.replaceAll('×', ' by ')}`;
}
