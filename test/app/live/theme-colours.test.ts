import { expect, test } from 'vitest';
import { readColour } from '../../../app/live/theme-colours.ts';

test.each([
  ['rgb(10, 74, 134)', [10, 74, 134]],
  ['rgba(255, 0, 7, 0.5)', [255, 0, 7]],
  ['', [0, 0, 0]],
])('%j is read as bytes', (computed, bytes) => {
  expect(readColour(computed)).toEqual(bytes);
});
