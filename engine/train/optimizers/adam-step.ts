import { learningRateSetting, type UpdateContext, type UpdateStep } from '../../passes/update.ts';
import type { ValueId } from '../../program/program.ts';
import { shortfall, squareRoot } from './arithmetic.ts';
import { nextMoments } from './moments.ts';
import type { OptimizerSetting, OptimizerValues } from './optimizer.ts';

export const amsgrad: OptimizerSetting = {
  name: 'amsgrad',
  kind: 'boolean',
  default: false,
  help: 'Divides by the largest second moment so far, so that steps never grow back (Reddi et al. 2018).',
};

/** θ ← from − η/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε), the step of Adam and AdamW. */
export function adamStep(
  context: UpdateContext,
  values: OptimizerValues,
  gradient: ValueId,
  from: ValueId,
): UpdateStep {
  const { builder, setting, state } = context;
  const { first, second } = nextMoments(context, gradient);
  const largest = values['amsgrad'] === true ? builder.maximum(state('largest'), second) : undefined;
  const root = squareRoot(builder, largest ?? second);
  const correction = squareRoot(builder, shortfall(context, setting('beta2')));
  const under = builder.add(builder.divide(root, correction), setting('eps'));
  const size = builder.divide(setting(learningRateSetting), shortfall(context, setting('beta1')));
  return {
    parameter: builder.subtract(from, builder.multiply(size, builder.divide(first, under))),
    states: { first, second, ...(largest === undefined ? {} : { largest }) },
  };
}
