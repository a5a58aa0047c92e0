import { learningRateSetting } from '../../passes/update.ts';
import type { Optimizer } from './optimizer.ts';

/** Steps by the sign of the gradient alone, longer while it stays, shorter when it turns (Riedmiller and Braun 1993). */
export const rprop: Optimizer = {
  name: 'Rprop',
  help: 'Looks at the sign of the gradient alone; for whole batches.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.Rprop.html',
  learningRate: 0.01,
  settings: [
    {
      name: 'eta1',
      kind: 'number',
      default: 0.5,
      minimum: 0,
      help: 'η⁻, by which a step shrinks when the sign turns.',
    },
    {
      name: 'eta2',
      kind: 'number',
      default: 1.2,
      minimum: 1,
      help: 'η⁺, by which a step grows while the sign stays.',
    },
    { name: 'step_size1', kind: 'number', default: 1e-6, minimum: 0, help: 'Smallest step.' },
    { name: 'step_size2', kind: 'number', default: 50, minimum: 0, help: 'Largest step.' },
  ],
  starts: { size: { setting: learningRateSetting } },
  step: (context) => {
    const { builder, parameter, gradient, setting, state } = context;
    const [zero, one] = [builder.constant(0), builder.constant(1)];
    const agreement = builder.multiply(gradient, state('previous'));
    const turned = builder.greater(zero, agreement);
    const kept = builder.select(builder.greater(agreement, zero), setting('eta2'), one);
    const factor = builder.select(turned, setting('eta1'), kept);
    const grown = builder.multiply(state('size'), factor);
    const size = builder.minimum(builder.maximum(grown, setting('step_size1')), setting('step_size2'));
    const previous = builder.select(turned, zero, gradient);
    const move = builder.multiply(builder.unary('sign', previous), size);
    return { parameter: builder.subtract(parameter, move), states: { size, previous } };
  },
};
