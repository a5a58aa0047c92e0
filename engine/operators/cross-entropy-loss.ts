import { call } from '../notation/expression.ts';
import { logSoftmax } from './declare/along-axis.ts';
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

/**
 * −log softmax(z) at the true class, for logits z of (N, C, …) and class indices (N, …) or probabilities (N, C, …).
 * The mean is over samples. Its derived gradient is (softmax(z) − y)/N. With class weights w the mean over indices
 * divides by Σ w_y, that over probabilities by the samples; ε of label_smoothing mixes y with 1/C (Szegedy et al. 2016).
 */
export const crossEntropyLoss = lossOperator({
  name: 'CrossEntropyLoss',
  help: 'How surprised softmax of the logits is by the true class. Feed it logits, not probabilities.',
  synonyms: ['softmax', 'classification', 'log likelihood', 'ce'],
  ports: inputAndTarget('logits', ['classes', 'numbers']),
  decision: { kind: 'largest' },
  likelihood: 'categorical',
  attributes: [
    weightAttribute,
    ignoreIndexAttribute,
    {
      name: 'label_smoothing',
      kind: 'number',
      default: 0,
      minimum: 0,
      maximum: 1,
      help: 'Share of each target that is spread evenly over all classes.',
    },
  ],
  infer: (context) => inferClassLoss(context, true),
  apply: (builder, at, attributes) => {
    const values = logSoftmax(builder, at(inputPort), 1);
    return builder.negate(weighedTargets(builder, values, at(targetPort), attributes));
  },
  counted: (builder, at, attributes) => countedTargets(builder, at(inputPort), at(targetPort), attributes),
  formula: (context) => {
    return classLossFormula(call('log softmax', symbolAt(context, inputPort)), context);
  },
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 4]), target: classIndices(['N'], 4) }),
    sample({ reduction: 'sum' }, { input: numbers(['N', 4]), target: classIndices(['N'], 4) }),
    sample({ reduction: 'none' }, { input: numbers(['N', 4]), target: classIndices(['N'], 4) }),
    sample({ reduction: 'mean' }, { input: numbers(['N', 3]), target: numbers(['N', 3], 0, 1) }),
    sample({ reduction: 'mean' }, { input: numbers(['N', 3, 2]), target: classIndices(['N', 2], 3) }),
    sample({ weight: [0.5, 1, 2] }, { input: numbers(['N', 3, 2]), target: classIndices(['N', 2], 3) }),
    sample({ ignore_index: 1 }, { input: numbers(['N', 4]), target: classIndices(['N'], 4) }),
    sample({ label_smoothing: 0.1 }, { input: numbers(['N', 4]), target: classIndices(['N'], 4) }),
    sample(
      { label_smoothing: 0.2, weight: [0.5, 1, 2] },
      { input: numbers(['N', 3]), target: numbers(['N', 3], 0, 1) },
    ),
    sample(
      { label_smoothing: 0.2, weight: [0.5, 1, 2], ignore_index: 0 },
      { input: numbers(['N', 3]), target: classIndices(['N'], 3) },
    ),
  ],
});
