import { isBoundary } from './blocks.ts';
import type { CheckedGraph, CheckedNode } from './checked-graph.ts';
import { displayName, skipWords } from './display-name.ts';
import type { GraphNode } from './document.ts';

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

function heldValue(
  key: string,
  node: GraphNode,
  checked: CheckedNode | undefined,
  measured: Measured,
): unknown {
  if (key === 'params' || key === 'parameters')
    return checked === undefined ? undefined : Number(checked.parameterCount);
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
function textOf(node: GraphNode, checked: CheckedNode | undefined): string {
  const kind = checked?.operator.name ?? node.operator;
  const attributes = Object.entries(checked?.attributes ?? node.attributes)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join('×') : String(value)}`)
    .join(' ');
  const states = [
    node.skip === undefined ? '' : skipWords[node.skip],
    node.frozen === true ? 'frozen' : '',
    node.pinned === true ? 'pinned' : '',
    node.collapsed === true ? 'collapsed' : '',
  ].join(' ');
  return `${displayName(node)} ${node.id} ${kind} ${attributes} ${states}`.toLowerCase();
}

/**
 * The nodes that hold every word of a search and keep every bound, in the order of the document; those whose name
 * begins with the first word come first.
 */
export function findNodes(
  { document, nodes }: CheckedGraph,
  text: string,
  measured: Measured = () => undefined,
): readonly GraphNode[] {
  const { words, bounds } = readSearch(text);
  const first = words[0] ?? '';
  const found = document.nodes.filter((node) => {
    if (isBoundary(node.id)) return false;
    const checked = nodes.get(node.id);
    const all = words.length === 0 ? '' : textOf(node, checked);
    return (
      words.every((word) => all.includes(word)) &&
      bounds.every((bound) => holds(bound, heldValue(bound.key, node, checked, measured)))
    );
  });
  const rank = (node: GraphNode): number => (displayName(node).toLowerCase().startsWith(first) ? 0 : 1);
  return first === '' ? found : found.toSorted((a, b) => rank(a) - rank(b));
}
