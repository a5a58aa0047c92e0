import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { nameOfNode } from '../graph/display-name.ts';
import { type OutputKey, type OutputRole, parseOutputKey } from '../program/program.ts';
import { placesOf, type Tensor } from '../program/tensor.ts';
import type { Look } from './session.ts';

/** A number that is none, and where it is first met. */
export interface NotFinite {
  readonly node: string;
  /** In words: 'fc1, weight [2, 0], is NaN'. */
  readonly text: string;
}

const words: Partial<Readonly<Record<OutputRole, string>>> = {
  parameter: '',
  buffer: '',
  value: '',
  gradient: 'gradient at ',
  parameterGradient: 'gradient of ',
};

/** Where an element lies, an index for each axis: ' [2, 0]', nothing in a single number. */
export const placeText = ({ shape }: Tensor, index: number): string =>
  shape.length === 0 ? '' : ` [${placesOf(index, shape).join(', ')}]`;

export const isFiniteTensor = ({ data }: Tensor): boolean => data.every(Number.isFinite);

/**
 * The first number of a look that is not finite, in the order in which a step computes: weights, values from the data to the loss,
 * gradients from the loss back.
 */
export function firstNotFinite(graph: CheckedGraph, look: Look): NotFinite | undefined {
  const place = new Map(graph.order.map((id, index) => [id, index]));
  const rank = (key: OutputKey): number => {
    const { role, node } = parseOutputKey(key);
    const at = place.get(node) ?? graph.order.length;
    if (role === 'parameter' || role === 'buffer') return at;
    return role === 'value' ? 1e6 + at : 3e6 - at;
  };
  const found = [...look.values]
    .filter(([key, tensor]) => words[parseOutputKey(key).role] !== undefined && !isFiniteTensor(tensor))
    .toSorted(([one], [other]) => rank(one) - rank(other))[0];
  if (found === undefined) return undefined;
  const [key, tensor] = found;
  const { role, node, name } = parseOutputKey(key);
  const index = tensor.data.findIndex((value) => !Number.isFinite(value));
  const value = tensor.data[index] ?? Number.NaN;
  const number = Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  return {
    node,
    text: `${nameOfNode(graph.flat, node)}, ${words[role]}${name}${placeText(tensor, index)}, is ${number}`,
  };
}
