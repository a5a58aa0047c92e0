import { healthyNorm } from '../../engine/train/advice/bounds.ts';

/** The ruler of gradient norms is logarithmic from 1e−8 to 1e2; from 1e−5 to 1e1 a norm is healthy. */
const lowest = -8;
const highest = 2;

export type GradientHealth = 'vanishing' | 'healthy' | 'exploding' | 'zero' | 'not a number';

export function healthOf(norm: number): GradientHealth {
  if (Number.isNaN(norm)) return 'not a number';
  if (norm === 0) return 'zero';
  if (norm < healthyNorm.from) return 'vanishing';
  return norm > healthyNorm.to ? 'exploding' : 'healthy';
}

const onRuler = (exponent: number): number =>
  Math.max(0, Math.min(1, (exponent - lowest) / (highest - lowest)));

/** Where a norm stands on the ruler, 0 at its left end and 1 at its right; what lies outside stands at the end. */
export const rulerPlace = (norm: number): number =>
  Number.isNaN(norm) ? 1 : onRuler(norm === 0 ? lowest : Math.log10(norm));

export const healthyPart = {
  from: onRuler(Math.log10(healthyNorm.from)),
  to: onRuler(Math.log10(healthyNorm.to)),
};
