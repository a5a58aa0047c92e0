import { expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import {
  crossValidate,
  type FoldReport,
  foldData,
  meanAndDeviation,
} from '../../../engine/train/cross-validation.ts';
import { createSession } from '../../../engine/train/running-session.ts';

test('every row of Iris is held out once, and each fold trains anew', () => {
  const document = { ...iris.document, training: { ...iris.document.training, epochs: 1 } };
  const data = foldData(document, 3);
  if (!data.ok) throw new Error(data.message);
  const held = data.folds.flatMap(({ validation }) => [...validation.indices]);
  expect(held.sort((a, b) => a - b)).toEqual([...new Array(150).keys()]);
  const graph = checkGraph(document);
  const run = crossValidate(data.folds, (fold) => createSession(graph, fold));
  const reports = [...run].filter((report): report is FoldReport => report !== undefined);
  expect(reports.map(({ fold, held: { samples } }) => [fold, samples])).toEqual([
    [1, 50],
    [2, 50],
    [3, 50],
  ]);
  const alone = [...crossValidate(data.folds.slice(2), (fold) => createSession(graph, fold))].find(
    (report) => report !== undefined,
  );
  expect(alone?.held).toEqual(reports[2]?.held);
});

test('mean and deviation are NumPy’s', () => {
  expect(meanAndDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, deviation: 2 });
});
