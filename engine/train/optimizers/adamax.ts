import { learningRateSetting } from '../../passes/update.ts';
import { effectiveGradient, runningMean, shortfall } from './arithmetic.ts';
import { betas, epsilon, maximize, type Optimizer, weightDecay } from './optimizer.ts';

/** θ ← θ − η/(1 − β₁ᵗ) · m/u with u ← max(β₂ u, ∣g∣ + ε) (Kingma and Ba 2014, section 7). */
export const adamax: Optimizer = {
  name: 'Adamax',
  help: 'Adam that divides by the largest recent gradient.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html',
  learningRate: 0.002,
  settings: [...betas, epsilon(1e-8), weightDecay, maximize],
  step: (context, values) => {
    const { builder, setting, state, parameter } = context;
    const gradient = effectiveGradient(context, values);
    const first = runningMean(builder, setting('beta1'), state('first'), gradient);
    const recent = builder.add(builder.unary('absolute', gradient), setting('eps'));
    const largest = builder.maximum(builder.multiply(setting('beta2'), state('largest')), recent);
    const size = builder.divide(setting(learningRateSetting), shortfall(context, setting('beta1')));
    return {
      parameter: builder.subtract(parameter, builder.multiply(size, builder.divide(first, largest))),
      states: { first, largest },
    };
  },
};
