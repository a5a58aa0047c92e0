import { adamStep, amsgrad } from './adam-step.ts';
import { effectiveGradient } from './arithmetic.ts';
import { betas, epsilon, maximize, type Optimizer, weightDecay } from './optimizer.ts';

/** Steps of a size that the running moments of each weight's gradient decide (Kingma and Ba 2014). */
export const adam: Optimizer = {
  name: 'Adam',
  help: 'Gives every weight a step size of its own, from the running moments of its gradient.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.Adam.html',
  learningRate: 0.001,
  settings: [...betas, epsilon(1e-8), weightDecay, amsgrad, maximize],
  step: (context, values) => adamStep(context, values, effectiveGradient(context, values), context.parameter),
};
