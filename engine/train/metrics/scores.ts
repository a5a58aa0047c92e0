import type { PartReport } from '../session.ts';
import { type ClassScores, classificationScores } from './classification.ts';

/** How a number is read: as a share of all, from 0 to 1, or as it is, with so many decimals. */
export type ScoreForm = { readonly kind: 'share' } | { readonly kind: 'number'; readonly decimals: number };

/** One figure of how well a part of the data is done. */
export interface Score {
  readonly name: string;
  readonly help: string;
  readonly form: ScoreForm;
  /** Undefined where the task has no such score. */
  readonly of: (part: PartReport) => number | undefined;
}

const share: ScoreForm = { kind: 'share' };
const decimals = (count: number): ScoreForm => ({ kind: 'number', decimals: count });

const macro =
  (name: keyof ClassScores) =>
  (part: PartReport): number | undefined =>
    part.confusion === undefined ? undefined : classificationScores(part.confusion).macro[name];

/** Every score; what a task has of them depends on its loss and its target. */
export const scores: readonly Score[] = [
  {
    name: 'loss',
    help: 'Mean loss of the part, in evaluation',
    form: decimals(4),
    of: ({ loss }) => loss,
  },
  {
    name: 'accuracy',
    help: 'Share of samples classified rightly',
    form: share,
    of: ({ accuracy }) => accuracy,
  },
  {
    name: 'precision',
    help: 'Share of what was said to be of a class that is; mean over the classes',
    form: share,
    of: macro('precision'),
  },
  {
    name: 'recall',
    help: 'Share of a class that was found; mean over the classes',
    form: share,
    of: macro('recall'),
  },
  {
    name: 'F1',
    help: 'Harmonic mean of precision and recall; mean over the classes',
    form: share,
    of: macro('f1'),
  },
  {
    name: 'ROC AUC',
    help: 'How well two classes are told apart, at any threshold',
    form: decimals(4),
    of: ({ rocAuc }) => rocAuc,
  },
  {
    name: 'MSE',
    help: 'Mean of the squared errors',
    form: decimals(5),
    of: ({ regression }) => regression?.meanSquaredError,
  },
  {
    name: 'MAE',
    help: 'Mean of the errors’ magnitudes',
    form: decimals(5),
    of: ({ regression }) => regression?.meanAbsoluteError,
  },
  {
    name: 'R²',
    help: 'Share of the target’s variance that is explained',
    form: decimals(4),
    of: ({ regression }) => regression?.determination,
  },
];

/** The scores that at least one of some parts has. */
export const scoresOf = (parts: readonly PartReport[]): readonly Score[] =>
  scores.filter(({ of }) => parts.some((part) => of(part) !== undefined));
