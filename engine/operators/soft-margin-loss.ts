import { call, hadamard, negated } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/** log(1 + e^(−y ŷ)) for targets of 1 and −1, computed without overflow. */
export const softMarginLoss = lossOperator({
  name: 'SoftMarginLoss',
  help: 'Two-class logistic loss for targets of 1 and −1.',
  synonyms: ['logistic', 'classification'],
  ports: inputAndTarget('logits'),
  infer: inferElementwiseLoss,
  apply: (builder, at) =>
    builder.unary('softplus', builder.negate(builder.multiply(at(targetPort), at(inputPort)))),
  formula: (context) =>
    call('softplus', negated(hadamard(symbolAt(context, targetPort), symbolAt(context, inputPort)))),
  samples: [sample({ reduction: 'mean' }, { input: numbers(['N', 2]), target: numbers(['N', 2], -1, 1) })],
});
