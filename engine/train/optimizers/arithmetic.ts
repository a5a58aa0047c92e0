import type { UpdateContext } from '../../passes/update.ts';
import { learningRateSetting, stepSetting } from '../../passes/update.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import type { OptimizerValues } from './optimizer.ts';

/** The gradient with its sign turned for `maximize` and the L2 penalty added. */
export function effectiveGradient(
  { builder, gradient, parameter, setting }: UpdateContext,
  values: OptimizerValues,
): ValueId {
  const signed = values['maximize'] === true ? builder.negate(gradient) : gradient;
  if ((values['weight_decay'] ?? 0) === 0) return signed;
  return builder.add(signed, builder.multiply(setting('weight_decay'), parameter));
}

/** k · old + (1 − k) · new */
export function runningMean(builder: Builder, keep: ValueId, old: ValueId, next: ValueId): ValueId {
  const fresh = builder.multiply(builder.subtract(builder.constant(1), keep), next);
  return builder.add(builder.multiply(keep, old), fresh);
}

/** baseᵗ for a positive base and the number of the step. */
export const powerOfStep = ({ builder, setting }: UpdateContext, base: ValueId): ValueId =>
  builder.exp(builder.multiply(setting(stepSetting), builder.log(base)));

/** 1 − βᵗ, by which a running mean that began at 0 falls short (Kingma and Ba 2014). */
export const shortfall = (context: UpdateContext, beta: ValueId): ValueId =>
  context.builder.subtract(context.builder.constant(1), powerOfStep(context, beta));

/** parameter − η · direction */
export const descend = ({ builder, parameter, setting }: UpdateContext, direction: ValueId): ValueId =>
  builder.subtract(parameter, builder.multiply(setting(learningRateSetting), direction));

export const square = (builder: Builder, of: ValueId): ValueId => builder.multiply(of, of);

export const squareRoot = (builder: Builder, of: ValueId): ValueId => builder.unary('sqrt', of);
