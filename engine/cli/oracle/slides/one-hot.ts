import { emptyDocument } from '../../../graph/document.ts';
import { tensorOf } from '../../../program/tensor.ts';
import { exactly } from '../compare.ts';
import { type Outcome, outcomeOf } from '../report.ts';
import { runGraph } from '../run-graph.ts';
import { type SlideItem, slideDifferences, treeDifferences } from './item.ts';

/** A class index as a row of a unit matrix, by a one-hot target. */
export function runOneHot(item: SlideItem): Outcome {
  const { y, classes } = item.inputs as { readonly y: number; readonly classes: number };
  const document = {
    ...emptyDocument('one-hot'),
    nodes: [
      { id: 'y', operator: 'Target', attributes: { kind: 'one-hot', classes }, position: { x: 0, y: 0 } },
    ],
  };
  const run = runGraph(document, {
    batch: 1,
    inputs: { y: tensorOf([1], [y]) },
  });
  const found = { one_hot: [...run.at('value', 'y', 'output').data] };
  return outcomeOf([...treeDifferences('', found, item.computed, exactly), ...slideDifferences(found, item)]);
}
