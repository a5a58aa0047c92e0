import type { PartReport } from '../session.ts';
import { type Score, scoresOf } from './scores.ts';

export interface FoldReport {
  /** 1 for the first. */
  readonly fold: number;
  /** What the held-out rows came to after training on the others. */
  readonly held: PartReport;
}

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** A score over all folds that have it. */
export interface FoldScore extends Spread {
  readonly score: Score;
}

/** Every score that the folds have, with its mean and standard deviation over them. */
export function scoresAcross(reports: readonly FoldReport[]): readonly FoldScore[] {
  const parts = reports.map(({ held }) => held);
  return scoresOf(parts).map((score) => ({
    score,
    ...meanAndDeviation(parts.flatMap((part) => score.of(part) ?? [])),
  }));
}

/** Mean and standard deviation (of the population, as NumPy's std) of some numbers, at least one. */
export function meanAndDeviation(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
