import { expect, test } from 'vitest';
import { setFrozen, setWeights } from '../../../engine/graph/edit/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { crossValidate, type FoldNews, foldData } from '../../../engine/train/cross-validation.ts';

const document = { ...iris.document, training: { ...iris.document.training, epochs: 1 } };
const foldsOf = (count: number) => {
  const data = foldData(document, count);
  if (!data.ok) throw new Error(data.message);
  return data.folds;
};
const reportsOf = (run: Iterable<FoldNews>) =>
  [...run].flatMap((news) => (news.kind === 'fold' ? [news.report] : []));

test('every row of Iris is held out once, and each fold trains anew', () => {
  const folds = foldsOf(3);
  const held = folds.flatMap(({ validation }) => [...validation.indices]);
  expect(held.sort((a, b) => a - b)).toEqual([...new Array(150).keys()]);
  const reports = reportsOf(crossValidate(document, folds));
  expect(reports.map(({ fold, held: { samples } }) => [fold, samples])).toEqual([
    [1, 50],
    [2, 50],
    [3, 50],
  ]);
  const [alone] = reportsOf(crossValidate(document, folds.slice(2)));
  expect(alone?.held).toEqual(reports[2]?.held);
});

test('it tells of each fold how far it has come', () => {
  const news = [...crossValidate({ ...document, training: { ...document.training, epochs: 2 } }, foldsOf(2))];
  const places = news.map((each) =>
    each.kind === 'fold' ? `fold ${each.report.fold}` : `${each.fold}: ${each.progress.epoch}`,
  );
  expect(new Set(places)).toEqual(
    new Set(['1: 0', '1: 1', '1: 2', 'fold 1', '2: 0', '2: 1', '2: 2', 'fold 2']),
  );
});

test('weights that were learned before play no part, unless they are frozen', () => {
  const [fold] = foldsOf(3);
  if (fold === undefined) throw new Error('there are folds');
  const lossWith = (graph: typeof document) => reportsOf(crossValidate(graph, [fold]))[0]?.held.loss;
  const stored = setWeights(document, 'fc1/bias', [8], new Array(8).fill(3));
  expect(lossWith(stored)).toBe(lossWith(document));
  expect(lossWith(setFrozen(stored, 'fc1', true))).not.toBe(lossWith(setFrozen(document, 'fc1', true)));
});
