import { call, hadamard, minus, negated, number, plus, symbol } from '../notation/expression.ts';
import type { ValueId } from '../program/program.ts';
import { elementWeightAttribute, inferWeighedLoss, weigh } from './declare/element-weight.ts';
import { inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/**
 * Binary cross-entropy of σ(z), written as softplus(z) − y z so that no finite logit overflows; input and target of
 * one shape, the mean over elements. Its derived gradient is (σ(z) − y)/N. With pos_weight p it is
 * (1 − y) softplus(z) + p y softplus(−z).
 */
export const bceWithLogitsLoss = lossOperator({
  name: 'BCEWithLogitsLoss',
  help: 'Binary cross-entropy with the sigmoid inside. Feed it logits, not probabilities.',
  synonyms: ['binary cross entropy', 'sigmoid', 'log loss'],
  ports: inputAndTarget('logits'),
  decision: { kind: 'threshold', above: 0 },
  likelihood: 'bernoulli',
  attributes: [
    elementWeightAttribute('weight', 'w', 'One weight per feature of the last axis.'),
    elementWeightAttribute('pos_weight', 'p', 'How much a target of 1 weighs, per feature of the last axis.'),
  ],
  infer: (context) => inferWeighedLoss(context, ['weight', 'pos_weight']),
  apply: (builder, at, { weight, pos_weight: positive }) => {
    const [logits, target] = [at(inputPort), at(targetPort)];
    const plain = (): ValueId =>
      builder.subtract(builder.unary('softplus', logits), builder.multiply(target, logits));
    const raised = (): ValueId => {
      const one = builder.constant(1);
      const missed = builder.unary('softplus', builder.negate(logits));
      return builder.add(
        builder.multiply(builder.subtract(one, target), builder.unary('softplus', logits)),
        weigh(builder, builder.multiply(target, missed), positive),
      );
    };
    return weigh(builder, positive === null ? plain() : raised(), weight);
  },
  formula: (context) => {
    const [z, y] = [symbolAt(context, inputPort), symbolAt(context, targetPort)];
    const { weight, pos_weight: positive } = context.attributes;
    const each =
      positive === null
        ? minus(call('softplus', z), hadamard(y, z))
        : plus(
            hadamard(minus(number(1), y), call('softplus', z)),
            hadamard(symbol('p'), y, call('softplus', negated(z))),
          );
    return weight === null ? each : hadamard(symbol('w'), each);
  },
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 2], -4, 4), target: numbers(['N', 2], 0, 1) }),
    sample(
      { weight: [0.5, 2], pos_weight: [3, 0.25] },
      { input: numbers(['N', 2], -4, 4), target: numbers(['N', 2], 0, 1) },
    ),
    sample({ reduction: 'sum' }, { input: numbers(['N', 1], -4, 4), target: numbers(['N', 1], 0, 1) }),
  ],
});
