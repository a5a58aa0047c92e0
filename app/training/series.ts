import { evenly } from '../../engine/train/evenly.ts';
import type { LossCurve } from '../worker/protocol.ts';

/** One place on the axis of epochs; a series without a value there leaves it out. */
export interface ChartPoint {
  readonly epoch: number;
  readonly train: number | undefined;
  readonly validation: number | undefined;
  /** The same of runs that are compared with, in their order. */
  readonly others?: readonly (number | undefined)[];
}

/** Most points a chart of a few hundred pixels is given; more cost frames and show nothing new. */
const drawnPoints = 160;

/** As many of the points as a chart is given. */
export const thinned = (points: readonly ChartPoint[], most = drawnPoints): readonly ChartPoint[] =>
  evenly(points, most);

/** How a run does on what it does not learn from, where that is known. */
const compared = ({ validation, train }: ChartPoint): number | undefined => validation ?? train;

/** How the curve of a run that is compared with is told from those of others. */
export const otherDash = (index: number): string =>
  ['1.5 2.5', '7 2', '7 2 1.5 2', '3 1.5', '10 3 3 3', '1.5 5'][index % 6] as string;

/** The points with those of other runs beside them, by epoch. */
export function overlaid(
  points: readonly ChartPoint[],
  others: readonly (readonly ChartPoint[])[],
): readonly ChartPoint[] {
  if (others.length === 0) return points;
  const places = [points, ...others].flat().map(({ epoch }) => epoch);
  const byEpoch = [points, ...others].map((run) => new Map(run.map((point) => [point.epoch, point])));
  const [own, ...rest] = byEpoch;
  return [...new Set(places)]
    .toSorted((one, other) => one - other)
    .map((epoch) => ({
      epoch,
      train: own?.get(epoch)?.train,
      validation: own?.get(epoch)?.validation,
      others: rest.map((run) => {
        const point = run.get(epoch);
        return point === undefined ? undefined : compared(point);
      }),
    }));
}

/** An epoch of a run, or of one that was kept, as far as charts show it. */
interface ChartedEpoch {
  readonly epoch: number;
  readonly train: { readonly loss?: number | undefined; readonly accuracy?: number | undefined };
  readonly validation?:
    | { readonly loss?: number | undefined; readonly accuracy?: number | undefined }
    | undefined;
}

/** Loss of the parts after each epoch; epoch 0 is before training. */
export const lossSeries = (epochs: readonly ChartedEpoch[]): readonly ChartPoint[] =>
  epochs.map(({ epoch, train, validation }) => ({ epoch, train: train.loss, validation: validation?.loss }));

/** Share of samples classified rightly after each epoch. */
export const accuracySeries = (epochs: readonly ChartedEpoch[]): readonly ChartPoint[] =>
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
