import type { GraphDocument } from '../../engine/graph/document.ts';
import { setWeights } from '../../engine/graph/edit/edit.ts';
import { encodeTensor } from '../../engine/graph/weights.ts';
import { hintOnSheet } from '../canvas/sheet-hint.tsx';
import { documentStore, edit } from '../document/store.ts';
import type { SentTensor } from '../worker/protocol.ts';
import { obstacleOf } from './obstacle.ts';
import { nextStart, trainingStore } from './status.ts';
import { branchHere } from './time-travel.ts';
import { load, noteEdit, requestParameters, tell } from './training-client.ts';

/** What the transport's buttons, keys and commands do. */

const isFresh = (): boolean => {
  const { ready, stale, status } = trainingStore.getState();
  return ready && !stale && status !== 'failed' && status !== 'done';
};

/** Whether the open document can train; where it cannot the sheet says why, and what is missing counts as an error from now on. */
export function isTrainable(): boolean {
  const obstacle = obstacleOf(documentStore.getState().checked);
  if (obstacle === undefined) return true;
  trainingStore.setState({ attempted: true });
  hintOnSheet(`Not trained. ${obstacle}`);
  return false;
}

/** Has a run of the open document that can go on; false where the graph cannot train. */
export async function ensureRun(): Promise<boolean> {
  if (!isTrainable()) return false;
  if (!isFresh()) await load(nextStart(trainingStore.getState()));
  return trainingStore.getState().ready;
}

/** Trains, or goes on, from the past where one looks at that, also where an edit stopped it; what is done or failed starts over. */
export async function startTraining(): Promise<void> {
  branchHere();
  if (await ensureRun()) tell({ kind: 'run' });
}

export function pauseTraining(): void {
  tell({ kind: 'pause' });
}

/** One update, from the past where one looks at that, then waits. */
export async function stepTraining(): Promise<void> {
  branchHere();
  if (await ensureRun()) tell({ kind: 'step' });
}

/** Back to the starting weights and epoch 0, with the open document if that has changed. */
export async function resetTraining(): Promise<void> {
  const { ready, stale } = trainingStore.getState();
  if (ready && !stale) tell({ kind: 'reset' });
  else if (documentStore.getState().checked.trainable) await load('start');
}

/** The weights as they are now (trained, or as they would start), ready to be stored in a document. */
export async function currentWeights(): Promise<NonNullable<GraphDocument['weights']> | undefined> {
  const parameters = await requestParameters();
  if (parameters === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(parameters).map(([key, { shape, data }]) => [key, encodeTensor(shape, data)]),
  );
}

/**
 * Stores a parameter in the document, where training starts from it, as one undo step; a session that is loaded goes
 * on from it too, and goes back with undo as long as it stands where it did.
 */
export function changeParameter(key: string, tensor: SentTensor, before: SentTensor): void {
  const stored = encodeTensor(tensor.shape, tensor.data);
  const { loaded, ready, stale, run, progress } = trainingStore.getState();
  const follows = ready && !stale && loaded !== undefined;
  if (follows) {
    noteEdit({
      key,
      run,
      step: progress?.step ?? 0,
      before: { tensor: before, stored: loaded.weights?.[key] },
      after: { tensor, stored },
    });
    trainingStore.setState({ loaded: { ...loaded, weights: { ...loaded.weights, [key]: stored } } });
    tell({ kind: 'set-parameter', key, tensor });
  }
  edit(`Edit ${key}`, (document) => setWeights(document, key, tensor.shape, tensor.data));
}
