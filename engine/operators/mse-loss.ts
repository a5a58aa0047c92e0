import { minus, number } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/** (ŷ − y)² for input and target of one shape; the mean is over elements. Its derived gradient is 2(ŷ − y)/N. */
export const mseLoss = lossOperator({
  name: 'MSELoss',
  help: 'The mean squared difference: regression.',
  synonyms: ['mean squared error', 'l2', 'regression', 'least squares'],
  ports: inputAndTarget('prediction'),
  infer: inferElementwiseLoss,
  apply: (builder, at) => {
    const difference = builder.subtract(at(inputPort), at(targetPort));
    return builder.multiply(difference, difference);
  },
  formula: (context) => ({
    kind: 'power',
    base: minus(symbolAt(context, inputPort), symbolAt(context, targetPort)),
    exponent: number(2),
  }),
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 2]), target: numbers(['N', 2]) }),
    sample({ reduction: 'sum' }, { input: numbers(['N', 2, 3]), target: numbers(['N', 2, 3]) }),
  ],
});
