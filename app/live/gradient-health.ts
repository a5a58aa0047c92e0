/** The ruler of gradient norms is logarithmic from 1e−8 to 1e2; from 1e−5 to 1e1 a norm is healthy. */
const lowest = -8;
const highest = 2;
const healthyFrom = -5;
const healthyTo = 1;

export type GradientHealth = 'vanishing' | 'healthy' | 'exploding' | 'zero' | 'not a number';

export function healthOf(norm: number): GradientHealth {
  if (Number.isNaN(norm)) return 'not a number';
  if (norm === 0) return 'zero';
  if (norm < 10 ** healthyFrom) return 'vanishing';
  return norm > 10 ** healthyTo ? 'exploding' : 'healthy';
}

const onRuler = (exponent: number): number =>
  Math.max(0, Math.min(1, (exponent - lowest) / (highest - lowest)));

/** Where a norm stands on the ruler, 0 at its left end and 1 at its right; what lies outside stands at the end. */
export const rulerPlace = (norm: number): number =>
  Number.isNaN(norm) ? 1 : onRuler(norm === 0 ? lowest : Math.log10(norm));

export const healthyPart = { from: onRuler(healthyFrom), to: onRuler(healthyTo) };
