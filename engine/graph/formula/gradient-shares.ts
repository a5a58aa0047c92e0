import { inputPortName } from '../../passes/lower.ts';
import { type OutputKey, outputKey } from '../../program/program.ts';
import type { CheckedNode } from '../check/checked-graph.ts';
import { keyOfParameter } from '../parameter-keys.ts';

/** What one reader adds to a gradient that is a sum. */
export interface GradientShare {
  readonly node: string;
  /** The port at which it reads, or the parameter it uses. */
  readonly port: string;
  readonly key: OutputKey;
}

const shareAt = (node: string, port: string): GradientShare => ({
  node,
  port,
  key: outputKey('gradient', node, port),
});

/** The gradient at an output is the sum over all wires from it. */
export const sharesOfOutput = (
  nodes: readonly CheckedNode[],
  node: string,
  port: string,
): readonly GradientShare[] =>
  nodes.flatMap((consumer) =>
    [...consumer.inputs].flatMap(([to, connections]) =>
      connections.flatMap(({ from }, index) =>
        from[0] === node && from[1] === port
          ? [shareAt(consumer.node.id, inputPortName(to, index, connections.length))]
          : [],
      ),
    ),
  );

/** That of a parameter, by its `node/parameter`, is the sum over all nodes that share it. */
export const sharesOfParameter = (nodes: readonly CheckedNode[], key: string): readonly GradientShare[] =>
  nodes.flatMap((user) =>
    user.parameters.flatMap(({ name }) =>
      keyOfParameter(user, name) === key ? [shareAt(user.node.id, name)] : [],
    ),
  );
