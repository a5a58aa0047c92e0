import { learningRateSetting, stepSetting } from '../../passes/update.ts';
import { effectiveGradient, square, squareRoot } from './arithmetic.ts';
import { epsilon, maximize, type Optimizer, weightDecay } from './optimizer.ts';

/** θ ← θ − η/(1 + (t − 1) λ) · g/(√Σg² + ε) (Duchi et al. 2011). */
export const adagrad: Optimizer = {
  name: 'Adagrad',
  help: 'Divides the gradient by the root of all its squares so far: steps only shrink.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html',
  learningRate: 0.01,
  settings: [
    {
      name: 'lr_decay',
      kind: 'number',
      default: 0,
      minimum: 0,
      help: 'How the learning rate falls with the steps.',
    },
    weightDecay,
    {
      name: 'initial_accumulator_value',
      kind: 'number',
      default: 0,
      minimum: 0,
      help: 'What the sum of squares begins with.',
    },
    epsilon(1e-10),
    maximize,
  ],
  starts: { total: { setting: 'initial_accumulator_value' } },
  step: (context, values) => {
    const { builder, setting, state, parameter } = context;
    const gradient = effectiveGradient(context, values);
    const before = builder.subtract(setting(stepSetting), builder.constant(1));
    const decay = builder.add(builder.constant(1), builder.multiply(before, setting('lr_decay')));
    const rate =
      (values['lr_decay'] ?? 0) === 0
        ? setting(learningRateSetting)
        : builder.divide(setting(learningRateSetting), decay);
    const total = builder.add(state('total'), square(builder, gradient));
    const scaled = builder.divide(gradient, builder.add(squareRoot(builder, total), setting('eps')));
    return { parameter: builder.subtract(parameter, builder.multiply(rate, scaled)), states: { total } };
  },
};
