import { expect, test } from 'vitest';
import { programOf } from '../../../app/program/program-of.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { valueNames } from '../../../engine/graph/formula/value-names.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { programLines } from '../../../engine/notation/program-text.ts';

test('the program holds what runs forward, backward and as the update of every parameter', () => {
  const checked = checkGraph(iris.document);
  const program = programOf(checked);
  const lines = programLines(program, valueNames(checked, program));
  expect(new Set(lines.map(({ stage }) => stage))).toEqual(new Set(['forward', 'backward', 'update']));
  const updates = lines.filter(({ stage }) => stage === 'update');
  expect(updates.map(({ node }) => node)).toEqual(['fc1', 'fc1', 'fc2', 'fc2']);
  expect(updates.every(({ text }) => text.includes('η'))).toBe(true);
});

test('it is made once per graph', () => {
  const checked = checkGraph(iris.document);
  expect(programOf(checked)).toBe(programOf(checked));
});

test('a graph whose optimizer is not in order still has its forward and backward part', () => {
  const { training } = iris.document;
  const checked = checkGraph({
    ...iris.document,
    training: { ...training, optimizer: { ...training.optimizer, name: 'Newton' } },
  });
  const program = programOf(checked);
  const stages = programLines(program, valueNames(checked, program)).map(({ stage }) => stage);
  expect(new Set(stages)).toEqual(new Set(['forward', 'backward']));
});
