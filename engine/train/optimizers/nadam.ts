import { learningRateSetting, stepSetting, type UpdateContext } from '../../passes/update.ts';
import type { ValueId } from '../../program/program.ts';
import { effectiveGradient, shortfall, squareRoot } from './arithmetic.ts';
import { nextMoments } from './moments.ts';
import { betas, epsilon, type Optimizer, weightDecay } from './optimizer.ts';

/** μ at a step: β₁ (1 − ½ · 0.96^(step · momentum_decay)), which warms the momentum up (Dozat 2016). */
function momentumAt({ builder, setting }: UpdateContext, step: ValueId): ValueId {
  const exponent = builder.multiply(
    builder.multiply(step, setting('momentum_decay')),
    builder.constant(Math.log(0.96)),
  );
  const missing = builder.multiply(builder.constant(0.5), builder.exp(exponent));
  return builder.multiply(setting('beta1'), builder.subtract(builder.constant(1), missing));
}

/**
 * Adam with Nesterov's momentum. The share of the step ahead divides by 1 − Πμ · μₜ · μₜ₊₁, with μₜ twice, as PyTorch
 * 1.13 computes it; the paper has it once.
 */
export const nadam: Optimizer = {
  name: 'NAdam',
  help: 'Adam that looks one step ahead along its momentum.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html',
  learningRate: 0.002,
  settings: [
    ...betas,
    epsilon(1e-8),
    weightDecay,
    {
      name: 'momentum_decay',
      kind: 'number',
      default: 0.004,
      minimum: 0,
      help: 'How fast the momentum warms up.',
    },
  ],
  starts: { product: 1 },
  step: (context, values) => {
    const { builder, setting, state, parameter } = context;
    const gradient = effectiveGradient(context, values);
    const { first, second } = nextMoments(context, gradient);
    const step = setting(stepSetting);
    const now = momentumAt(context, step);
    const next = momentumAt(context, builder.add(step, builder.constant(1)));
    const product = builder.multiply(state('product', 'scalar'), now);
    const one = builder.constant(1);
    const corrected = builder.divide(second, shortfall(context, setting('beta2')));
    const under = builder.add(squareRoot(builder, corrected), setting('eps'));
    const share = (of: ValueId, over: ValueId): ValueId =>
      builder.multiply(setting(learningRateSetting), builder.divide(of, builder.subtract(one, over)));
    const plain = builder.multiply(
      share(builder.subtract(one, now), product),
      builder.divide(gradient, under),
    );
    const ahead = builder.multiply(
      share(next, builder.multiply(builder.multiply(product, now), next)),
      builder.divide(first, under),
    );
    return {
      parameter: builder.subtract(builder.subtract(parameter, plain), ahead),
      states: { first, second, product },
    };
  },
};
