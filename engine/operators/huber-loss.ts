import { cases, greaterThan, minus, number, power, product } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/** ½d² where ∣d∣ ≤ δ, else δ(∣d∣ − δ/2), for d = ŷ − y (Huber 1964). Its derived gradient is clamp(d, −δ, δ). */
export const huberLoss = lossOperator({
  name: 'HuberLoss',
  help: 'Squared near 0, with a slope of at most δ beyond.',
  synonyms: ['robust', 'regression'],
  ports: inputAndTarget('prediction'),
  attributes: [
    { name: 'delta', kind: 'number', default: 1, minimum: 0, help: 'δ, the largest slope; above 0.' },
  ],
  infer: inferElementwiseLoss,
  apply: (builder, at, { delta }) => {
    const difference = builder.subtract(at(inputPort), at(targetPort));
    const size = builder.unary('absolute', difference);
    const bound = builder.constant(delta as number);
    const square = builder.multiply(builder.constant(0.5), builder.multiply(difference, difference));
    const line = builder.multiply(bound, builder.subtract(size, builder.constant((delta as number) / 2)));
    // Written as where the line begins, so that the gradient of NaN is NaN as in PyTorch.
    return builder.select(builder.greater(size, bound), line, square);
  },
  formula: (context) => {
    const d = minus(symbolAt(context, inputPort), symbolAt(context, targetPort));
    const delta = number(context.attributes['delta'] as number);
    const half = number((context.attributes['delta'] as number) / 2);
    return cases(
      greaterThan({ kind: 'absolute', of: d }, delta),
      product(delta, minus({ kind: 'absolute', of: d }, half)),
      product(number(0.5), power(d, number(2))),
    );
  },
  samples: [
    sample({ reduction: 'mean' }, { input: numbers(['N', 2]), target: numbers(['N', 2]) }),
    sample({ reduction: 'sum', delta: 0.5 }, { input: numbers(['N', 2]), target: numbers(['N', 2]) }),
  ],
});
