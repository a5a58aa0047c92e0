import { isBoundary, isWithin } from './blocks/blocks.ts';
import type { CheckedGraph, CheckedNode } from './check/checked-graph.ts';
import { displayName, skipWords } from './display-name.ts';
import type { GraphNode } from './document.ts';
import { keyParts } from './parameter-keys.ts';

/** A bound in a search: `params > 1000`, `out_features = 8`. */
interface Bound {
  readonly key: string;
  readonly relation: '>' | '>=' | '<' | '<=' | '=';
  readonly value: string;
}

export interface NodeSearch {
  readonly words: readonly string[];
  readonly bounds: readonly Bound[];
}

const boundPattern = /([A-Za-z_]\w*)\s*(>=|<=|>|<|=)\s*([\w.+-]+)/g;

/** Words, and bounds on numbers: `linear params > 1000`. */
export function readSearch(text: string): NodeSearch {
  const bounds = [...text.matchAll(boundPattern)].map(
    ([, key = '', relation, value = '']): Bound => ({
      key: key.toLowerCase(),
      relation: relation as Bound['relation'],
      value: value.toLowerCase(),
    }),
  );
  const words = text
    .replace(boundPattern, ' ')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return { words, bounds };
}

/** Numbers of a running network by node, such as the norm of a gradient. */
export type Measured = (node: string, key: string) => number | undefined;

/** How many parameters a node has, or all inside a use of a block; undefined where that is not known. */
export function parametersOf(nodes: CheckedGraph['nodes'], id: string): number | undefined {
  const own = nodes.get(id);
  if (own !== undefined) return Number(own.parameterCount);
  const inside = [...nodes.values()].filter(({ node }) => isWithin(node.id, id));
  return inside.length === 0
    ? undefined
    : inside.reduce((sum, { parameterCount }) => sum + Number(parameterCount), 0);
}

function heldValue(key: string, node: GraphNode, nodes: CheckedGraph['nodes'], measured: Measured): unknown {
  const checked = nodes.get(node.id);
  if (key === 'params' || key === 'parameters') return parametersOf(nodes, node.id);
  if (key === 'features') {
    const shape = checked === undefined ? undefined : [...checked.outputs.values()][0]?.shape;
    return shape?.at(-1);
  }
  const attributes = checked?.attributes ?? node.attributes;
  return Object.hasOwn(attributes, key) ? attributes[key] : measured(node.id, key);
}

function holds({ relation, value }: Bound, found: unknown): boolean {
  if (found === undefined || found === null) return false;
  const [left, right] = [Number(found), Number(value)];
  switch (relation) {
    case '=':
      return String(found).toLowerCase() === value || left === right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
  }
}

/** Everything of a node that a word can hit: its name, its operator, its attributes as `name value`, its states. */
function textOf(node: GraphNode, checked: CheckedNode | undefined, hasBreakpoint: boolean): string {
  const kind = checked?.operator.name ?? node.operator;
  const attributes = Object.entries(checked?.attributes ?? node.attributes)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join('×') : String(value)}`)
    .join(' ');
  const states = [
    node.skip === undefined ? '' : skipWords[node.skip],
    node.frozen === true ? 'frozen' : '',
    node.pinned === true ? 'pinned' : '',
    node.collapsed === true ? 'collapsed' : '',
    hasBreakpoint ? 'breakpoint' : '',
  ].join(' ');
  return `${displayName(node)} ${node.id} ${kind} ${attributes} ${states}`.toLowerCase();
}

/** Nodes that a breakpoint is about. */
const watchedNodes = ({ training }: CheckedGraph['document']): ReadonlySet<string> =>
  new Set(
    (training.breakpoints ?? []).flatMap((breakpoint) =>
      breakpoint.kind === 'sign-change' ? [keyParts(breakpoint.text).node] : [],
    ),
  );

/**
 * Those of some nodes that hold every word of a search and keep every bound, in their order; those whose name begins
 * with the first word come first.
 */
export function findNodes(
  { document, nodes }: CheckedGraph,
  among: readonly GraphNode[],
  text: string,
  measured: Measured = () => undefined,
): readonly GraphNode[] {
  const { words, bounds } = readSearch(text);
  const first = words[0] ?? '';
  const watched = watchedNodes(document);
  const found = among.filter((node) => {
    if (isBoundary(node.id)) return false;
    const all = words.length === 0 ? '' : textOf(node, nodes.get(node.id), watched.has(node.id));
    return (
      words.every((word) => all.includes(word)) &&
      bounds.every((bound) => holds(bound, heldValue(bound.key, node, nodes, measured)))
    );
  });
  const rank = (node: GraphNode): number => (displayName(node).toLowerCase().startsWith(first) ? 0 : 1);
  return first === '' ? found : found.toSorted((a, b) => rank(a) - rank(b));
}
