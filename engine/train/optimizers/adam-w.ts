import { learningRateSetting } from '../../passes/update.ts';
import { adamStep, amsgrad } from './adam-step.ts';
import { betas, epsilon, maximize, type Optimizer, weightDecay } from './optimizer.ts';

/** Adam with weight decay apart from the gradient: θ ← θ (1 − η λ) before the step (Loshchilov and Hutter 2017). */
export const adamW: Optimizer = {
  name: 'AdamW',
  help: 'Adam whose weight decay does not pass through the moments.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html',
  learningRate: 0.001,
  settings: [
    ...betas,
    epsilon(1e-8),
    { ...weightDecay, default: 0.01, help: 'λ, by which every weight shrinks, times the learning rate.' },
    amsgrad,
    maximize,
  ],
  step: (context, values) => {
    const { builder, gradient, parameter, setting } = context;
    const signed = values['maximize'] === true ? builder.negate(gradient) : gradient;
    const shrunk = builder.multiply(setting(learningRateSetting), setting('weight_decay'));
    const decayed =
      (values['weight_decay'] ?? 0) === 0
        ? parameter
        : builder.multiply(parameter, builder.subtract(builder.constant(1), shrunk));
    return adamStep(context, values, signed, decayed);
  },
};
