import { beforeEach, expect, test, vi } from 'vitest';
import {
  afterAnswer,
  cancelCrossValidation,
  chooseFolds,
  crossValidationStore,
  foldsDocument,
  startCrossValidation,
} from '../../../app/cross-validation/cross-validation-store.ts';
import type { FoldsAnswer, FoldsRequest } from '../../../app/cross-validation/protocol.ts';
import { validateFolds } from '../../../app/cross-validation/validate-folds.ts';
import { documentStore, startWith } from '../../../app/document/store.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';

const document = { ...iris.document, training: { ...iris.document.training, epochs: 3 } };

/** A worker that a test answers for. */
class StillWorker {
  static readonly started: StillWorker[] = [];
  onmessage: ((event: { readonly data: FoldsAnswer }) => void) | null = null;
  request: FoldsRequest | undefined;
  isEnded = false;
  constructor() {
    StillWorker.started.push(this);
  }
  postMessage(request: FoldsRequest): void {
    this.request = request;
  }
  terminate(): void {
    this.isEnded = true;
  }
}

beforeEach(() => {
  StillWorker.started.length = 0;
  vi.stubGlobal('Worker', StillWorker);
  startWith(document);
});

/** All answers, at a clock that stands still until an answer of a fold. */
function answers(folds: number): readonly FoldsAnswer[] {
  const told: FoldsAnswer[] = [];
  validateFolds(
    { document, folds },
    undefined,
    (answer) => told.push(answer),
    () => told.length * 1000,
  );
  return told;
}

test('the worker tells of every fold, and of an epoch at most every 50 ms', () => {
  const told: FoldsAnswer[] = [];
  validateFolds(
    { document, folds: 3 },
    undefined,
    (answer) => told.push(answer),
    () => 0,
  );
  expect(told.map(({ kind }) => kind)).toEqual(['progress', 'fold', 'fold', 'fold', 'done']);
  expect(answers(151)).toEqual([
    { kind: 'refused', message: '151 folds need at least as many rows; found 150. Take fewer folds.' },
  ]);
});

test('the state follows the answers, and the document stays untouched', () => {
  startCrossValidation();
  const [worker] = StillWorker.started;
  expect(worker?.request).toMatchObject({ folds: 5 });
  for (const answer of answers(5)) worker?.onmessage?.({ data: answer });
  const { validation } = crossValidationStore.getState();
  expect(validation).toMatchObject({ status: 'done', folds: 5 });
  expect(validation?.reports.map(({ fold, held }) => [fold, held.samples])).toEqual(
    [1, 2, 3, 4, 5].map((fold) => [fold, 30]),
  );
  expect(worker?.isEnded).toBe(true);
  expect(documentStore.getState().whole).toBe(document);
});

test('cancelling ends the worker at once and keeps the folds that are done', () => {
  startCrossValidation();
  const [worker] = StillWorker.started;
  const [first, ...rest] = answers(3).filter(({ kind }) => kind === 'fold');
  if (first === undefined) throw new Error('there is a fold');
  worker?.onmessage?.({ data: first });
  cancelCrossValidation();
  expect(worker?.isEnded).toBe(true);
  const { validation } = crossValidationStore.getState();
  expect(validation).toMatchObject({ status: 'cancelled', reports: [{ fold: 1 }] });
  expect(rest).toHaveLength(2);
  // One more starts afresh; another document forgets it.
  startCrossValidation();
  expect(crossValidationStore.getState().validation?.reports).toEqual([]);
  startWith(iris.document);
  expect(StillWorker.started[1]?.isEnded).toBe(true);
  expect(crossValidationStore.getState().validation).toBeUndefined();
});

test('what is not chosen is as the document splits its data', () => {
  chooseFolds({ folds: 4 });
  chooseFolds({ randomState: 7 });
  const { choice } = crossValidationStore.getState();
  expect(choice.folds).toBe(4);
  expect(foldsDocument(document, choice).data.split).toEqual({ ...document.data.split, randomState: 7 });
});

test('a refusal says why', () => {
  startCrossValidation();
  const { validation } = crossValidationStore.getState();
  if (validation === undefined) throw new Error('it runs');
  expect(afterAnswer(validation, { kind: 'refused', message: 'why' })).toMatchObject({
    status: 'refused',
    message: 'why',
  });
});
