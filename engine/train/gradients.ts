import { stateKey, type Trained } from '../passes/update.ts';
import type { Builder } from '../program/builder.ts';
import { outputKey, type ValueId } from '../program/program.ts';
import { square, squareRoot } from './optimizers/arithmetic.ts';

/** What becomes of the gradients before the optimizer sees them. */
export interface GradientTreatment {
  /** Largest L2 norm over all gradients together. */
  readonly clipNorm?: number;
  /** Largest magnitude of each element. */
  readonly clipValue?: number;
  /** Batches whose gradients are added up. */
  readonly accumulate: number;
}

export const clipNormSetting = 'clipNorm';
export const clipValueSetting = 'clipValue';
/** State in which gradients of earlier batches are kept. */
export const accumulatedState = 'accumulated';

/**
 * All gradients times min(1, limit / (‖g‖ + 1e-6)), ‖g‖ the L2 norm over all of them together
 * (torch.nn.utils.clip_grad_norm_).
 */
function clipByNorm(builder: Builder, gradients: readonly ValueId[]): readonly ValueId[] {
  const squares = gradients.map((gradient) => builder.sumAll(square(builder, gradient)));
  const [first, ...others] = squares;
  if (first === undefined) return gradients;
  const norm = squareRoot(
    builder,
    others.reduce((sum, next) => builder.add(sum, next), first),
  );
  const shrink = builder.divide(builder.setting(clipNormSetting), builder.add(norm, builder.constant(1e-6)));
  const factor = builder.minimum(shrink, builder.constant(1));
  return gradients.map((gradient) => builder.multiply(gradient, factor));
}

/** Each element held between −limit and limit (torch.nn.utils.clip_grad_value_). */
function clipByValue(builder: Builder, gradient: ValueId): ValueId {
  const limit = builder.setting(clipValueSetting);
  return builder.minimum(builder.maximum(gradient, builder.negate(limit)), limit);
}

/** This batch's gradient added to those kept since the last update; the sum is given out to be kept in turn. */
function accumulate(builder: Builder, { node, name, parameter, gradient }: Trained): ValueId {
  const kept = builder.state(stateKey(node, name, accumulatedState), builder.shape(parameter));
  const sum = builder.add(kept, gradient);
  builder.output(outputKey('stateUpdate', node, `${name}/${accumulatedState}`), sum);
  return sum;
}

/** The gradients for the optimizer, in primitives: added up over batches, clipped by norm, then by value. */
export function treatGradients(
  builder: Builder,
  trained: readonly Trained[],
  { clipNorm, clipValue, accumulate: batches }: GradientTreatment,
): readonly ValueId[] {
  const summed = trained.map((one) => {
    builder.origin = { node: one.node, stage: 'update' };
    return batches > 1 ? accumulate(builder, one) : one.gradient;
  });
  const bounded = clipNorm === undefined ? summed : clipByNorm(builder, summed);
  return clipValue === undefined ? bounded : bounded.map((gradient) => clipByValue(builder, gradient));
}
