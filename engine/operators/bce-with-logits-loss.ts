import { call, hadamard, minus } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/**
 * Binary cross-entropy of σ(z), written as softplus(z) − y z so that no finite logit overflows; input and target of
 * one shape, the mean over elements. Its derived gradient is (σ(z) − y)/N.
 */
export const bceWithLogitsLoss = lossOperator({
  name: 'BCEWithLogitsLoss',
  help: 'Binary cross-entropy with the sigmoid inside. Feed it logits, not probabilities.',
  synonyms: ['binary cross entropy', 'sigmoid', 'log loss'],
  ports: inputAndTarget('logits'),
  decision: { kind: 'threshold', above: 0 },
  infer: inferElementwiseLoss,
  apply: (builder, at) => {
    const logits = at(inputPort);
    return builder.subtract(builder.unary('softplus', logits), builder.multiply(at(targetPort), logits));
  },
  formula: (context) => {
    const z = symbolAt(context, inputPort);
    return minus(call('softplus', z), hadamard(symbolAt(context, targetPort), z));
  },
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 2], -4, 4), target: numbers(['N', 2], 0, 1) }),
    sample({ reduction: 'sum' }, { input: numbers(['N', 1], -4, 4), target: numbers(['N', 1], 0, 1) }),
  ],
});
