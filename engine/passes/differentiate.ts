import { Builder } from '../program/builder.ts';
import { continueProgram } from '../program/continue-program.ts';
import {
  type OutputKey,
  outputKey,
  type Program,
  parseOutputKey,
  totalLossKey,
  type Value,
  type ValueId,
} from '../program/program.ts';
import { backward } from './derivatives.ts';

/**
 * Which values depend on data or parameters in a way that has a derivative: not through `stopGradient`, class
 * indices or comparisons.
 */
function differentiable(values: readonly Value[]): readonly boolean[] {
  const result: boolean[] = [];
  values.forEach(({ operation, inputs }) => {
    switch (operation.primitive) {
      case 'input':
      case 'parameter':
        result.push(true);
        break;
      case 'stopGradient':
      case 'oneHot':
      case 'greater':
      case 'greaterEqual':
      case 'equal':
      case 'sign':
        result.push(false);
        break;
      default:
        result.push(inputs.some((input) => result[input] === true));
    }
  });
  return result;
}

/**
 * Reverse-mode differentiation (Linnainmaa 1970; the sweep of Griewank and Walther, ch. 3): from `of` back to
 * everything it depends on, one vector-Jacobian product per value, contributions summed. Gives the gradient of `of`
 * by value; a value that `of` does not depend on has none. `upstream` is the gradient of `of` itself.
 */
export function gradientsOf(builder: Builder, of: ValueId, upstream: ValueId): ReadonlyMap<ValueId, ValueId> {
  const reaches = differentiable(builder.values.slice(0, of + 1));
  const gradients = new Map<ValueId, ValueId>([[of, upstream]]);
  for (let id = of; id >= 0; id -= 1) {
    const g = gradients.get(id);
    if (g === undefined) continue;
    const { inputs, origin } = builder.value(id);
    if (reaches[id] !== true) continue;
    builder.origin = origin === undefined ? undefined : { node: origin.node, stage: 'backward' };
    backward(builder, id, g).forEach((contribution, position) => {
      const input = inputs[position];
      if (contribution === undefined || input === undefined || reaches[input] !== true) return;
      const sofar = gradients.get(input);
      gradients.set(input, sofar === undefined ? contribution : builder.add(sofar, contribution));
    });
  }
  return gradients;
}

/**
 * Adds to a program that is being written, for every port and every parameter that the total loss depends on, the gradient of the total loss:
 * `gradient node port`, the one at an output port being the sum over all its consumers, and
 * `parameterGradient node name`. What the loss does not depend on gets none (PyTorch's None), not a zero.
 */
export function addGradients(builder: Builder): void {
  const total = builder.outputs.get(totalLossKey);
  if (total === undefined) return;
  const wanted: (readonly [OutputKey, ValueId])[] = [];
  builder.outputs.forEach((id, key) => {
    const { role, node, name } = parseOutputKey(key);
    if (role === 'value') wanted.push([outputKey('gradient', node, name), id]);
    if (role === 'parameter') wanted.push([outputKey('parameterGradient', node, name), id]);
  });
  // dL/dL = 1 belongs where the loss does.
  builder.origin = builder.value(total).origin;
  const gradients = gradientsOf(builder, total, builder.constant(1));
  for (const [key, id] of wanted) {
    const gradient = gradients.get(id);
    if (gradient !== undefined) builder.output(key, gradient);
  }
}

/** A program with its gradients: see `addGradients`. */
export function differentiate(program: Program): Program {
  const builder = new Builder();
  continueProgram(program, builder);
  addGradients(builder);
  return builder.finish();
}
