import { call, hadamard, negated } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample, signs } from './declare/sample.ts';

/**
 * log(1 + e^(−y ŷ)) for targets of 1 and −1, computed without overflow. No gradient goes to the target: PyTorch refuses one
 * here ("not differentiable with respect to argument 'target'").
 */
export const softMarginLoss = lossOperator({
  name: 'SoftMarginLoss',
  help: 'Two-class logistic loss for targets of 1 and −1.',
  synonyms: ['logistic', 'classification'],
  ports: inputAndTarget('logits'),
  infer: inferElementwiseLoss,
  apply: (builder, at) =>
    builder.unary(
      'softplus',
      builder.negate(builder.multiply(builder.stopGradient(at(targetPort)), at(inputPort))),
    ),
  formula: (context) =>
    call('softplus', negated(hadamard(symbolAt(context, targetPort), symbolAt(context, inputPort)))),
  samples: [sample({ reduction: 'mean' }, { input: numbers(['N', 2]), target: signs(['N', 2]) })],
});
