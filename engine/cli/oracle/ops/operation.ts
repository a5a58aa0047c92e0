import type { Attributes, Inference, Operator, PortType } from '../../../operators/operator.ts';
import { gradientsOf } from '../../../passes/differentiate.ts';
import { lowerNode, type Mode, startLowering } from '../../../passes/lower.ts';
import { simplify } from '../../../passes/simplify.ts';
import { Builder } from '../../../program/builder.ts';
import { type OutputKey, outputKey, parameterKey, type ValueId } from '../../../program/program.ts';
import type { Tensor } from '../../../program/tensor.ts';
import type { Arithmetic } from '../../../train/session.ts';
import { compute } from '../compute.ts';
import { type FixtureTensor, fixtureNumbers } from '../fixture-tensor.ts';

const node = 'operation';

/** One operator with fixed attributes on tensors of fixed shapes. */
export interface Operation {
  readonly operator: Operator;
  readonly mode: Mode;
  readonly attributes: Attributes;
  /** By PyTorch's argument name, in the order of its arguments. */
  readonly inputs: Readonly<Record<string, FixtureTensor>>;
}

type Fitting = Extract<Inference, { readonly ok: true }>;

/** What an operation gives: tensors in float64. */
export interface OperationResult {
  readonly output: Tensor;
  readonly inputGradients: ReadonlyMap<string, Tensor>;
  readonly parameterGradients: ReadonlyMap<string, Tensor>;
  /** What buffers become; those that stay as they are are left out. */
  readonly buffers: ReadonlyMap<string, Tensor>;
  /** Whether random numbers were drawn for it, which are not PyTorch's. */
  readonly draws: boolean;
}

/** What an operation starts from, by name. */
export interface Kept {
  readonly parameters: Readonly<Record<string, FixtureTensor>>;
  readonly buffers: Readonly<Record<string, FixtureTensor>>;
}

/** By `operation/name`. */
const leafTensors = (given: Readonly<Record<string, FixtureTensor>>): ReadonlyMap<string, Tensor> =>
  new Map(
    Object.entries(given).map(([name, tensor]) => [
      parameterKey(node, name),
      { shape: tensor.shape, data: fixtureNumbers(tensor) },
    ]),
  );

/** Class indices as a Target with just enough classes would send them. */
function typeOf(tensor: FixtureTensor, attributes: Attributes): PortType {
  if (tensor.dtype !== 'int64') return { shape: tensor.shape, carries: 'numbers' };
  const counted = [...fixtureNumbers(tensor)].filter((index) => index !== attributes['ignore_index']);
  return { shape: tensor.shape, carries: 'classes', classes: Math.max(0, ...counted) + 1 };
}

/** Input tensors with the operator's ports they belong to. */
function connected({ operator, inputs }: Operation): readonly (readonly [string, string, FixtureTensor])[] {
  return Object.entries(inputs).map(([name, tensor], index) => {
    const port = operator.inputs[index] ?? operator.inputs.at(-1);
    if (port === undefined) throw new Error(`${operator.name} takes no input`);
    return [port.name, name, tensor];
  });
}

export function inferOperation(operation: Operation): Inference {
  const types = new Map<string, PortType[]>();
  for (const [port, , tensor] of connected(operation)) {
    types.set(port, [...(types.get(port) ?? []), typeOf(tensor, operation.attributes)]);
  }
  const wrong = operation.operator.inputs.find(({ name, accepts }) =>
    (types.get(name) ?? []).some(({ carries }) => !accepts.includes(carries)),
  );
  if (wrong === undefined)
    return operation.operator.infer({ attributes: operation.attributes, inputs: types });
  const message = `${wrong.name} takes ${wrong.accepts.join(' or ')}.`;
  return { ok: false, code: 'wrong-kind', at: wrong.name, message };
}

/** Forward and, from the given upstream gradient, backward: derived and simplified. */
export function runOperation(
  operation: Operation,
  inference: Fitting,
  kept: Kept,
  upstream: FixtureTensor,
  arithmetic: Arithmetic,
): OperationResult {
  const builder = new Builder();
  const feeds = new Map<string, Tensor>();
  const leaves = new Map<string, ValueId>();
  const ports = new Map<string, ValueId[]>();
  for (const [port, name, tensor] of connected(operation)) {
    const id = builder.input(name, tensor.shape);
    leaves.set(name, id);
    ports.set(port, [...(ports.get(port) ?? []), id]);
    feeds.set(name, { shape: tensor.shape, data: fixtureNumbers(tensor) });
  }
  const attributes = { ...operation.attributes, ...inference.inferred };
  const { outputs, parameters } = lowerNode(
    startLowering(builder, operation.mode),
    {
      id: node,
      parameters: new Map(inference.parameters.map(({ name, shape }) => [name, shape])),
      buffers: new Map((inference.buffers ?? []).map(({ name, shape }) => [name, shape])),
      outputShapes: new Map([...inference.outputs].map(([port, { shape }]) => [port, shape])),
      lower: (context) => operation.operator.lower(context, attributes),
    },
    ports,
  );
  const [output, ...others] = outputs.values();
  if (output === undefined || others.length > 0) throw new Error('one output is expected');
  const shape = builder.shape(output) as readonly number[];
  feeds.set('upstream', { shape, data: fixtureNumbers(upstream) });
  const gradients = gradientsOf(builder, output, builder.input('upstream', shape));
  builder.output(outputKey('value', node, ''), output);
  const keep = (role: 'gradient' | 'parameterGradient', ids: ReadonlyMap<string, ValueId>): void => {
    for (const [name, id] of ids) {
      const gradient = gradients.get(id);
      if (gradient !== undefined) builder.output(outputKey(role, node, name), gradient);
    }
  };
  keep('gradient', leaves);
  keep('parameterGradient', parameters);
  const found = compute(arithmetic, simplify(builder.finish()), {
    batch: 1,
    inputs: feeds,
    parameters: leafTensors(kept.parameters),
    states: leafTensors(kept.buffers),
    settings: new Map(),
    draw: { seed: 0, step: 0 },
  });
  const given = (key: OutputKey): Tensor | undefined => found.get(key);
  const named = (
    role: 'gradient' | 'parameterGradient' | 'stateUpdate',
    names: Iterable<string>,
  ): ReadonlyMap<string, Tensor> =>
    new Map(
      [...names].flatMap((name) => {
        const tensor = given(outputKey(role, node, name));
        return tensor === undefined ? [] : [[name, tensor] as const];
      }),
    );
  return {
    output: given(outputKey('value', node, '')) as Tensor,
    inputGradients: named('gradient', leaves.keys()),
    parameterGradients: named('parameterGradient', parameters.keys()),
    buffers: named('stateUpdate', Object.keys(kept.buffers)),
    draws: builder.values.some(({ operation: { primitive } }) => primitive === 'random'),
  };
}
