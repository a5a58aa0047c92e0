import type { Dataset } from '../data/dataset.ts';
import { foldRows } from '../data/folds.ts';
import { type PreparedData, prepareParts, resolveDataset, stratifyNeedsClasses } from '../data/prepare.ts';
import type { GraphDocument } from '../graph/document.ts';
import type { PartReport, SessionResult } from './session.ts';

/** Makes the session of a fold from its data. */
export type SessionFactory = (data: PreparedData) => SessionResult;

export interface FoldReport {
  /** 1 for the first. */
  readonly fold: number;
  /** What the held-out rows came to after training on the others. */
  readonly held: PartReport;
}

export type FoldDataResult =
  | { readonly ok: true; readonly folds: readonly PreparedData[] }
  | { readonly ok: false; readonly message: string };

/**
 * The data of every fold: the document's data set cut into k, each part held out in turn as the validation part, with
 * a scaler fitted on the others. Uses the split's random_state, shuffle and stratify; its shares play no part.
 */
export function foldData(
  { data }: Pick<GraphDocument, 'data'>,
  folds: number,
  stored?: Dataset,
): FoldDataResult {
  const resolved = resolveDataset(data, stored);
  if (!resolved.ok) return resolved;
  const { dataset } = resolved;
  const { randomState, shuffle, stratify } = data.split;
  if (stratify && dataset.target.kind !== 'class') {
    return { ok: false, message: stratifyNeedsClasses(dataset) };
  }
  const cut = foldRows(dataset.y.length, {
    folds,
    shuffle,
    randomState,
    ...(stratify ? { stratify: dataset.y } : {}),
  });
  if (!cut.ok) return cut;
  return {
    ok: true,
    folds: cut.folds.map(({ train, test }) =>
      prepareParts(dataset, { train, validation: test, test: [] }, data.scaler),
    ),
  };
}

/**
 * Trains a new session on each fold, whole, and reports on what it held out. A generator: who runs it may stop, or let
 * others in, at least between any two epochs, where it gives undefined.
 */
export function* crossValidate(
  folds: readonly PreparedData[],
  create: SessionFactory,
): Generator<FoldReport | undefined, { readonly message: string } | undefined> {
  for (const [index, data] of folds.entries()) {
    const made = create(data);
    if (!made.ok) return { message: `Fold ${index + 1}: ${made.message}` };
    while (!made.session.progress.done) {
      made.session.advance(Number.POSITIVE_INFINITY);
      yield undefined;
    }
    const held = made.session.evaluate('validation');
    if (held !== undefined) yield { fold: index + 1, held };
  }
  return undefined;
}

/** Mean and standard deviation (of the population, as NumPy's std) of some numbers, at least one. */
export function meanAndDeviation(values: readonly number[]): {
  readonly mean: number;
  readonly deviation: number;
} {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
