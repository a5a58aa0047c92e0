import { expect, test } from 'vitest';
import { planeColours } from '../../../app/results/plane-colours.ts';

test('a surer decision has more of its class’s colour', () => {
  const colourOf = (token: string) => (token === '--sheet' ? ([0, 0, 0] as const) : ([200, 100, 0] as const));
  const bytes = planeColours(
    {
      kind: 'classes',
      classes: 2,
      probabilities: Float64Array.from([0.55, 0.45, 1, 0]),
      truth: new Float64Array(2),
    },
    colourOf,
  );
  expect(bytes[0]).toBeGreaterThan(0);
  expect(bytes[4]).toBeGreaterThan(2 * (bytes[0] as number));
  expect([bytes[3], bytes[7]]).toEqual([255, 255]);
});
