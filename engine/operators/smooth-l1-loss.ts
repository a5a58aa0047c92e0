import { cases, fraction, greaterThan, minus, number, power, product } from '../notation/expression.ts';
import type { Builder } from '../program/builder.ts';
import type { ValueId } from '../program/program.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/**
 * ∣d∣ with PyTorch's derivative for β = 0: −1 at 0, and NaN for NaN (which the square keeps).
 */
function sharpSize(builder: Builder, d: ValueId): ValueId {
  const zero = builder.constant(0);
  const positive = builder.select(builder.binary('greaterEqual', d, zero), d, builder.multiply(d, d));
  return builder.select(builder.binary('greaterEqual', zero, d), builder.negate(d), positive);
}

/**
 * d²/(2β) where ∣d∣ < β, else ∣d∣ − β/2, for d = ŷ − y (Girshick 2015). With β = 0 it is L1Loss but for its derivative −1 at 0.
 * Its derived gradient is clamp(d/β, −1, 1).
 */
export const smoothL1Loss = lossOperator({
  name: 'SmoothL1Loss',
  help: 'Squared near 0, absolute beyond β: regression without jumps or outliers.',
  synonyms: ['huber', 'regression'],
  ports: inputAndTarget('prediction'),
  attributes: [
    { name: 'beta', kind: 'number', default: 1, minimum: 0, help: 'β, where the parabola becomes a line.' },
  ],
  infer: inferElementwiseLoss,
  apply: (builder, at, { beta }) => {
    const difference = builder.subtract(at(inputPort), at(targetPort));
    const size = builder.unary('absolute', difference);
    if (beta === 0) return sharpSize(builder, difference);
    const bound = builder.constant(beta as number);
    const square = builder.divide(
      builder.multiply(builder.constant(0.5), builder.multiply(difference, difference)),
      bound,
    );
    const line = builder.subtract(size, builder.constant((beta as number) / 2));
    // Written as where the line begins, so that the gradient of NaN is NaN as in PyTorch.
    return builder.select(builder.binary('greaterEqual', size, bound), line, square);
  },
  formula: (context) => {
    const d = minus(symbolAt(context, inputPort), symbolAt(context, targetPort));
    const beta = context.attributes['beta'] as number;
    const line = minus({ kind: 'absolute', of: d }, number(beta / 2));
    return cases(
      greaterThan(number(beta), { kind: 'absolute', of: d }),
      fraction(power(d, number(2)), beta === 1 ? number(2) : product(number(2), number(beta))),
      line,
    );
  },
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 2]), target: numbers(['N', 2]) }),
    sample({ reduction: 'sum', beta: 0.25 }, { input: numbers(['N', 2]), target: numbers(['N', 2]) }),
    sample({ reduction: 'mean', beta: 0 }, { input: numbers(['N', 2]), target: numbers(['N', 2]) }),
  ],
});
