import { Builder } from '../program/builder.ts';
import { outputKey, type Program, parseOutputKey } from '../program/program.ts';
import { continueProgram } from './differentiate.ts';

export const learningRateSetting = 'learningRate';

/**
 * Adds the step of stochastic gradient descent, w − η ∂L/∂w, as `update node name` for each parameter that has a
 * gradient and is not frozen (torch.optim.SGD without momentum). η is a setting, so it can change between steps.
 */
export function addUpdates(program: Program, isFrozen: (node: string) => boolean): Program {
  const builder = new Builder();
  continueProgram(program, builder);
  for (const [key, gradient] of [...builder.outputs]) {
    const { role, node, name } = parseOutputKey(key);
    const parameter = builder.outputs.get(outputKey('parameter', node, name));
    if (role !== 'parameterGradient' || parameter === undefined || isFrozen(node)) continue;
    builder.origin = { node, stage: 'update' };
    const step = builder.multiply(builder.setting(learningRateSetting), gradient);
    builder.output(outputKey('update', node, name), builder.subtract(parameter, step));
  }
  return builder.finish();
}
