import { call, fraction, hadamard, minus, number, power, subscript, symbol } from '../notation/expression.ts';
import { formatShape } from '../program/shape.ts';
import { inferClassLoss, targetRows, targetWeights, weightAttribute } from './declare/class-loss.ts';
import { inputAndTarget, lossOperator } from './declare/loss.ts';
import { inputPort, symbolAt, targetPort, typeAt } from './declare/ports.ts';
import { classIndices, numbers, sample } from './declare/sample.ts';

/**
 * Σ over the other classes i of w_y max(0, margin − x_y + x_i)ᵖ / C, for scores x of (N, C) and class indices
 * (N); the mean is over samples, whatever their weights.
 */
export const multiMarginLoss = lossOperator({
  name: 'MultiMarginLoss',
  help: 'Wants the score of the true class above every other by a margin.',
  synonyms: ['hinge', 'svm', 'classification'],
  ports: inputAndTarget('logits', ['classes']),
  decision: { kind: 'largest' },
  attributes: [
    { name: 'p', kind: 'integer', default: 1, minimum: 1, maximum: 2, help: 'Power of each shortfall.' },
    { name: 'margin', kind: 'number', default: 1, help: 'By how much the true class should lead.' },
    { ...weightAttribute, help: 'One weight per class, for targets of it. None weighs all the same.' },
  ],
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    if (shape.length <= 2) return inferClassLoss(context, false);
    return {
      ok: false,
      code: 'shape-mismatch',
      at: inputPort,
      message: `Input must be samples × classes, such as N×3, as PyTorch wants it for this loss; it is ${formatShape(shape)}.`,
    };
  },
  apply: (builder, at, attributes) => {
    const [x, target] = [at(inputPort), at(targetPort)];
    const shape = builder.shape(x);
    const zero = builder.constant(0);
    const rows = targetRows(builder, target, shape[1] as number, attributes);
    const own = builder.sum(builder.select(rows, x, zero), [1]);
    const lead = builder.subtract(own, x);
    const short = builder.maximum(
      builder.subtract(builder.constant(attributes['margin'] as number), lead),
      zero,
    );
    const cost = attributes['p'] === 2 ? builder.multiply(short, short) : short;
    const others = builder.sum(builder.select(rows, zero, cost), [1]);
    const sums = builder.reshape(others, [...shape.slice(0, 1), ...shape.slice(2)]);
    const weights = targetWeights(builder, target, shape[1] as number, attributes);
    const weighed = weights === undefined ? sums : builder.multiply(weights, sums);
    return builder.divide(weighed, builder.size(shape.slice(1, 2)));
  },
  formula: (context) => {
    const [x, y] = [symbolAt(context, inputPort), symbolAt(context, targetPort)];
    const { p, margin, weight } = context.attributes;
    const lead = minus(subscript(x, y), subscript(x, symbol('i')));
    const short = call('max', number(0), minus(number(margin as number), lead));
    const cost = p === 2 ? power(short, number(2)) : short;
    const sum = { kind: 'bigSum', over: 'i≠y', of: cost } as const;
    const mean = fraction(sum, symbol('C'));
    return weight === null ? mean : hadamard(subscript(symbol('w'), y), mean);
  },
  samples: [
    sample({}, { input: numbers(['N', 4]), target: classIndices(['N'], 4) }),
    sample(
      { p: 2, margin: 0.5, weight: [0.5, 1, 2] },
      { input: numbers(['N', 3]), target: classIndices(['N'], 3) },
    ),
  ],
});
