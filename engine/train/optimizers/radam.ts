import { stepSetting } from '../../passes/update.ts';
import { descend, effectiveGradient, powerOfStep, shortfall, squareRoot } from './arithmetic.ts';
import { nextMoments } from './moments.ts';
import { betas, epsilon, type Optimizer, weightDecay } from './optimizer.ts';

/** Adam that steps plainly until the variance of its second moment is known well enough, ρ > 5 (Liu et al. 2019). */
export const radam: Optimizer = {
  name: 'RAdam',
  help: 'Adam that warms itself up: plain steps until its second moment can be trusted.',
  source: 'https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html',
  learningRate: 0.001,
  settings: [...betas, epsilon(1e-8), weightDecay],
  step: (context, values) => {
    const { builder, setting } = context;
    const gradient = effectiveGradient(context, values);
    const { first, second } = nextMoments(context, gradient);
    const [one, two, four] = [builder.constant(1), builder.constant(2), builder.constant(4)];
    const beta2 = setting('beta2');
    const limit = builder.subtract(builder.divide(two, builder.subtract(one, beta2)), one);
    const aged = builder.multiply(builder.multiply(two, setting(stepSetting)), powerOfStep(context, beta2));
    const length = builder.subtract(limit, builder.divide(aged, shortfall(context, beta2)));
    const part = (of: number): number =>
      builder.multiply(builder.subtract(of, four), builder.subtract(of, two));
    const isKnown = builder.greater(length, builder.constant(5));
    const ratio = builder.divide(
      builder.multiply(part(length), limit),
      builder.multiply(part(limit), length),
    );
    // Below ρ = 5 the ratio may be negative; it is not used there, but its root must be a number.
    const rectified = squareRoot(builder, builder.select(isKnown, ratio, one));
    const under = builder.add(squareRoot(builder, second), setting('eps'));
    const adaptive = builder.multiply(
      rectified,
      builder.divide(squareRoot(builder, shortfall(context, beta2)), under),
    );
    const mean = builder.divide(first, shortfall(context, setting('beta1')));
    const direction = builder.multiply(mean, builder.select(isKnown, adaptive, one));
    return { parameter: descend(context, direction), states: { first, second } };
  },
};
