import type { GraphDocument } from '../../engine/graph/document.ts';
import type { LiveNumbers } from '../../engine/graph/formula/live-numbers.ts';
import type { Tensor } from '../../engine/program/tensor.ts';
import type { Decisions } from '../../engine/train/decisions.ts';
import type { History, HistorySubject } from '../../engine/train/history.ts';
import type { ParameterPath } from '../../engine/train/parameter-path.ts';
import type { Proof, ProofProgress } from '../../engine/train/proof.ts';
import type { LookAt, PartName } from '../../engine/train/session.ts';
import { documentStore } from '../document/store.ts';
import { clearNodes, onWatchedChange, publishNodes, watchedNodes } from '../live/live-store.ts';
import { lookAtStore } from '../live/look-at.ts';
import type {
  LoadFrom,
  NodeLook,
  PageMessage,
  QuestionKind,
  SentTensor,
  WorkerMessage,
} from '../worker/protocol.ts';
import { type EditedWeight, takenBack } from './edited-weights.ts';
import { isSameForTraining } from './relevant.ts';
import { afterMessage, beforeTraining, loading, nextStart, statusOf, trainingStore } from './status.ts';
import { isWalking } from './walk-state.ts';

/** The page's end of the training worker: one worker, one run at a time. */

let worker: Worker | undefined;
let nextRequest = 0;

type Question<K extends QuestionKind> = Omit<Extract<PageMessage, { kind: K }>, 'run' | 'request'>;
type Answer<K extends QuestionKind> = Extract<WorkerMessage, { kind: K }>;
const questions = new Map<number, (answer: Answer<QuestionKind> | undefined) => void>();

export interface ProofWaiter {
  readonly progress: (progress: ProofProgress) => void;
  /** Undefined where the node is not part of the run, or another one began meanwhile. */
  readonly done: (proof: Proof | undefined) => void;
}
const proofs = new Map<number, ProofWaiter>();
/** Those who wait for the load under way. */
const loadWaiters: (() => void)[] = [];

type Unaddressed<M> = M extends PageMessage ? Omit<M, 'run'> : never;

/** Sends a message of the current run. */
export function tell(message: Unaddressed<Exclude<PageMessage, { kind: 'load' }>>): void {
  const { run } = trainingStore.getState();
  worker?.postMessage({ ...message, run });
}

/** A run that is over answers no more. */
function endQuestions(): void {
  for (const resolve of questions.values()) resolve(undefined);
  for (const { done } of proofs.values()) done(undefined);
  questions.clear();
  proofs.clear();
}

function endWaiting(): void {
  endQuestions();
  for (const resolve of loadWaiters.splice(0)) resolve();
}

function crashed(message: string): void {
  worker?.terminate();
  worker = undefined;
  tellPanels();
  dropUndrawn();
  trainingStore.setState((state) => afterMessage(state, { kind: 'failed', run: state.run, message }));
  endWaiting();
}

function startWorker(): Worker {
  const started = new Worker(new URL('../worker/training-worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data }: MessageEvent<WorkerMessage>) => receive(data);
  started.onerror = (event) => {
    event.preventDefault();
    crashed(event.message || 'The training worker could not be started.');
  };
  started.onmessageerror = () => crashed('A message of the training worker could not be read.');
  return started;
}

const sendWatch = (): void => tell({ kind: 'watch', nodes: watchedNodes(), at: lookAtStore.getState().at });

type SnapshotMessage = Extract<WorkerMessage, { kind: 'snapshot' }>;

/** Cards and wires are drawn at most every 30 ms, panels, which cost more, every 100 ms. */
const cardInterval = 30;
const panelInterval = 100;

let untold: SnapshotMessage[] = [];
let toldAt = 0;
let drawnAt = 0;
let tellTimer: ReturnType<typeof setTimeout> | undefined;

/** Hands to the panels what snapshots said since the last time. */
function tellPanels(): void {
  clearTimeout(tellTimer);
  tellTimer = undefined;
  toldAt = performance.now();
  const messages = untold.splice(0);
  if (messages.length > 0) trainingStore.setState((state) => messages.reduce(afterMessage, state));
}

function keepForPanels(message: SnapshotMessage): void {
  untold.push(message);
  const isNewState = trainingStore.getState().status !== statusOf(message.snapshot);
  const wait = toldAt + panelInterval - performance.now();
  if (isNewState || wait <= 0) tellPanels();
  else tellTimer ??= setTimeout(tellPanels, wait);
}

/** The snapshot that waits for its frame; what was sent before a reset, a load or a crash is not drawn after it. */
let awaited: SnapshotMessage | undefined;

function dropUndrawn(): void {
  awaited = undefined;
  untold = [];
}

/** Only when it is drawn is another snapshot asked for, so that no more are made than drawn. */
function draw(message: SnapshotMessage, now: number): void {
  awaited = undefined;
  drawnAt = now;
  keepForPanels(message);
  // Before the first update the sheet shows no numbers, unless the coming update is gone through node by node.
  if (message.snapshot.state === 'ready' && !isWalking()) clearNodes();
  else publishNodes(message.snapshot.nodes);
  tell({ kind: 'next-snapshot' });
}

/** Draws with a frame to come. */
function drawSoon(message: SnapshotMessage): void {
  awaited = message;
  requestAnimationFrame((now) => {
    if (awaited !== message) return;
    if (message.snapshot.state === 'running' && now < drawnAt + cardInterval) drawSoon(message);
    else draw(message, now);
  });
}

/** What was not asked for says that the run has paused: no frame is waited for, nor is one before it left out. */
function drawSnapshot(message: SnapshotMessage): void {
  const now = performance.now();
  const isUnasked = awaited !== undefined;
  if (awaited !== undefined) draw(awaited, now);
  if (isUnasked || trainingStore.getState().status !== statusOf(message.snapshot)) draw(message, now);
  else drawSoon(message);
}

function receive(message: WorkerMessage): void {
  if (message.run !== trainingStore.getState().run) return;
  switch (message.kind) {
    case 'snapshot':
      drawSnapshot(message);
      return;
    case 'look':
    case 'parameters':
    case 'pytorch-test':
    case 'predictions':
    case 'predict-at':
    case 'history':
    case 'statistics':
    case 'path':
    case 'numbers':
      questions.get(message.request)?.(message);
      questions.delete(message.request);
      return;
    case 'proof-progress':
      proofs.get(message.request)?.progress(message.progress);
      return;
    case 'proof':
      proofs.get(message.request)?.done(message.proof);
      proofs.delete(message.request);
      return;
    case 'ready':
      dropUndrawn();
      trainingStore.setState((state) => afterMessage(state, message));
      clearNodes();
      sendWatch();
      tell({ kind: 'next-snapshot' });
      for (const resolve of loadWaiters.splice(0)) resolve();
      return;
    case 'travelling':
      trainingStore.setState((state) => afterMessage(state, message));
      return;
    case 'refused':
      trainingStore.setState((state) => afterMessage(state, message));
      endWaiting();
      return;
    case 'failed':
      crashed(message.message);
  }
}

/** Gives the open document to the worker as a new run; resolves when it is ready, refused or failed. */
export function load(from: LoadFrom): Promise<void> {
  const { whole } = documentStore.getState();
  worker ??= startWorker();
  if (from === 'former run') {
    if (awaited !== undefined) untold.push(awaited);
    tellPanels();
  }
  dropUndrawn();
  clearNodes();
  endQuestions();
  trainingStore.setState((state) => loading(state, whole, from));
  const { run } = trainingStore.getState();
  worker.postMessage({ kind: 'load', run, document: whole, from } satisfies PageMessage);
  return new Promise((resolve) => {
    loadWaiters.push(resolve);
  });
}

/**
 * Has the worker ready with something to look at: what trains or has trained stays, even if it is stale; a document
 * that nothing was done with yet is loaded.
 */
export async function prepare(): Promise<boolean> {
  const { ready, stale, status, loaded, message } = trainingStore.getState();
  if (ready && !(stale && status === 'idle')) return true;
  const underWay = loaded !== undefined && !ready && !stale && message === undefined;
  if (underWay) {
    await new Promise<void>((resolve) => {
      loadWaiters.push(resolve);
    });
  } else if (documentStore.getState().checked.trainable && status !== 'failed') {
    await load(nextStart(trainingStore.getState()));
  }
  return trainingStore.getState().ready;
}

/** Undefined where the document cannot train, or another run began meanwhile. */
async function ask<K extends QuestionKind>(question: Question<K>): Promise<Answer<K> | undefined> {
  if (!(await prepare())) return undefined;
  return new Promise((resolve) => {
    nextRequest += 1;
    questions.set(nextRequest, resolve as (answer: Answer<QuestionKind> | undefined) => void);
    tell({ ...question, request: nextRequest } as Unaddressed<Exclude<PageMessage, { kind: 'load' }>>);
  });
}

/** Exact numbers of a node; undefined where it is not part of the run. */
export const lookAtNode = async (node: string, at: LookAt): Promise<NodeLook | undefined> =>
  (await ask<'look'>({ kind: 'look', node, at }))?.look;

export const requestParameters = async (): Promise<Readonly<Record<string, SentTensor>> | undefined> =>
  (await ask<'parameters'>({ kind: 'parameters' }))?.parameters;

/** The Python script that asserts the numbers of the samples looked at against PyTorch. */
export const requestPyTorchTest = async (at: LookAt): Promise<string | undefined> =>
  (await ask<'pytorch-test'>({ kind: 'pytorch-test', at }))?.text;

/** What the network says of each sample of a part, and which rows of the data set these are. */
export const requestPredictions = (part: PartName): Promise<Answer<'predictions'> | undefined> =>
  ask<'predictions'>({ kind: 'predictions', part });

/** What it says of points, rows × features in the units of the data set. */
export const requestPredictionsAt = async ({ shape, data }: Tensor): Promise<Decisions | undefined> => {
  const points = { shape, data: Float64Array.from(data) };
  return (await ask<'predict-at'>({ kind: 'predict-at', points }))?.decisions;
};

/** What a parameter, a value or a gradient was like at the kept steps of the run, and of the one it branched off. */
export const requestHistory = async (subject: HistorySubject): Promise<History | undefined> =>
  (await ask<'history'>({ kind: 'history', subject }))?.history;

/** What a search may ask of the nodes of the run, by node and word. */
export const requestStatistics = async (
  at: LookAt,
): Promise<Answer<'statistics'>['statistics'] | undefined> =>
  (await ask<'statistics'>({ kind: 'statistics', at }))?.statistics;

/** Which way a parameter's numbers went over the run. */
export const requestPath = async (
  key: string,
  element: number | undefined,
): Promise<ParameterPath | undefined> => (await ask<'path'>({ kind: 'path', key, element }))?.path;

/** Numbers by their keys, of the step's program and of the optimizer. */
export const requestNumbers = async (
  keys: readonly string[],
  at: LookAt,
): Promise<Omit<LiveNumbers, 'sample'> | undefined> => {
  const answer = await ask<'numbers'>({ kind: 'numbers', keys, at });
  return answer === undefined
    ? undefined
    : { values: new Map(Object.entries(answer.values)), batch: answer.batch, draw: answer.draw };
};

/** Has a node proved by numbers on the samples looked at; gives what cancels it. */
export function requestProof(node: string, at: LookAt, waiter: ProofWaiter): () => void {
  nextRequest += 1;
  const request = nextRequest;
  let isWanted = true;
  void prepare().then((isReady) => {
    if (!isWanted) return;
    if (isReady) {
      proofs.set(request, waiter);
      tell({ kind: 'prove', request, node, at });
    } else waiter.done(undefined);
  });
  return () => {
    isWanted = false;
    if (proofs.delete(request)) tell({ kind: 'stop-proof', request });
  };
}

let editedWeights: readonly EditedWeight[] = [];

/** Remembers an edit of a weight that the session has taken over. */
export const noteEdit = (edited: EditedWeight): void => {
  editedWeights = [...editedWeights.filter(({ run }) => run === edited.run), edited];
};

/** What is loaded once the session has followed edits of weights that were undone or redone. */
function withWeightsOf(loaded: GraphDocument, whole: GraphDocument): GraphDocument {
  const { ready, run, progress, timeline } = trainingStore.getState();
  if (!ready || timeline?.past !== undefined || loaded.weights === whole.weights) return loaded;
  const taken = takenBack(editedWeights, loaded, whole, { run, step: progress?.step ?? 0 });
  if (taken === undefined || taken.length === 0) return loaded;
  const { weights: _, ...others } = loaded;
  const followed = whole.weights === undefined ? others : { ...others, weights: whole.weights };
  trainingStore.setState({ loaded: followed });
  for (const { key, tensor } of taken) tell({ kind: 'set-parameter', key, tensor });
  return followed;
}

/** The worker is told of what it can take over; anything else makes its results stale and pauses it. */
function followDocument(): void {
  documentStore.subscribe((now, before) => {
    if (now.whole === before.whole) return;
    if (now.opened !== before.opened) {
      forget();
      return;
    }
    const { training } = now.whole;
    if (training.optimizer.learningRate !== before.whole.training.optimizer.learningRate) {
      tell({ kind: 'learning-rate', value: training.optimizer.learningRate });
    }
    if (training.epochs !== before.whole.training.epochs) {
      tell({ kind: 'epochs', value: training.epochs });
    }
    if (training.breakpoints !== before.whole.training.breakpoints) {
      tell({ kind: 'breakpoints', breakpoints: training.breakpoints ?? [] });
    }
    const { loaded: known, stale, status, attempted } = trainingStore.getState();
    if (attempted && now.checked.trainable) trainingStore.setState({ attempted: false });
    if (known === undefined) return;
    const loaded = stale ? known : withWeightsOf(known, now.whole);
    const isStale = !isSameForTraining(loaded, now.whole);
    if (isStale === stale) return;
    trainingStore.setState({ stale: isStale });
    if (isStale && status === 'running') tell({ kind: 'pause' });
  });
}

/** Another document: what was trained before says nothing about it. */
function forget(): void {
  dropUndrawn();
  clearNodes();
  trainingStore.setState(({ run, moment }) => ({ ...beforeTraining, run: run + 1, moment: moment + 1 }));
  endWaiting();
}

followDocument();
onWatchedChange(sendWatch);
lookAtStore.subscribe(sendWatch);
