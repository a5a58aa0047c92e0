import type { Node } from 'reactflow';
import { expect, test } from 'vitest';
import { grownFrames } from '../../../app/canvas/grown-frame.ts';

const placed = (id: string, type: string, x: number, y: number, width: number, height: number): Node => ({
  id,
  type,
  position: { x, y },
  data: {},
  measured: { width, height },
});

const frame = placed('frame', 'frame', 0, 0, 300, 200);
const inside = placed('a', 'card', 20, 70, 136, 94);
const jutting = placed('b', 'card', 200, 70, 136, 94);
const empty = placed('empty', 'frame', 1000, 0, 300, 200);

test('a frame grows on the side where a card juts out, and not where it holds what it holds', () => {
  const within = grownFrames([frame, inside, empty]);
  expect([within.get('frame'), within.get('empty')]).toEqual(['0px 0px 0px 0px', '0px 0px 0px 0px']);
  const [top, right, bottom, left] = (grownFrames([frame, inside, jutting, empty]).get('frame') ?? '').split(
    ' ',
  );
  expect([top, bottom, left]).toEqual(['0px', '0px', '0px']);
  expect(Number.parseFloat(right ?? '')).toBeLessThan(-35);
});

test('while only the sheet moves, no frame is computed again', () => {
  const nodes = [frame, inside, jutting];
  let looks = 0;
  const counted = new Proxy(nodes, {
    get: (target, key) => {
      looks += 1;
      return Reflect.get(target, key);
    },
  });
  const first = grownFrames(counted);
  const after = looks;
  expect(grownFrames(counted)).toBe(first);
  expect([after > 0, looks]).toEqual([true, after]);
});
