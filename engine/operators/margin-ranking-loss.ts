import { call, hadamard, minus, negated, number, plus } from '../notation/expression.ts';
import { inferSameShapes, lossOperator } from './declare/loss.ts';
import { symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample, signs } from './declare/sample.ts';

const [firstPort, secondPort] = ['input1', 'input2'];

/** max(0, −y (x₁ − x₂) + margin): with y = 1 the first should rank higher, with −1 the second. */
export const marginRankingLoss = lossOperator({
  name: 'MarginRankingLoss',
  help: 'Asks one input to rank above the other by a margin.',
  synonyms: ['rank', 'order', 'pairs'],
  ports: [
    { name: firstPort, help: 'Scores of the first', accepts: ['numbers'], role: 'prediction' },
    { name: secondPort, help: 'Scores of the second', accepts: ['numbers'] },
    {
      name: targetPort,
      help: '1 where the first should rank higher, else −1',
      accepts: ['numbers'],
      role: 'target',
    },
  ],
  attributes: [{ name: 'margin', kind: 'number', default: 0, help: 'By how much.' }],
  infer: (context) => inferSameShapes(context, [firstPort, secondPort, targetPort]),
  apply: (builder, at, { margin }) => {
    const difference = builder.subtract(at(firstPort), at(secondPort));
    const behind = builder.negate(builder.multiply(at(targetPort), difference));
    return builder.clampMinimum(builder.add(behind, builder.constant(margin as number)), 0);
  },
  formula: (context) => {
    const difference = minus(symbolAt(context, firstPort), symbolAt(context, secondPort));
    const behind = negated(hadamard(symbolAt(context, targetPort), difference));
    const margin = context.attributes['margin'] as number;
    return call('max', number(0), margin === 0 ? behind : plus(behind, number(margin)));
  },
  samples: [
    sample(
      { reduction: 'mean', margin: 0.3 },
      { input1: numbers(['N', 2]), input2: numbers(['N', 2]), target: signs(['N', 2]) },
    ),
  ],
});
