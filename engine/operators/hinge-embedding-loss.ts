import { call, cases, greaterThan, minus, number } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample, signs } from './declare/sample.ts';

/** A distance x where the target is 1, and max(0, margin − x) where it is −1. */
export const hingeEmbeddingLoss = lossOperator({
  name: 'HingeEmbeddingLoss',
  help: 'Pulls pairs with target 1 together and pushes those with −1 beyond a margin.',
  synonyms: ['similarity', 'metric', 'pairs'],
  ports: inputAndTarget('prediction'),
  attributes: [
    { name: 'margin', kind: 'number', default: 1, help: 'Distance at which pairs are far enough.' },
  ],
  infer: inferElementwiseLoss,
  apply: (builder, at, { margin }) => {
    const [x, y] = [at(inputPort), at(targetPort)];
    const far = builder.clampMinimum(builder.subtract(builder.constant(margin as number), x), 0);
    return builder.select(builder.greater(y, builder.constant(0)), x, far);
  },
  formula: (context) => {
    const [x, y] = [symbolAt(context, inputPort), symbolAt(context, targetPort)];
    const margin = number(context.attributes['margin'] as number);
    return cases(greaterThan(y, number(0)), x, call('max', number(0), minus(margin, x)));
  },
  samples: [sample({ reduction: 'mean' }, { input: numbers(['N', 4], 0, 2), target: signs(['N', 4]) })],
});
