import { hadamard, minus, number, plus, product } from '../notation/expression.ts';
import { droppingOperator } from './declare/dropping.ts';

/** What SELU comes to for x → −∞, without its sign: its scale times its alpha, with PyTorch's digits. */
const alpha = 1.7580993408473766;

/** Keeps variance 1: 1/√((α² p + 1)(1 − p)). */
const scaleOf = (p: number): number => 1 / Math.sqrt((alpha * alpha * p + 1) * (1 - p));

/**
 * a x ⊙ m + a α ((m − 1) + p) (Klambauer et al. 2017): dropped elements become −α, and a and the shift bring mean 0 and
 * variance 1 back.
 */
export const alphaDropout = droppingOperator({
  name: 'AlphaDropout',
  help: "In training sets elements to SELU's lowest value at random and keeps mean 0 and variance 1; in evaluation gives what it gets.",
  synonyms: ['selu', 'self-normalising'],
  drop: (builder, x, mask, p) => {
    const a = scaleOf(p);
    const dropped = builder.multiply(
      builder.subtract(mask, builder.constant(1)),
      builder.constant(alpha * a),
    );
    const shift = builder.add(dropped, builder.constant(alpha * a * p));
    return builder.add(builder.multiply(x, builder.multiply(mask, builder.constant(a))), shift);
  },
  formula: (x, mask, p) =>
    plus(
      product(number(scaleOf(p)), hadamard(x, mask)),
      product(number(alpha * scaleOf(p)), minus(mask, number(1 - p))),
    ),
});
