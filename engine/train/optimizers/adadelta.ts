import { descend, effectiveGradient, runningMean, square, squareRoot } from './arithmetic.ts';
import { epsilon, maximize, type Optimizer, weightDecay } from './optimizer.ts';

/** θ ← θ − η Δ with Δ = √(u + ε)/√(v + ε) · g, v and u the running means of g² and Δ² (Zeiler 2012). */
export const adadelta: Optimizer = {
  name: 'Adadelta',
  help: 'Steps of the size of past steps over past gradients; hardly needs a learning rate.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html',
  learningRate: 1,
  settings: [
    {
      name: 'rho',
      kind: 'number',
      default: 0.9,
      minimum: 0,
      maximum: 1,
      help: 'ρ, how much of the running means is kept.',
    },
    epsilon(1e-6),
    weightDecay,
    maximize,
  ],
  step: (context, values) => {
    const { builder, setting, state } = context;
    const gradient = effectiveGradient(context, values);
    const root = (of: number): number => squareRoot(builder, builder.add(of, setting('eps')));
    const second = runningMean(builder, setting('rho'), state('second'), square(builder, gradient));
    const change = builder.multiply(builder.divide(root(state('steps')), root(second)), gradient);
    const steps = runningMean(builder, setting('rho'), state('steps'), square(builder, change));
    return { parameter: descend(context, change), states: { second, steps } };
  },
};
