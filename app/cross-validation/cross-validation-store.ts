import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { GraphDocument } from '../../engine/graph/document.ts';
import type { FoldReport } from '../../engine/train/metrics/fold-scores.ts';
import type { Progress } from '../../engine/train/session.ts';
import { documentStore } from '../document/store.ts';
import type { FoldsAnswer } from './protocol.ts';

/** How the data are cut; what is not chosen here is as the document splits them. */
export interface FoldChoice {
  readonly folds: number;
  readonly split: Partial<Pick<GraphDocument['data']['split'], 'stratify' | 'shuffle' | 'randomState'>>;
}

/** What a cross-validation has come to. The run of the training panel and the document know nothing of it. */
export interface Validation {
  readonly status: 'running' | 'done' | 'cancelled' | 'refused';
  /** The document it was started with. */
  readonly of: GraphDocument;
  readonly folds: number;
  readonly reports: readonly FoldReport[];
  /** Of the fold under way, the first counted 1. */
  readonly fold: number;
  readonly progress: Progress | undefined;
  /** Why it was refused. */
  readonly message: string | undefined;
}

export interface CrossValidationState {
  readonly choice: FoldChoice;
  readonly validation: Validation | undefined;
}

const untouched: CrossValidationState = { choice: { folds: 5, split: {} }, validation: undefined };

export const crossValidationStore = createStore<CrossValidationState>()(() => untouched);

export const useCrossValidation = (): CrossValidationState => useStore(crossValidationStore);

/** The document with the split that cuts its data into folds. */
export const foldsDocument = (document: GraphDocument, { split }: FoldChoice): GraphDocument => ({
  ...document,
  data: { ...document.data, split: { ...document.data.split, ...split } },
});

export const chooseFolds = (change: Partial<FoldChoice['split']> & { readonly folds?: number }): void => {
  const { folds, ...split } = change;
  crossValidationStore.setState(({ choice }) => ({
    choice: { folds: folds ?? choice.folds, split: { ...choice.split, ...split } },
  }));
};

/** What an answer of the worker makes of a validation. */
export function afterAnswer(validation: Validation, answer: FoldsAnswer): Validation {
  switch (answer.kind) {
    case 'progress':
      return { ...validation, fold: answer.fold, progress: answer.progress };
    case 'fold':
      return { ...validation, reports: [...validation.reports, answer.report] };
    case 'done':
      return { ...validation, status: 'done', progress: undefined };
    case 'refused':
      return { ...validation, status: 'refused', progress: undefined, message: answer.message };
  }
}

/** One worker for each validation, so that training goes on beside it and ending it stops it at once. */
let worker: Worker | undefined;

function endWorker(): void {
  worker?.terminate();
  worker = undefined;
}

function receive(answer: FoldsAnswer): void {
  const { validation } = crossValidationStore.getState();
  if (validation === undefined) return;
  const next = afterAnswer(validation, answer);
  crossValidationStore.setState({ validation: next });
  if (next.status !== 'running') endWorker();
}

/** Trains the open document once per fold, in a worker of its own. */
export function startCrossValidation(): void {
  const { choice } = crossValidationStore.getState();
  const { whole } = documentStore.getState();
  const { folds } = choice;
  endWorker();
  crossValidationStore.setState({
    validation: {
      status: 'running',
      of: whole,
      folds,
      reports: [],
      fold: 1,
      progress: undefined,
      message: undefined,
    },
  });
  const started = new Worker(new URL('./folds-worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data }: MessageEvent<FoldsAnswer>) => receive(data);
  started.onerror = (event) => {
    event.preventDefault();
    receive({ kind: 'refused', message: event.message || 'The worker could not be started.' });
  };
  started.postMessage({ document: foldsDocument(whole, choice), folds });
  worker = started;
}

/** Stops at once; folds that are done stay. */
export function cancelCrossValidation(): void {
  endWorker();
  crossValidationStore.setState(({ validation }) =>
    validation?.status === 'running'
      ? { validation: { ...validation, status: 'cancelled', progress: undefined } }
      : {},
  );
}

// Another document: what was validated before says nothing about it.
documentStore.subscribe((now, before) => {
  if (now.opened === before.opened) return;
  endWorker();
  crossValidationStore.setState(untouched);
});
