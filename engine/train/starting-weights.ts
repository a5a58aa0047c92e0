import { checkedInOrder } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import type { ParameterInitialiser } from '../graph/initialiser-schema.ts';
import { decodeTensor } from '../graph/weights.ts';
import type { ParameterDeclaration } from '../operators/operator.ts';
import { parameterKey } from '../program/program.ts';
import { elementCount, type Tensor } from '../program/tensor.ts';
import { fansOf, initialise } from '../random/initialisers.ts';
import { createTorchGenerator, type TorchGenerator } from '../random/torch-generator.ts';

export interface Start {
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** What is kept but not learned, by `node/buffer`. */
  readonly buffers: ReadonlyMap<string, Tensor>;
  /** PyTorch's default generator after the weights were drawn; the order of the samples is drawn from it next. */
  readonly generator: TorchGenerator;
}

/** A parameter that is drawn again after all were constructed. */
interface Chosen {
  readonly key: string;
  readonly shape: readonly number[];
  readonly chosen: ParameterInitialiser;
}

function startingValues(
  generator: TorchGenerator,
  shape: readonly number[],
  initial: ParameterDeclaration['initial'],
): Float32Array {
  const count = elementCount(shape);
  switch (initial.kind) {
    case 'uniform':
      return generator.uniform(count, -initial.bound, initial.bound);
    case 'constant':
      return new Float32Array(count).fill(initial.value);
    case 'normal': {
      const drawn = generator.normal(count, initial.mean, initial.std);
      const width = count / (shape[0] ?? 1);
      if (initial.zeroRow !== undefined)
        drawn.fill(0, initial.zeroRow * width, (initial.zeroRow + 1) * width);
      return drawn;
    }
  }
}

/**
 * The weights before training: as `torch.manual_seed(seed)`, constructing the layers in the order of the data, and then
 * calling the chosen functions of torch.nn.init in the order of the parameters would draw them, float32; those stored in the document replace what was drawn (which is drawn all the same, so that
 * storing one layer's weights does not change another's).
 */
export function startingPoint(graph: CheckedGraph): Start {
  const generator = createTorchGenerator(graph.document.training.seed);
  const parameters = new Map<string, Tensor>();
  const buffers = new Map<string, Tensor>();
  const initialised: Chosen[] = [];
  const stored = new Map(Object.entries(graph.document.weights ?? {}));
  const startOf = (key: string, shape: readonly number[], otherwise: Float32Array): Tensor => {
    const given = stored.get(key);
    return { shape, data: Float64Array.from(given === undefined ? otherwise : decodeTensor(given)) };
  };
  for (const { node, parameters: declared, buffers: kept, shares } of checkedInOrder(graph)) {
    for (const { name, shape, initial } of declared) {
      if (shares.has(name)) continue;
      const key = parameterKey(node.id, name);
      parameters.set(key, startOf(key, shape, startingValues(generator, shape, initial)));
      const chosen = node.initialisers?.[name];
      if (chosen !== undefined) initialised.push({ key, shape, chosen });
    }
    for (const { name, shape, initial } of kept) {
      if (shares.has(name)) continue;
      const key = parameterKey(node.id, name);
      buffers.set(key, startOf(key, shape, new Float32Array(elementCount(shape)).fill(initial)));
    }
  }
  for (const { key, shape, chosen } of initialised) {
    parameters.set(key, startOf(key, shape, initialise(generator, shape, fansOf(shape), chosen)));
  }
  return { parameters, buffers, generator };
}
