import { call } from '../notation/expression.ts';
import { alongAxis, logSoftmax } from './declare/along-axis.ts';

/** Pᵢ = e^xᵢ / Σⱼ e^xⱼ along one axis; computed as exp(x − log Σ eˣ), which no finite x overflows. */
export const softmax = alongAxis({
  name: 'Softmax',
  help: 'Turns scores into probabilities that add up to 1.',
  synonyms: ['probabilities', 'normalise', 'classes'],
  nodeName: 'softmax',
  symbol: 'p',
  gives: 'class-probabilities',
  apply: (builder, x, axis) => builder.exp(logSoftmax(builder, x, axis)),
  formula: (x) => call('softmax', x),
});
