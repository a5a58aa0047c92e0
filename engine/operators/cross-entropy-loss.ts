import { call, negated, subscript } from '../notation/expression.ts';
import { logSoftmax } from './declare/along-axis.ts';
import { inferClassLoss, inputAndTarget, lossOperator, pickTarget } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { classIndices, numbers, sample } from './declare/sample.ts';

/**
 * −log softmax(z) at the true class, for logits z of (N, C, …) and class indices (N, …) or probabilities (N, C, …).
 * The mean is over samples. Its derived gradient is (softmax(z) − y)/N.
 */
export const crossEntropyLoss = lossOperator({
  name: 'CrossEntropyLoss',
  help: 'How surprised softmax of the logits is by the true class. Feed it logits, not probabilities.',
  synonyms: ['softmax', 'classification', 'log likelihood', 'ce'],
  ports: inputAndTarget('logits', ['classes', 'numbers']),
  decision: { kind: 'largest' },
  infer: (context) => inferClassLoss(context, true),
  apply: (builder, at) =>
    builder.negate(pickTarget(builder, logSoftmax(builder, at(inputPort), 1), at(targetPort))),
  formula: (context) => {
    const z = symbolAt(context, inputPort);
    const y = symbolAt(context, targetPort);
    return negated(subscript(call('log softmax', z), y));
  },
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 4]), target: classIndices(['N'], 4) }),
    sample({ reduction: 'sum' }, { input: numbers(['N', 4]), target: classIndices(['N'], 4) }),
    sample({ reduction: 'none' }, { input: numbers(['N', 4]), target: classIndices(['N'], 4) }),
    sample({ reduction: 'mean' }, { input: numbers(['N', 3]), target: numbers(['N', 3], 0, 1) }),
    sample({ reduction: 'mean' }, { input: numbers(['N', 3, 2]), target: classIndices(['N', 2], 3) }),
  ],
});
