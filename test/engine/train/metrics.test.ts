import { expect, test } from 'vitest';
import { tensorOf } from '../../../engine/program/tensor.ts';
import { accuracy } from '../../../engine/train/metrics.ts';

const largest = { kind: 'largest' } as const;

test('class indices and one-hot rows count alike', () => {
  const scores = tensorOf([3, 2], [0.9, 0.1, 0.2, 0.8, 0.6, 0.4]);
  expect(accuracy(largest, scores, tensorOf([3], [0, 1, 1]))).toBe(2 / 3);
  expect(accuracy(largest, scores, tensorOf([3, 2], [1, 0, 0, 1, 0, 1]))).toBe(2 / 3);
});

test('classes along axis 1 with positions behind it', () => {
  const scores = tensorOf([1, 2, 2], [1, 0, 0, 1]);
  expect(accuracy(largest, scores, tensorOf([1, 2], [0, 0]))).toBe(0.5);
});

test('a threshold decides element by element, and lies above the bound only', () => {
  const decision = { kind: 'threshold', above: 0.5 } as const;
  expect(accuracy(decision, tensorOf([4, 1], [0.5, 0.6, 0.4, 0.9]), tensorOf([4, 1], [0, 1, 1, 1]))).toBe(
    0.75,
  );
});

test('nothing decided is no accuracy, not a number', () => {
  expect(accuracy(largest, tensorOf([0, 3], []), tensorOf([0], []))).toBeUndefined();
});
