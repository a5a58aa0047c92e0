import type { Attributes, Operator } from '../../../engine/operators/operator.ts';
import { gradientsOf } from '../../../engine/passes/differentiate.ts';
import { lowerNode, type Mode, startLowering } from '../../../engine/passes/lower.ts';
import { simplify } from '../../../engine/passes/simplify.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import type { Draw } from '../../../engine/program/evaluate/random.ts';
import { outputKey, type Program, parameterKey } from '../../../engine/program/program.ts';
import { type Tensor, tensorOf } from '../../../engine/program/tensor.ts';
import { withDefaults } from './sample-network.ts';

interface Circumstances {
  readonly mode: Mode;
  readonly draw?: Draw;
  /** By their names. */
  readonly buffers?: Readonly<Record<string, Tensor>>;
}

const [value, gradient] = [outputKey('value', 'node', 'output'), outputKey('gradient', 'node', 'input')];

/** An operator of one input without parameters, on a tensor: its output, the gradient of their sum, its buffers. */
export function runAlone(
  operator: Operator,
  attributes: Attributes,
  input: Tensor,
  { mode, draw, buffers = {} }: Circumstances,
): {
  readonly program: Program;
  readonly output: Tensor;
  readonly gradient: Tensor;
  readonly buffers: Readonly<Record<string, Tensor>>;
} {
  const given = withDefaults(operator, attributes);
  const types = [{ shape: input.shape, carries: 'numbers' }] as const;
  const inference = operator.infer({ attributes: given, inputs: new Map([['input', types]]) });
  if (!inference.ok) throw new Error(inference.message);
  const builder = new Builder();
  const x = builder.input('x', input.shape);
  const declared = inference.buffers ?? [];
  const { outputs } = lowerNode(
    startLowering(builder, mode),
    {
      id: 'node',
      parameters: new Map(),
      buffers: new Map(declared.map(({ name, shape }) => [name, shape])),
      outputShapes: new Map([['output', input.shape]]),
      lower: (context) => operator.lower(context, { ...given, ...inference.inferred }),
    },
    new Map([['input', [x]]]),
  );
  const output = outputs.get('output') as number;
  builder.output(value, output);
  const ones = builder.broadcast(builder.constant(1), builder.shape(output));
  builder.output(gradient, gradientsOf(builder, output, ones).get(x) as number);
  const program = simplify(builder.finish());
  const found = evaluate(program, {
    batch: 1,
    inputs: new Map([['x', input]]),
    parameters: new Map(),
    settings: new Map(),
    states: new Map(Object.entries(buffers).map(([name, tensor]) => [parameterKey('node', name), tensor])),
    ...(draw === undefined ? {} : { draw }),
  });
  return {
    program,
    output: found.get(value) ?? tensorOf([], [Number.NaN]),
    gradient: found.get(gradient) ?? tensorOf([], [Number.NaN]),
    buffers: Object.fromEntries(
      declared.flatMap(({ name }) => {
        const next = found.get(outputKey('stateUpdate', 'node', name));
        return next === undefined ? [] : [[name, next]];
      }),
    ),
  };
}
