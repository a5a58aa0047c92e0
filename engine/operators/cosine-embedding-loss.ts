import { call, cases, greaterThan, minus, number } from '../notation/expression.ts';
import type { Builder } from '../program/builder.ts';
import type { ValueId } from '../program/program.ts';
import { formatShape, shapesEqual } from '../program/shape.ts';
import { lossOperator } from './declare/loss.ts';
import { gives, symbolAt, targetPort, typeAt } from './declare/ports.ts';
import { numbers, sample, signs } from './declare/sample.ts';

const [firstPort, secondPort] = ['input1', 'input2'];

/** Added to both squared lengths (torch.nn.functional.cosine_embedding_loss). */
const epsilon = 1e-12;

/** cos of the angle between the rows of two matrices, as one number per row. */
function cosine(builder: Builder, first: ValueId, second: ValueId): ValueId {
  const dot = (a: ValueId, b: ValueId): ValueId => builder.sum(builder.multiply(a, b), [1]);
  const length = (of: ValueId): ValueId => builder.add(dot(of, of), builder.constant(epsilon));
  const lengths = builder.unary('sqrt', builder.multiply(length(first), length(second)));
  const rows = builder.shape(first).slice(0, 1);
  return builder.reshape(builder.divide(dot(first, second), lengths), rows);
}

/** 1 − cos(x₁, x₂) where the target is 1, max(0, cos(x₁, x₂) − margin) where it is −1; one loss per row. */
export const cosineEmbeddingLoss = lossOperator({
  name: 'CosineEmbeddingLoss',
  help: 'Turns pairs with target 1 into one direction and those with −1 apart.',
  synonyms: ['similarity', 'angle', 'metric', 'pairs'],
  ports: [
    { name: firstPort, help: '(N, D)', accepts: ['numbers'], role: 'prediction' },
    { name: secondPort, help: '(N, D)', accepts: ['numbers'] },
    { name: targetPort, help: '1 or −1 for each pair, (N)', accepts: ['numbers'], role: 'target' },
  ],
  attributes: [
    { name: 'margin', kind: 'number', default: 0, help: 'Cosine below which pairs are apart enough.' },
  ],
  infer: (context) => {
    const [first, second, target] = [firstPort, secondPort, targetPort].map(
      (port) => typeAt(context, port).shape,
    );
    const rows = first?.slice(0, 1) ?? [];
    const fits = first?.length === 2 && second !== undefined && shapesEqual(first, second);
    if (fits && target !== undefined && shapesEqual(target, rows)) return gives(rows);
    return {
      ok: false,
      code: 'shape-mismatch',
      at: fits ? targetPort : secondPort,
      message: `expects two inputs of N×D and a target of N; gets ${[first, second, target].map((shape) => formatShape(shape ?? [])).join(', ')}.`,
    };
  },
  apply: (builder, at, { margin }) => {
    const cos = cosine(builder, at(firstPort), at(secondPort));
    const apart = builder.clampMinimum(builder.subtract(cos, builder.constant(margin as number)), 0);
    const together = builder.subtract(builder.constant(1), cos);
    return builder.select(builder.greater(at(targetPort), builder.constant(0)), together, apart);
  },
  formula: (context) => {
    const cos = call('cos', symbolAt(context, firstPort), symbolAt(context, secondPort));
    const margin = context.attributes['margin'] as number;
    return cases(
      greaterThan(symbolAt(context, targetPort), number(0)),
      minus(number(1), cos),
      call('max', number(0), margin === 0 ? cos : minus(cos, number(margin))),
    );
  },
  samples: [
    sample(
      { reduction: 'mean', margin: 0.1 },
      { input1: numbers(['N', 3]), input2: numbers(['N', 3]), target: signs(['N']) },
    ),
  ],
});
