import type { Dataset } from '../../engine/data/dataset.ts';
import { crossValidate, foldData } from '../../engine/train/cross-validation.ts';
import type { FoldsAnswer, FoldsRequest } from './protocol.ts';

/** Milliseconds between two reports of progress: an epoch may take far less. */
const pause = 50;

/** A whole cross-validation, told of as it goes. The worker that runs it is ended from outside. */
export function validateFolds(
  { document, folds }: FoldsRequest,
  stored: Dataset | undefined,
  tell: (answer: FoldsAnswer) => void,
  now: () => number,
): void {
  const data = foldData(document, folds, stored);
  if (!data.ok) {
    tell({ kind: 'refused', message: data.message });
    return;
  }
  const run = crossValidate(document, data.folds);
  let due = now();
  for (;;) {
    const next = run.next();
    if (next.done === true) {
      tell(next.value === undefined ? { kind: 'done' } : { kind: 'refused', message: next.value.message });
      return;
    }
    const time = now();
    if (next.value.kind === 'progress' && time < due) continue;
    due = time + pause;
    tell(next.value);
  }
}
