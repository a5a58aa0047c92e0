import { call } from '../notation/expression.ts';
import { alongAxis, logSoftmax } from './declare/along-axis.ts';

/** log(e^xᵢ / Σⱼ e^xⱼ) = xᵢ − log Σⱼ e^xⱼ along one axis. */
export const logSoftmaxOperator = alongAxis({
  name: 'LogSoftmax',
  help: 'The logarithm of softmax, computed without under- or overflow; goes with NLLLoss.',
  synonyms: ['log probabilities'],
  nodeName: 'logsoftmax',
  symbol: 'ℓ',
  gives: 'class-log-probabilities',
  apply: logSoftmax,
  formula: (x) => call('log softmax', x),
});
