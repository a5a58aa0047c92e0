import type { Dataset } from '../data/dataset.ts';
import { foldRows } from '../data/folds.ts';
import { type PreparedData, prepareParts, resolveDataset, stratifyNeedsClasses } from '../data/prepare.ts';
import { checkGraph } from '../graph/check/check.ts';
import type { GraphDocument } from '../graph/document.ts';
import { keyParts } from '../graph/parameter-keys.ts';
import { keepWeights } from '../graph/stored-weights.ts';
import type { FoldReport } from './metrics/fold-scores.ts';
import { createSession } from './running-session.ts';
import type { Progress } from './session.ts';

/** How far a cross-validation has come: training goes on, or a fold is done. */
export type FoldNews =
  | { readonly kind: 'progress'; readonly fold: number; readonly progress: Progress }
  | { readonly kind: 'fold'; readonly report: FoldReport };

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
 * The document as a fold starts from it: what was learned before has seen the rows that are held out, so that stored
 * weights stay only where they are frozen. All else is drawn from the seed, as scikit-learn clones its estimator.
 */
function unlearned(document: GraphDocument): GraphDocument {
  const { nodes } = checkGraph(document);
  return keepWeights(document, (key) => nodes.get(keyParts(key).node)?.node.frozen === true);
}

/**
 * Trains a new session on each fold, whole, and reports on what it held out. A generator: who runs it may stop, or let
 * others in, at least between any two epochs.
 */
export function* crossValidate(
  document: GraphDocument,
  folds: readonly PreparedData[],
): Generator<FoldNews, { readonly message: string } | undefined> {
  const graph = checkGraph(unlearned(document));
  for (const [index, data] of folds.entries()) {
    const fold = index + 1;
    const made = createSession(graph, data);
    if (!made.ok) return { message: `Fold ${fold}: ${made.message}` };
    const { session } = made;
    yield { kind: 'progress', fold, progress: session.progress };
    while (!session.progress.done) {
      yield { kind: 'progress', fold, progress: session.advance(Number.POSITIVE_INFINITY).progress };
    }
    const held = session.evaluate('validation');
    if (held !== undefined) yield { kind: 'fold', report: { fold, held } };
  }
  return undefined;
}
