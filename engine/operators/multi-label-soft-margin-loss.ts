import { call, hadamard, minus } from '../notation/expression.ts';
import { inferElementwiseLoss, inputAndTarget, lossOperator } from './declare/loss.ts';
import { gives, inputPort, symbolAt, targetPort } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';

/** Binary cross-entropy of σ(z) per label, averaged over the last axis: one loss per sample. */
export const multiLabelSoftMarginLoss = lossOperator({
  name: 'MultiLabelSoftMarginLoss',
  help: 'One yes-or-no question per label, averaged; feed it logits.',
  synonyms: ['multi-label', 'tags', 'binary cross entropy'],
  ports: inputAndTarget('logits'),
  decision: { kind: 'threshold', above: 0 },
  infer: (context) => {
    const same = inferElementwiseLoss(context);
    const shape = same.ok ? [...same.outputs.values()][0]?.shape : undefined;
    return shape === undefined ? same : gives(shape.slice(0, -1));
  },
  apply: (builder, at) => {
    const [logits, target] = [at(inputPort), at(targetPort)];
    const each = builder.subtract(builder.unary('softplus', logits), builder.multiply(target, logits));
    const shape = builder.shape(logits);
    const sums = builder.reshape(builder.sum(each, [shape.length - 1]), shape.slice(0, -1));
    return builder.divide(sums, builder.size(shape.slice(-1)));
  },
  formula: (context) => {
    const z = symbolAt(context, inputPort);
    return call('mean', minus(call('softplus', z), hadamard(symbolAt(context, targetPort), z)));
  },
  samples: [sample({ reduction: 'mean' }, { input: numbers(['N', 4]), target: numbers(['N', 4], 0, 1) })],
});
