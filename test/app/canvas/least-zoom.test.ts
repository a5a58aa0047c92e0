import { expect, test } from 'vitest';
import { leastZoom } from '../../../app/canvas/least-zoom.ts';

const sheet = { width: 816, height: 448 };
const chain = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ position: { x: index * 176, y: 0 } }));

test('a graph of usual size is seen down to a tenth', () => {
  expect(leastZoom(chain(6), sheet)).toBe(0.1);
  expect(leastZoom([], sheet)).toBe(0.1);
});

test('a longer one as far as it takes to have all of it in sight, with room around it', () => {
  const least = leastZoom(chain(200), sheet);
  expect(200 * 176 * least).toBeLessThan(sheet.width * 0.94);
  expect(200 * 176 * least).toBeGreaterThan(sheet.width / 2);
  const tall = chain(200).map(({ position: { x, y } }) => ({ position: { x: y, y: x } }));
  expect(200 * 176 * leastZoom(tall, sheet)).toBeLessThan(sheet.height);
});

test('never to nothing, whatever a document says', () => {
  expect(leastZoom([{ position: { x: 0, y: 0 } }, { position: { x: 1e12, y: 0 } }], sheet)).toBe(0.001);
});
