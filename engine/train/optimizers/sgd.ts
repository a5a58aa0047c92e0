import { stepSetting } from '../../passes/update.ts';
import { descend, effectiveGradient } from './arithmetic.ts';
import { maximize, type Optimizer, weightDecay } from './optimizer.ts';

/** θ ← θ − η g; with momentum μ the velocity b ← μ b + (1 − τ) g takes the place of g (b is g at the first step). */
export const sgd: Optimizer = {
  name: 'SGD',
  help: 'Steps against the gradient, with momentum if wanted.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.SGD.html',
  learningRate: 0.01,
  settings: [
    {
      name: 'momentum',
      kind: 'number',
      default: 0,
      minimum: 0,
      help: 'μ, how much of the last step is kept.',
    },
    {
      name: 'dampening',
      kind: 'number',
      default: 0,
      help: 'τ, how much of the gradient momentum leaves out.',
    },
    weightDecay,
    { name: 'nesterov', kind: 'boolean', default: false, help: 'Looks one step ahead along the momentum.' },
    maximize,
  ],
  step: (context, values) => {
    const { builder, setting, state } = context;
    const gradient = effectiveGradient(context, values);
    if ((values['momentum'] ?? 0) === 0) return { parameter: descend(context, gradient) };
    const kept = builder.multiply(setting('momentum'), state('velocity'));
    const damped = builder.multiply(builder.subtract(builder.constant(1), setting('dampening')), gradient);
    const isFirst = builder.binary('equal', setting(stepSetting), builder.constant(1));
    const velocity = builder.select(isFirst, gradient, builder.add(kept, damped));
    const ahead = builder.add(gradient, builder.multiply(setting('momentum'), velocity));
    return {
      parameter: descend(context, values['nesterov'] === true ? ahead : velocity),
      states: { velocity },
    };
  },
};
