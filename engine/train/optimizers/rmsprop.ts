import { descend, effectiveGradient, runningMean, square, squareRoot } from './arithmetic.ts';
import { epsilon, maximize, type Optimizer, weightDecay } from './optimizer.ts';

/** θ ← θ − η g/(√v + ε), v the running mean of g², less the squared mean if centered (Hinton, lecture 6e; Graves 2013). */
export const rmsprop: Optimizer = {
  name: 'RMSprop',
  help: 'Divides the gradient by its running root mean square.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html',
  learningRate: 0.01,
  settings: [
    {
      name: 'alpha',
      kind: 'number',
      default: 0.99,
      minimum: 0,
      help: 'α, how much of the running mean is kept.',
    },
    epsilon(1e-8),
    weightDecay,
    {
      name: 'momentum',
      kind: 'number',
      default: 0,
      minimum: 0,
      help: 'μ, how much of the last step is kept.',
    },
    { name: 'centered', kind: 'boolean', default: false, help: 'Divides by the standard deviation instead.' },
    maximize,
  ],
  step: (context, values) => {
    const { builder, setting, state } = context;
    const gradient = effectiveGradient(context, values);
    const second = runningMean(builder, setting('alpha'), state('second'), square(builder, gradient));
    const first =
      values['centered'] === true
        ? runningMean(builder, setting('alpha'), state('first'), gradient)
        : undefined;
    const spread = first === undefined ? second : builder.subtract(second, square(builder, first));
    const scaled = builder.divide(gradient, builder.add(squareRoot(builder, spread), setting('eps')));
    const velocity =
      (values['momentum'] ?? 0) === 0
        ? undefined
        : builder.add(builder.multiply(setting('momentum'), state('velocity')), scaled);
    return {
      parameter: descend(context, velocity ?? scaled),
      states: {
        second,
        ...(first === undefined ? {} : { first }),
        ...(velocity === undefined ? {} : { velocity }),
      },
    };
  },
};
