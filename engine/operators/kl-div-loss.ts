import { call, hadamard, minus } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/**
 * y (log y − ℓ), element by element, for log-probabilities ℓ and probabilities y (0 where y is 0), or with
 * log_target e^y (y − ℓ). PyTorch's mean is over elements; batchmean is the mathematical divergence.
 */
export const klDivLoss = lossOperator({
  name: 'KLDivLoss',
  help: 'How far one distribution is from another; feed it log-probabilities.',
  synonyms: ['kullback', 'leibler', 'divergence', 'relative entropy', 'distillation'],
  ports: inputAndTarget('log-probabilities'),
  attributes: [
    { name: 'log_target', kind: 'boolean', default: false, help: 'Whether the target is logarithms too.' },
  ],
  hasBatchMean: true,
  infer: inferElementwiseLoss,
  apply: (builder, at, { log_target }) => {
    const [input, target] = [at(inputPort), at(targetPort)];
    if (log_target === true) return builder.multiply(builder.exp(target), builder.subtract(target, input));
    const positive = builder.greater(target, builder.constant(0));
    // log 1 in place of log 0: the product with a target of 0 is 0, and so is its derivative.
    const logarithm = builder.log(builder.select(positive, target, builder.constant(1)));
    return builder.subtract(builder.multiply(target, logarithm), builder.multiply(target, input));
  },
  formula: (context) => {
    const [input, target] = [symbolAt(context, inputPort), symbolAt(context, targetPort)];
    return context.attributes['log_target'] === true
      ? hadamard(call('exp', target), minus(target, input))
      : hadamard(target, minus(call('log', target), input));
  },
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 2], -3, 0), target: numbers(['N', 2], 0.1, 1) }),
    sample(
      { reduction: 'batchmean' },
      { input: numbers(['N', 2], -3, 0), target: numbers(['N', 2], 0.1, 1) },
    ),
    sample(
      { reduction: 'sum', log_target: true },
      { input: numbers(['N', 2], -3, 0), target: numbers(['N', 2], -3, 0) },
    ),
  ],
});
