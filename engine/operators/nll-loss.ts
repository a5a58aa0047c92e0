import {
  classLossFormula,
  countedTargets,
  ignoreIndexAttribute,
  inferClassLoss,
  weighedTargets,
  weightAttribute,
} from './declare/class-loss.ts';
import { inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { classIndices, numbers, sample } from './declare/sample.ts';

/** −ℓ at the true class, for log-probabilities ℓ of (N, C, …) and class indices (N, …). */
export const nllLoss = lossOperator({
  name: 'NLLLoss',
  help: 'Minus the log-probability of the true class; goes after LogSoftmax.',
  synonyms: ['negative log likelihood', 'classification'],
  ports: inputAndTarget('log-probabilities', ['classes']),
  decision: { kind: 'largest' },
  likelihood: 'categorical',
  infer: (context) => inferClassLoss(context, false),
  attributes: [weightAttribute, ignoreIndexAttribute],
  apply: (builder, at, attributes) =>
    builder.negate(weighedTargets(builder, at(inputPort), at(targetPort), attributes)),
  counted: (builder, at, attributes) => countedTargets(builder, at(inputPort), at(targetPort), attributes),
  formula: (context) => classLossFormula(symbolAt(context, inputPort), context),
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 4], -3, 0), target: classIndices(['N'], 4) }),
    sample({ reduction: 'sum' }, { input: numbers(['N', 3, 2], -3, 0), target: classIndices(['N', 2], 3) }),
    sample(
      { weight: [0.5, 1, 2], ignore_index: 1 },
      { input: numbers(['N', 3], -3, 0), target: classIndices(['N'], 3) },
    ),
  ],
});
