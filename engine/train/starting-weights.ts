import { checkedInOrder } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/checked-graph.ts';
import { decodeTensor } from '../graph/weights.ts';
import { parameterKey } from '../program/program.ts';
import { elementCount, type Tensor } from '../program/tensor.ts';
import { createTorchGenerator, type TorchGenerator } from '../random/torch-generator.ts';

export interface Start {
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** PyTorch's default generator after the weights were drawn; the order of the samples is drawn from it next. */
  readonly generator: TorchGenerator;
}

/**
 * The weights before training: as `torch.manual_seed(seed)` and constructing the layers in the order of the data
 * would draw them, float32; those stored in the document replace what was drawn (which is drawn all the same, so that
 * storing one layer's weights does not change another's).
 */
export function startingPoint(graph: CheckedGraph): Start {
  const generator = createTorchGenerator(graph.document.training.seed);
  const parameters = new Map<string, Tensor>();
  const stored = new Map(Object.entries(graph.document.weights ?? {}));
  for (const { node, parameters: declared } of checkedInOrder(graph)) {
    for (const { name, shape, initial } of declared) {
      const count = elementCount(shape);
      const drawn =
        initial.kind === 'uniform'
          ? generator.uniform(count, -initial.bound, initial.bound)
          : new Float32Array(count).fill(initial.value);
      const key = parameterKey(node.id, name);
      const given = stored.get(key);
      parameters.set(key, {
        shape,
        data: Float64Array.from(given === undefined ? drawn : decodeTensor(given)),
      });
    }
  }
  return { parameters, generator };
}
