import type { InputPort, Meaning } from '../../operators/operator.ts';
import type { Endpoint } from '../document.ts';
import { oncePer } from '../once-per.ts';
import { type CheckedGraph, sourceOf } from './checked-graph.ts';

const meanings: Readonly<Record<Meaning, string>> = {
  probability: 'probabilities',
  'log-probability': 'log-probabilities',
  'class-probabilities': 'class probabilities',
  'class-log-probabilities': 'class log-probabilities',
};

type Roles = ReadonlyMap<string, NonNullable<InputPort['role']>>;

/** As what losses read outputs, by `node port`; gathered once for a graph. */
const rolesIn = oncePer((checked: CheckedGraph): Roles => {
  const roles = new Map<string, NonNullable<InputPort['role']>>();
  for (const { operator, inputs } of checked.nodes.values()) {
    for (const { name, role } of operator.inputs) {
      if (role === undefined) continue;
      for (const { from } of inputs.get(name) ?? []) roles.set(from.join(' '), role);
    }
  }
  return roles;
});

/**
 * What an output gives, in words: class indices, one-hot, features, probabilities, logits (what a loss reads as such), a
 * scalar, else numbers. Undefined where its type is not known.
 */
export function carriedKind(checked: CheckedGraph, end: Endpoint): string | undefined {
  const source = sourceOf(checked, end);
  const node = checked.nodes.get(source[0]);
  const type = node?.outputs.get(source[1]);
  if (node === undefined || type === undefined) return undefined;
  if (type.carries === 'classes') return 'class indices';
  if (type.shape.length === 0) return 'a scalar';
  const { operator, attributes } = node;
  if (operator.feed === 'features') return 'features';
  if (operator.feed === 'target') return attributes['kind'] === 'one-hot' ? 'one-hot' : 'target values';
  const meaning = operator.gives?.(attributes);
  if (meaning !== undefined) return meanings[meaning];
  const before = operator.keepsValues === true ? node.inputs.values().next().value?.[0]?.from : undefined;
  if (before !== undefined) return carriedKind(checked, before);
  return rolesIn(checked).get(source.join(' ')) === 'logits' ? 'logits' : 'numbers';
}
