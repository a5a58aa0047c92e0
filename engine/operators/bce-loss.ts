import { call, type Expression, hadamard, minus, number, symbol } from '../notation/expression.ts';
import { elementWeightAttribute, inferWeighedLoss, weigh } from './declare/element-weight.ts';
import { inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/**
 * −(y log ŷ + (1 − y) log(1 − ŷ)) for probabilities ŷ and targets y in [0, 1] of one shape; the mean is over
 * elements. Logarithms are kept at or above −100 and the gradient's denominator at or above 1e−12, as PyTorch does.
 * After Sigmoid the derived gradient is (σ(z) − y)/N, exact where PyTorch's two steps lose digits.
 */
export const bceLoss = lossOperator({
  name: 'BCELoss',
  help: 'Binary cross-entropy of probabilities; goes after Sigmoid.',
  synonyms: ['binary cross entropy', 'log loss'],
  ports: inputAndTarget('probabilities'),
  decision: { kind: 'threshold', above: 0.5 },
  likelihood: 'bernoulli',
  attributes: [elementWeightAttribute('weight', 'w', 'One weight per feature of the last axis.')],
  infer: (context) => inferWeighedLoss(context, ['weight']),
  apply: (builder, at, { weight }) => {
    const [prediction, target] = [at(inputPort), at(targetPort)];
    const one = builder.constant(1);
    const hit = builder.multiply(target, builder.unary('clampedLog', prediction));
    const miss = builder.multiply(
      builder.subtract(one, target),
      builder.unary('clampedLog', builder.subtract(one, prediction)),
    );
    return weigh(builder, builder.negate(builder.add(hit, miss)), weight);
  },
  formula: (context) => {
    const prediction = symbolAt(context, inputPort);
    const target = symbolAt(context, targetPort);
    const each: Expression = {
      kind: 'sum',
      terms: [
        { minus: true, of: hadamard(target, call('log', prediction)) },
        {
          minus: true,
          of: hadamard(minus(number(1), target), call('log', minus(number(1), prediction))),
        },
      ],
    };
    return context.attributes['weight'] === null ? each : hadamard(symbol('w'), each);
  },
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 2], 0.05, 0.95), target: numbers(['N', 2], 0, 1) }),
    sample({ weight: [0.5, 2] }, { input: numbers(['N', 2], 0.05, 0.95), target: numbers(['N', 2], 0, 1) }),
    sample({ reduction: 'sum' }, { input: numbers(['N', 1], 0.05, 0.95), target: numbers(['N', 1], 0, 1) }),
  ],
});
