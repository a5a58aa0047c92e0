import { expect, test } from 'vitest';
import { tensorOf } from '../../../engine/program/tensor.ts';
import { classificationScores } from '../../../engine/train/metrics/classification.ts';
import { accuracy } from '../../../engine/train/metrics.ts';
import { partScores } from '../../../engine/train/part-scores.ts';

const largest = { kind: 'largest' } as const;
const threshold = { kind: 'threshold', above: 0 } as const;
const noise = (index: number): number => Math.sin(7 * index + 1);

test('the matrix has the accuracy of the decisions, from indices and from one-hot targets', () => {
  const rows = 30;
  const scores = tensorOf(
    [rows, 3],
    Array.from({ length: rows * 3 }, (_, index) => noise(index)),
  );
  const classes = Array.from({ length: rows }, (_, row) => row % 3);
  const target = tensorOf([rows], classes);
  const oneHot = tensorOf(
    [rows, 3],
    classes.flatMap((is) => [0, 1, 2].map((index) => Number(index === is))),
  );
  const found = partScores(largest, scores, target);
  if (found === undefined) throw new Error('there are classes');
  expect(classificationScores(found.confusion).accuracy).toBe(accuracy(largest, scores, target));
  expect(partScores(largest, scores, oneHot)).toEqual(found);
  expect(found.rocAuc).toBeUndefined();
});

test('two classes with two scores are one score with its threshold between them', () => {
  const logits = Array.from({ length: 20 }, (_, index) => noise(index));
  const target = tensorOf(
    [20],
    logits.map((_, index) => Number(noise(3 * index) > 0)),
  );
  const two = tensorOf(
    [20, 2],
    logits.flatMap((logit) => [-logit / 2, logit / 2]),
  );
  const one = tensorOf([20, 1], logits);
  expect(partScores(largest, two, target)).toEqual(partScores(threshold, one, target));
  expect(partScores(threshold, one, target)?.rocAuc).toBeDefined();
});

test('positions with classes of their own have no matrix', () => {
  const scores = tensorOf([2, 3, 4], new Array<number>(24).fill(0));
  expect(partScores(largest, scores, tensorOf([2, 4], new Array<number>(8).fill(0)))).toBeUndefined();
});
