import { nodeToLower } from '../graph/build-program.ts';
import type { CheckedGraph, CheckedNode } from '../graph/check/checked-graph.ts';
import { inputPortName, lowerNode, startLowering } from '../passes/lower.ts';
import { Builder } from '../program/builder.ts';
import type { ValueId } from '../program/program.ts';
import { bindShape, countElements, type Shape } from '../program/shape.ts';

/** What one node costs; everything per sample (a batch of 1) and exact at any size. */
export interface NodeCounts {
  readonly node: string;
  readonly name: string;
  readonly operator: string;
  /** By output port, with the batch as N. */
  readonly outputs: ReadonlyMap<string, Shape>;
  readonly parameters: bigint;
  readonly trainable: bigint;
  /** Multiply-accumulate steps of its matrix products; biases and elementwise work are not counted. */
  readonly multiplyAdds: bigint;
  /** float32 bytes of its outputs. */
  readonly outputBytes: bigint;
  /** float32 bytes of its parameters. */
  readonly parameterBytes: bigint;
}

const bytesPerNumber = 4n;
const oneSample = (shape: Shape): bigint => countElements(bindShape(shape, 1));

/** The node written as primitives on its own, to count in it what no operator has to declare. */
function loweredAlone(checked: CheckedNode): Builder {
  const builder = new Builder();
  const inputValues = new Map<string, readonly ValueId[]>();
  for (const [port, connections] of checked.inputs) {
    inputValues.set(
      port,
      connections.map(({ type }, index) =>
        builder.input(inputPortName(port, index, connections.length), type.shape),
      ),
    );
  }
  lowerNode(startLowering(builder, 'evaluate'), nodeToLower(checked), inputValues);
  return builder;
}

function multiplyAdds(node: CheckedNode): bigint {
  const builder = loweredAlone(node);
  let total = 0n;
  for (const { operation, inputs, shape } of builder.values) {
    const [left] = inputs;
    if (operation.primitive !== 'matmul' || left === undefined) continue;
    total += oneSample(shape) * oneSample(builder.shape(left).slice(-1));
  }
  return total;
}

/** One line per node whose types are known, in the order of the data. */
export function nodeCounts(checked: CheckedGraph): readonly NodeCounts[] {
  return checked.order
    .flatMap((id) => checked.nodes.get(id) ?? [])
    .map((checkedNode) => {
      const { node, operator, outputs, parameterCount } = checkedNode;
      const elements = [...outputs.values()].reduce((sum, { shape }) => sum + oneSample(shape), 0n);
      return {
        node: node.id,
        name: node.name ?? node.id,
        operator: operator.name,
        outputs: new Map([...outputs].map(([port, { shape }]) => [port, shape])),
        parameters: parameterCount,
        trainable: node.frozen === true ? 0n : parameterCount,
        multiplyAdds: multiplyAdds(checkedNode),
        outputBytes: elements * bytesPerNumber,
        parameterBytes: parameterCount * bytesPerNumber,
      };
    });
}
