import { type Decisions, predictedClass } from '../../engine/train/decisions.ts';
import type { ConfusionCell } from './confusion.tsx';

/** One sample of a part and what the network says of it. */
export type SampleLine =
  | {
      readonly kind: 'classes';
      /** Place in its part. */
      readonly sample: number;
      /** Row of the data set. */
      readonly row: number;
      readonly truth: number;
      readonly predicted: number;
      readonly probability: number;
      /** What it says of the true class. */
      readonly probabilityOfTruth: number;
    }
  | {
      readonly kind: 'numbers';
      readonly sample: number;
      readonly row: number;
      readonly truth: number;
      readonly predicted: number;
    };

export type Which = 'all' | 'wrong' | ConfusionCell;
export type Order = 'row' | 'worst';

function lineOf(decisions: Decisions, sample: number, row: number): SampleLine {
  const truth = decisions.truth[sample] as number;
  if (decisions.kind === 'numbers') {
    return { kind: 'numbers', sample, row, truth, predicted: decisions.predicted[sample] as number };
  }
  const predicted = predictedClass(decisions, sample);
  const probabilityAt = (index: number): number =>
    decisions.probabilities[sample * decisions.classes + index] as number;
  return {
    kind: 'classes',
    sample,
    row,
    truth,
    predicted,
    probability: probabilityAt(predicted),
    probabilityOfTruth: probabilityAt(truth),
  };
}

function isAsked(line: SampleLine, which: Which): boolean {
  if (which === 'all' || line.kind === 'numbers') return true;
  if (which === 'wrong') return line.truth !== line.predicted;
  return line.truth === which.truth && line.predicted === which.predicted;
}

/** The larger, the worse the network did: the error, or how little it believed the truth. */
const badness = (line: SampleLine): number =>
  line.kind === 'numbers' ? Math.abs(line.predicted - line.truth) : 1 - line.probabilityOfTruth;

/** The samples asked for, by their row in the data set, or the worst first. */
export function sampleLines(
  decisions: Decisions,
  indices: readonly number[],
  which: Which,
  order: Order,
): readonly SampleLine[] {
  const lines = indices
    .map((row, sample) => lineOf(decisions, sample, row))
    .filter((line) => isAsked(line, which));
  return lines.toSorted(order === 'row' ? (a, b) => a.row - b.row : (a, b) => badness(b) - badness(a));
}
