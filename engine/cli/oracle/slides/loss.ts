import { emptyDocument, type GraphDocument } from '../../../graph/document.ts';
import { type Tensor, tensorOf } from '../../../program/tensor.ts';
import { type Outcome, outcomeOf } from '../report.ts';
import { oneRow, runGraph, sampleOf } from '../run-graph.ts';
import { computedDifferences, type Found, type SlideItem, slideDifferences } from './item.ts';
import { runMlpForward } from './mlp.ts';

const position = { x: 0, y: 0 };

const lossDocument = (
  loss: string,
  features: number,
  target: GraphDocument['nodes'][number]['attributes'],
): GraphDocument => ({
  ...emptyDocument(loss),
  nodes: [
    { id: 'x', operator: 'Input', attributes: { shape: [features] }, position },
    { id: 'y', operator: 'Target', attributes: target, position },
    { id: 'loss', operator: loss, attributes: {}, position },
  ],
  edges: [
    { from: ['x', 'output'], to: ['loss', 'input'] },
    { from: ['y', 'output'], to: ['loss', 'target'] },
  ],
});

function lossOf(document: GraphDocument, x: readonly number[], y: Tensor): Readonly<Record<string, Found>> {
  const run = runGraph(document, {
    batch: 1,
    inputs: { x: oneRow(x), y },
  });
  return { loss: tensorOf([], [run.loss]), grad: sampleOf(run.at('gradient', 'loss', 'input')) };
}

/** Scores `z` against class `y`. */
export function runCrossEntropy(item: SlideItem): Outcome {
  const { z, y } = item.inputs as { readonly z: readonly number[]; readonly y: number };
  const document = lossDocument('CrossEntropyLoss', z.length, { kind: 'class', classes: z.length });
  const found = lossOf(document, z, tensorOf([1], [y]));
  return outcomeOf([...computedDifferences(found, item.computed), ...slideDifferences(found, item)]);
}

/**
 * Probabilities `p` against targets `y`, from the digits on the slide; and, as `exact`, from the unrounded output of
 * the worked network that they came from, the item `hand_mlp`.
 */
export function runBinaryCrossEntropy(item: SlideItem, items: readonly SlideItem[]): Outcome {
  const { p, y } = item.inputs as { readonly p: readonly number[]; readonly y: readonly number[] };
  const document = lossDocument('BCELoss', p.length, { kind: 'real', features: y.length });
  const found = lossOf(document, p, oneRow(y));
  const { exact } = item;
  const network = items.find(({ id }) => id === 'hand_mlp');
  const exactDifferences =
    exact === undefined || network === undefined
      ? []
      : computedDifferences(lossOf(document, runMlpForward(network), oneRow(y)), exact);
  return outcomeOf([
    ...computedDifferences(found, item.computed),
    ...exactDifferences,
    ...slideDifferences(found, item),
  ]);
}
