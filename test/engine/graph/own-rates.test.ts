import { expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { removeNodes } from '../../../engine/graph/edit/edit.ts';
import { setOwnRate } from '../../../engine/graph/own-rates.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';

const keys = ['fc1/weight', 'fc1/bias'];

test('a rate is set for every key, and taken away without a trace', () => {
  const set = setOwnRate(iris.document, keys, 0.5);
  expect(set.training.optimizer.learningRates).toEqual({ 'fc1/weight': 0.5, 'fc1/bias': 0.5 });
  expect(setOwnRate(set, keys, 0.5)).toBe(set);
  expect(setOwnRate(set, keys, undefined)).toEqual(iris.document);
});

test('rates go with their node, so that training is not refused for a parameter that is gone', () => {
  const set = setOwnRate(setOwnRate(iris.document, keys, 0.5), ['fc2/bias'], 0.1);
  const without = removeNodes(set, ['fc1']);
  expect(without.training.optimizer.learningRates).toEqual({ 'fc2/bias': 0.1 });
  expect(checkGraph(without).diagnostics.some(({ node }) => node === 'fc1')).toBe(false);
});
