import { defaultData, defaultTraining, type GraphDocument } from '../../../graph/document.ts';
import { chainDocument } from '../../../graph/templates/chain.ts';
import { Builder } from '../../../program/builder.ts';
import { evaluate } from '../../../program/evaluate/evaluate.ts';
import { outputKey, parameterKey } from '../../../program/program.ts';
import { type Tensor, tensorOf } from '../../../program/tensor.ts';
import { flatNumbers, type Nested, nestedShape } from '../fixture-tensor.ts';
import { oneStep } from '../one-step.ts';
import { type Outcome, outcomeOf } from '../report.ts';
import { type GraphRun, oneRow, runGraph, sampleOf, transposed } from '../run-graph.ts';
import { computedDifferences, type Found, type SlideItem, slideDifferences } from './item.ts';

/** z = θᵀx with the loss of its softmax; `p` shows the probabilities, which the loss never needs by themselves. */
function softmaxDocument(features: number, classes: number, learningRate: number): GraphDocument {
  const chain = chainDocument({
    name: 'Softmax regression',
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [features] } },
      { id: 'fc', operator: 'Linear', attributes: { out_features: classes, bias: false } },
      { id: 'loss', operator: 'CrossEntropyLoss' },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'class', classes } },
    training: { ...defaultTraining, optimizer: { name: 'SGD', learningRate }, batchSize: 1 },
    data: defaultData,
  });
  const position = { x: 0, y: 0 };
  return {
    ...chain,
    nodes: [
      ...chain.nodes,
      { id: 'p', operator: 'Softmax', attributes: { dim: 1 }, position },
      { id: 'truth', operator: 'Target', attributes: { kind: 'one-hot', classes }, position },
    ],
    edges: [...chain.edges, { from: ['fc', 'output'], to: ['p', 'input'] }],
  };
}

/** The slide's own way to the probabilities: eᶻ, and its sum d written once per class. */
function slideSteps(z: Tensor): { readonly powers: Tensor; readonly sums: Tensor } {
  const builder = new Builder();
  const powers = builder.exp(builder.input('z', z.shape));
  const powersKey = outputKey('value', 'powers', 'output');
  const sumsKey = outputKey('value', 'sums', 'output');
  builder.output(powersKey, powers);
  builder.output(sumsKey, builder.broadcast(builder.sum(powers, [0]), z.shape));
  const outputs = evaluate(builder.finish(), {
    batch: 1,
    inputs: new Map([['z', z]]),
    parameters: new Map(),
    settings: new Map(),
  });
  return { powers: outputs.get(powersKey) as Tensor, sums: outputs.get(sumsKey) as Tensor };
}

const largest = ({ data }: Tensor): number => data.indexOf(Math.max(...data));

/** One step of softmax regression; θ has a column per class, PyTorch's weight is its transpose. */
export function runSoftmaxStep(item: SlideItem): Outcome {
  const { theta, x, y, lr } = item.inputs as {
    readonly theta: Nested;
    readonly x: readonly number[];
    readonly y: number;
    readonly lr: number;
  };
  const key = parameterKey('fc', 'weight');
  const start = tensorOf(nestedShape(theta), flatNumbers(theta));
  const classes = start.shape[1] ?? 0;
  const document = softmaxDocument(x.length, classes, lr);
  const runFrom = (parameters: ReadonlyMap<string, Tensor>): GraphRun =>
    runGraph(document, {
      batch: 1,
      inputs: { x: oneRow(x), y: tensorOf([1], [y]), truth: tensorOf([1], [y]) },
      parameters,
    });
  const weights = new Map([[key, transposed(start)]]);
  const run = runFrom(weights);
  const updated = oneStep(document, { x, y, classes }, weights);
  const after = runFrom(updated);
  const z = sampleOf(run.at('value', 'fc', 'output'));
  const { powers, sums } = slideSteps(z);
  const yhatAfter = sampleOf(after.at('value', 'p', 'output'));
  const found: Readonly<Record<string, Found>> = {
    z,
    exp_z: powers,
    d: sums,
    yhat: sampleOf(run.at('value', 'p', 'output')),
    one_hot: sampleOf(run.at('value', 'truth', 'output')),
    loss: tensorOf([], [run.loss]),
    grad_theta: transposed(run.at('parameterGradient', 'fc', 'weight')),
    new_theta: transposed(updated.get(key) as Tensor),
    z_after: sampleOf(after.at('value', 'fc', 'output')),
    yhat_after: yhatAfter,
    class_after: largest(yhatAfter),
  };
  const onSlide = { ...found, y_pred: largest(yhatAfter) };
  return outcomeOf([...computedDifferences(found, item.computed), ...slideDifferences(onSlide, item)]);
}
