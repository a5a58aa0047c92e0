import { type OutputKey, outputKey, parameterKey } from '../program/program.ts';
import type { CheckedNode } from './check/checked-graph.ts';

/** The node and the parameter of a `node/parameter`; the node is empty where there is no stroke. */
export interface KeyParts {
  readonly node: string;
  readonly parameter: string;
}

export function keyParts(key: string): KeyParts {
  const at = key.lastIndexOf('/');
  return { node: key.slice(0, Math.max(at, 0)), parameter: key.slice(at + 1) };
}

/** Under which `node/parameter` a node's parameter is kept: its own, or that of the node whose parameter it shares. */
export const keyOfParameter = (
  { node, shares }: Pick<CheckedNode, 'node' | 'shares'>,
  name: string,
): string => shares.get(name) ?? parameterKey(node.id, name);

/** The output that is a node's parameter or buffer, or its gradient; a node that shares it has it from its owner. */
export function ownedKey(
  role: 'parameter' | 'parameterGradient' | 'buffer',
  node: Pick<CheckedNode, 'node' | 'shares'>,
  name: string,
): OutputKey {
  const owner = keyParts(keyOfParameter(node, name));
  return outputKey(role, owner.node, owner.parameter);
}
