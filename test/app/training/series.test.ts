import { describe, expect, test } from 'vitest';
import { accuracySeries, batchSeries, lossSeries, overlaid, thinned } from '../../../app/training/series.ts';
import type { EpochReport } from '../../../engine/train/session.ts';

const report: EpochReport = {
  epoch: 3,
  averageLoss: 9,
  train: { loss: 0.5, accuracy: 0.9, samples: 90 },
  validation: { loss: 0.6, accuracy: 0.8, samples: 30 },
  test: undefined,
};

describe('series for charts', () => {
  test('take loss and accuracy of the parts', () => {
    expect(lossSeries([report])).toEqual([{ epoch: 3, train: 0.5, validation: 0.6 }]);
    expect(accuracySeries([report])).toEqual([{ epoch: 3, train: 0.9, validation: 0.8 }]);
  });

  test('leave out a part without rows', () => {
    expect(lossSeries([{ ...report, validation: undefined }])[0]?.validation).toBeUndefined();
  });

  test('put batch losses on the axis of epochs', () => {
    const points = batchSeries({ stride: 1, points: Float64Array.of(45, 0.7, 90, 0.4) }, 90);
    expect(points).toEqual([
      { epoch: 0.5, train: 0.7, validation: undefined },
      { epoch: 1, train: 0.4, validation: undefined },
    ]);
  });

  test('are thinned evenly, with both ends', () => {
    const points = Array.from({ length: 500 }, (_, epoch) => ({
      epoch,
      train: epoch,
      validation: undefined,
    }));
    const few = thinned(points, 100);
    expect(few).toHaveLength(100);
    expect(few[0]?.epoch).toBe(0);
    expect(few.at(-1)?.epoch).toBe(499);
    expect(new Set(few.map(({ epoch }) => epoch)).size).toBe(100);
    expect(thinned(points.slice(0, 7), 100)).toHaveLength(7);
  });

  test('of other runs stand beside, by epoch, as their validation part or else their training part', () => {
    const own = [{ epoch: 0, train: 1, validation: 2 }];
    const other = [
      { epoch: 0, train: 3, validation: 4 },
      { epoch: 1, train: 5, validation: undefined },
    ];
    expect(overlaid(own, [])).toBe(own);
    expect(overlaid(own, [other])).toEqual([
      { epoch: 0, train: 1, validation: 2, others: [4] },
      { epoch: 1, train: undefined, validation: undefined, others: [5] },
    ]);
  });
});
