import { negated, subscript } from '../notation/expression.ts';
import { inferClassLoss, inputAndTarget, lossOperator, pickTarget } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { classIndices, numbers, sample } from './declare/sample.ts';

/** −ℓ at the true class, for log-probabilities ℓ of (N, C, …) and class indices (N, …). */
export const nllLoss = lossOperator({
  name: 'NLLLoss',
  help: 'Minus the log-probability of the true class; goes after LogSoftmax.',
  synonyms: ['negative log likelihood', 'classification'],
  ports: inputAndTarget('log-probabilities', ['classes']),
  decision: { kind: 'largest' },
  infer: (context) => inferClassLoss(context, false),
  apply: (builder, at) => builder.negate(pickTarget(builder, at(inputPort), at(targetPort))),
  formula: (context) => negated(subscript(symbolAt(context, inputPort), symbolAt(context, targetPort))),
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 4], -3, 0), target: classIndices(['N'], 4) }),
    sample({ reduction: 'sum' }, { input: numbers(['N', 3, 2], -3, 0), target: classIndices(['N', 2], 3) }),
  ],
});
