import { minus } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/** ∣ŷ − y∣, element by element; the derivative where they are equal is 0. */
export const l1Loss = lossOperator({
  name: 'L1Loss',
  help: 'The mean absolute difference: regression that outliers pull less.',
  synonyms: ['mae', 'mean absolute error', 'regression'],
  ports: inputAndTarget('prediction'),
  infer: inferElementwiseLoss,
  apply: (builder, at) => builder.unary('absolute', builder.subtract(at(inputPort), at(targetPort))),
  formula: (context) => ({
    kind: 'absolute',
    of: minus(symbolAt(context, inputPort), symbolAt(context, targetPort)),
  }),
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 2]), target: numbers(['N', 2]) }),
    sample({ reduction: 'sum' }, { input: numbers(['N', 2, 3]), target: numbers(['N', 2, 3]) }),
  ],
});
