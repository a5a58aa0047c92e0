import { call, negated } from '../notation/expression.ts';
import { alongAxis, logSoftmax } from './declare/along-axis.ts';

/** softmax(−x) along one axis: the smallest gets the most. */
export const softmin = alongAxis({
  name: 'Softmin',
  help: 'Softmax of the negated scores: the smallest gets the largest share.',
  synonyms: ['probabilities', 'normalise'],
  nodeName: 'softmin',
  symbol: 'p',
  gives: 'class-probabilities',
  apply: (builder, x, axis) => builder.exp(logSoftmax(builder, builder.negate(x), axis)),
  formula: (x) => call('softmax', negated(x)),
});
