import type { ConfusionMatrix } from './confusion-matrix.ts';

/** How well one class, or on average all classes, were found. Each from 0 to 1. */
export interface ClassScores {
  /** Share of the samples said to be of the class that are. */
  readonly precision: number;
  /** Share of the samples of the class that were said to be. */
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f1: number;
}

export interface ClassificationScores {
  readonly perClass: readonly (ClassScores & {
    /** Samples that are of the class. */
    readonly support: number;
  })[];
  /** Plain means over the classes that occur, true or predicted. */
  readonly macro: ClassScores;
  readonly accuracy: number;
}

/** 0 where there is nothing to divide by, as scikit-learn's zero_division. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const mean = (numbers: readonly number[]): number =>
  share(
    numbers.reduce((sum, number) => sum + number, 0),
    numbers.length,
  );

/**
 * Precision, recall and F1 of each class, and their plain means (scikit-learn's
 * `precision_recall_fscore_support`, average None and 'macro'; classes without a sample, true or predicted, do not
 * count in the means).
 */
export function classificationScores({ classes, counts }: ConfusionMatrix): ClassificationScores {
  const at = (is: number, said: number): number => counts[is * classes + said] as number;
  const indices = Array.from({ length: classes }, (_, index) => index);
  const scored = indices.map((index) => {
    const support = indices.reduce((sum, said) => sum + at(index, said), 0);
    const said = indices.reduce((sum, is) => sum + at(is, index), 0);
    const right = at(index, index);
    return {
      precision: share(right, said),
      recall: share(right, support),
      f1: share(2 * right, said + support),
      support,
      occurs: said + support > 0,
    };
  });
  const occurring = scored.filter(({ occurs }) => occurs);
  const right = indices.reduce((sum, index) => sum + at(index, index), 0);
  return {
    perClass: scored.map(({ precision, recall, f1, support }) => ({ precision, recall, f1, support })),
    macro: {
      precision: mean(occurring.map(({ precision }) => precision)),
      recall: mean(occurring.map(({ recall }) => recall)),
      f1: mean(occurring.map(({ f1 }) => f1)),
    },
    accuracy: share(
      right,
      counts.reduce((sum, count) => sum + count, 0),
    ),
  };
}
