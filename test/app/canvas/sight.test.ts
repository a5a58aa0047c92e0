import { describe, expect, test } from 'vitest';
import { viewportShowing } from '../../../app/canvas/sight.ts';

const frame = { width: 800, height: 400 };
const free = { top: 52, right: 24, bottom: 16, left: 24 };
const card = { width: 136, height: 94 };

describe('bringing a card into sight', () => {
  test('what is in sight leaves the sheet where it is', () => {
    const viewport = { x: 10, y: 20, zoom: 1 };
    expect(viewportShowing(viewport, { x: 100, y: 100, ...card }, frame, free)).toEqual(viewport);
  });

  test('a card off to the right comes to the middle, at the same zoom and height', () => {
    const shown = viewportShowing({ x: 0, y: 0, zoom: 0.8 }, { x: 1000, y: 200, ...card }, frame, free);
    expect(shown).toMatchObject({ y: 0, zoom: 0.8 });
    expect(1000 * 0.8 + (shown?.x ?? 0) + (card.width * 0.8) / 2).toBeCloseTo(400);
  });

  test('what is larger than the sheet cannot be shown at this zoom', () => {
    const all = { x: 0, y: 0, width: 2000, height: 94 };
    expect(viewportShowing({ x: 0, y: 0, zoom: 1 }, all, frame, free)).toBeUndefined();
  });
});
