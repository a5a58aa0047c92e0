import type { Attributes, Inference, Operator, Sample } from '../../../engine/operators/operator.ts';
import type { Mode, NodeToLower } from '../../../engine/passes/lower.ts';
import { lower } from '../../../engine/passes/lower.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { continueProgram } from '../../../engine/program/continue-program.ts';
import type { Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey, type Program, parameterKey, totalLossKey } from '../../../engine/program/program.ts';
import { bindDimension, bindShape } from '../../../engine/program/shape.ts';
import { elementCount, type Tensor, tensorOf } from '../../../engine/program/tensor.ts';
import { drawSampleValue } from './draw-sample-value.ts';

/** The batch size with which samples are run; different from every width in them. */
export const sampleBatch = 5;

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
export function uniformNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const withDefaults = (operator: Operator, attributes: Attributes): Attributes => ({
  ...Object.fromEntries(operator.attributes.map((attribute) => [attribute.name, attribute.default])),
  ...attributes,
});

export const inferSample = (operator: Operator, sample: Sample): Inference =>
  operator.infer({
    attributes: withDefaults(operator, sample.attributes),
    inputs: new Map(
      [...sample.inputs].map(([port, list]) => [
        port,
        list.map(({ shape, values }) => ({
          shape,
          carries: values.kind === 'classes' ? ('classes' as const) : ('numbers' as const),
        })),
      ]),
    ),
  });

/** How many values each statistic is taken over in train mode; undefined where there are none. PyTorch refuses 1. */
export function takesStatistics(operator: Operator, sample: Sample, batch: number): number | undefined {
  const inference = inferSample(operator, sample);
  if (!inference.ok || inference.valuesPerStatistic === undefined) return undefined;
  return bindDimension(inference.valuesPerStatistic, batch);
}

const sourceId = (port: string, index: number): string => `${port}_${index}`;

/** One operator on leaves of its own, with a weighted sum of its outputs as the loss: every element counts. */
export function sampleProgram(
  operator: Operator,
  sample: Sample,
  mode: Mode = 'train',
  batch = sampleBatch,
): { readonly program: Program; readonly feeds: Feeds } {
  const attributes = withDefaults(operator, sample.attributes);
  const random = uniformNumbers(7);
  const inputs = new Map<string, Tensor>();
  const sources: NodeToLower[] = [];
  for (const [port, list] of sample.inputs) {
    list.forEach(({ shape, values }, index) => {
      const id = sourceId(port, index);
      const bound = bindShape(shape, batch);
      const draw = (): number => drawSampleValue(values, random);
      inputs.set(id, tensorOf(bound, Array.from({ length: elementCount(bound) }, draw)));
      sources.push({
        id,
        inputs: new Map(),
        parameters: new Map(),
        buffers: new Map(),
        outputShapes: new Map(),
        lossWeight: undefined,
        lower: ({ builder }) => new Map([['output', builder.input(id, shape)]]),
      });
    });
  }
  const inference = inferSample(operator, sample);
  if (!inference.ok) throw new Error(`${operator.name}: ${inference.message}`);
  const buffers = inference.buffers ?? [];
  const node: NodeToLower = {
    id: 'node',
    inputs: new Map(
      [...sample.inputs].map(([port, list]) => [
        port,
        list.map((_, index) => [sourceId(port, index), 'output']),
      ]),
    ),
    parameters: new Map(inference.parameters.map((parameter) => [parameter.name, parameter.shape])),
    buffers: new Map(buffers.map((buffer) => [buffer.name, buffer.shape])),
    outputShapes: new Map([...inference.outputs].map(([port, type]) => [port, type.shape])),
    lossWeight: undefined,
    lower: (context) => operator.lower(context, { ...attributes, ...inference.inferred }),
  };
  const program = lower([...sources, node], mode);
  for (const { operation, shape } of program.values) {
    if (operation.primitive !== 'input' || operation.key !== 'node') continue;
    const bound = bindShape(shape, batch);
    // A data node's own leaf: class indices where it has no features axis.
    const draw = (): number => (bound.length === 1 ? Math.floor(random() * 3) : random());
    inputs.set('node', tensorOf(bound, Array.from({ length: elementCount(bound) }, draw)));
  }
  const parameters = new Map<string, Tensor>();
  for (const { name, shape } of inference.parameters) {
    parameters.set(
      parameterKey('node', name),
      tensorOf(
        shape,
        Array.from({ length: elementCount(shape) }, () => random() * 2 - 1),
      ),
    );
  }
  return {
    program: weighLoss(program, [...inference.outputs.keys()], { batch, inputs, random }),
    feeds: {
      batch,
      inputs,
      parameters,
      // Different numbers from those that a batch gives, above 0 since some are variances.
      states: new Map(
        buffers.map(({ name, shape }) => [
          parameterKey('node', name),
          tensorOf(
            shape,
            Array.from({ length: elementCount(shape) }, () => 0.5 + random()),
          ),
        ]),
      ),
      settings: new Map(),
      draw: { seed: 3, step: 1 },
    },
  };
}

/** Adds Σ w ⊙ output as the total loss, with weights given as one more input per output. */
function weighLoss(
  program: Program,
  outputs: readonly string[],
  { batch, inputs, random }: { batch: number; inputs: Map<string, Tensor>; random: () => number },
): Program {
  const builder = new Builder();
  continueProgram(program, builder);
  const losses = outputs.map((port) => {
    const output = builder.outputs.get(outputKey('value', 'node', port)) as number;
    const shape = builder.shape(output);
    const bound = bindShape(shape, batch);
    const key = `weights of ${port}`;
    inputs.set(
      key,
      tensorOf(
        bound,
        Array.from({ length: elementCount(bound) }, () => 0.5 + random()),
      ),
    );
    return builder.sumAll(builder.multiply(output, builder.input(key, shape)));
  });
  builder.output(
    totalLossKey,
    losses.reduce((total, loss) => builder.add(total, loss)),
  );
  return builder.finish();
}
