import { call, minus, number, plus } from '../notation/expression.ts';
import type { Builder } from '../program/builder.ts';
import type { ValueId } from '../program/program.ts';
import { inferSameShapes, lossOperator } from './declare/loss.ts';
import { gives, symbolAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

const [anchorPort, positivePort, negativePort] = ['anchor', 'positive', 'negative'];

/** ‖a − b + ε‖₂ over the last axis, as torch.nn.functional.pairwise_distance adds its ε to the difference. */
function distance(builder: Builder, a: ValueId, b: ValueId, epsilon: number): ValueId {
  const difference = builder.add(builder.subtract(a, b), builder.constant(epsilon));
  const shape = builder.shape(a);
  const squared = builder.sum(builder.multiply(difference, difference), [shape.length - 1]);
  return builder.unary('sqrt', builder.reshape(squared, shape.slice(0, -1)));
}

/** max(0, d(a, p) − d(a, n) + margin) with Euclidean distances; one loss per row (Balntas et al. 2016). */
export const tripletMarginLoss = lossOperator({
  name: 'TripletMarginLoss',
  help: 'Brings an anchor nearer to its positive than to its negative, by a margin.',
  synonyms: ['metric', 'siamese', 'embedding', 'distance'],
  ports: [
    { name: anchorPort, help: '(N, D)', accepts: ['numbers'] },
    { name: positivePort, help: 'Of the same kind as the anchor, (N, D)', accepts: ['numbers'] },
    { name: negativePort, help: 'Of another kind, (N, D)', accepts: ['numbers'] },
  ],
  attributes: [
    { name: 'margin', kind: 'number', default: 1, help: 'By how much nearer.' },
    { name: 'eps', kind: 'number', default: 1e-6, minimum: 0, help: 'Added to every difference.' },
  ],
  infer: (context) => {
    const same = inferSameShapes(context, [anchorPort, positivePort, negativePort]);
    const shape = same.ok ? [...same.outputs.values()][0]?.shape : undefined;
    return shape === undefined ? same : gives(shape.slice(0, -1));
  },
  apply: (builder, at, { margin, eps }) => {
    const near = distance(builder, at(anchorPort), at(positivePort), eps as number);
    const far = distance(builder, at(anchorPort), at(negativePort), eps as number);
    const behind = builder.add(builder.subtract(near, far), builder.constant(margin as number));
    return builder.clampMinimum(behind, 0);
  },
  formula: (context) => {
    const [anchor, near, far] = [anchorPort, positivePort, negativePort].map((port) =>
      symbolAt(context, port),
    );
    const distances = minus(
      call('d', anchor ?? number(0), near ?? number(0)),
      call('d', anchor ?? number(0), far ?? number(0)),
    );
    return call('max', number(0), plus(distances, number(context.attributes['margin'] as number)));
  },
  samples: [
    sample(
      { reduction: 'mean' },
      { anchor: numbers(['N', 3]), positive: numbers(['N', 3]), negative: numbers(['N', 3]) },
    ),
  ],
});
