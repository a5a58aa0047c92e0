import { emptyDocument, type GraphDocument } from '../../../graph/document.ts';
import { findOperator } from '../../../operators/catalogue.ts';
import { type Outcome, outcomeOf, skipped } from '../report.ts';
import { oneRow, runGraph, sampleOf } from '../run-graph.ts';
import { computedDifferences, type SlideItem, slideDifferences } from './item.ts';

const position = { x: 0, y: 0 };

const activationDocument = (operator: string, features: number): GraphDocument => ({
  ...emptyDocument(operator),
  nodes: [
    { id: 'x', operator: 'Input', attributes: { shape: [features] }, position },
    { id: 'act', operator, attributes: {}, position },
  ],
  edges: [{ from: ['x', 'output'], to: ['act', 'input'] }],
});

/** `act_NAME`: an activation on a list of numbers. */
export function runActivation(item: SlideItem): Outcome {
  const operator = item.id.replace(/^act_/, '');
  if (findOperator(operator) === undefined) return skipped(`there is no operator ${operator} yet`);
  const x = item.inputs['x'] as readonly number[];
  const run = runGraph(activationDocument(operator, x.length), {
    batch: 1,
    inputs: { x: oneRow(x) },
  });
  const found = { y: sampleOf(run.at('value', 'act', 'output')) };
  return outcomeOf([...computedDifferences(found, item.computed), ...slideDifferences(found, item)]);
}
