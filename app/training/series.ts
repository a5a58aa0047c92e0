import type { EpochReport } from '../../engine/train/session.ts';
import type { LossCurve } from '../worker/protocol.ts';

/** One place on the axis of epochs; a series without a value there leaves it out. */
export interface ChartPoint {
  readonly epoch: number;
  readonly train: number | undefined;
  readonly validation: number | undefined;
}

/** Loss of the parts after each epoch; epoch 0 is before training. */
export const lossSeries = (epochs: readonly EpochReport[]): readonly ChartPoint[] =>
  epochs.map(({ epoch, train, validation }) => ({ epoch, train: train.loss, validation: validation?.loss }));

/** Share of samples classified rightly after each epoch. */
export const accuracySeries = (epochs: readonly EpochReport[]): readonly ChartPoint[] =>
  epochs.map(({ epoch, train, validation }) => ({
    epoch,
    train: train.accuracy,
    validation: validation?.accuracy,
  }));

/** Batch losses on the axis of epochs, for the first epochs, when reports are too few to make a curve. */
export function batchSeries(curve: LossCurve, stepsPerEpoch: number): readonly ChartPoint[] {
  const points: ChartPoint[] = [];
  for (let index = 0; index + 1 < curve.points.length; index += 2) {
    points.push({
      epoch: (curve.points[index] as number) / stepsPerEpoch,
      train: curve.points[index + 1] as number,
      validation: undefined,
    });
  }
  return points;
}
