import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { createStore } from 'zustand/vanilla';
import type { Fix } from '../../engine/graph/diagnostic.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import type { Arithmetic, EpochReport, PartName, Progress } from '../../engine/train/session.ts';
import type { LoadFrom, LossCurve, RunAdvice, RunId, Snapshot, WorkerMessage } from '../worker/protocol.ts';
import { withReports } from './epoch-history.ts';

/** `idle`: nothing trained yet, or reset. Results of the others are kept until the next run. */
export type TrainingStatus = 'idle' | 'running' | 'paused' | 'done' | 'failed';

export interface TrainingState {
  /** Grows with every load; what an older run still says is dropped. */
  readonly run: RunId;
  readonly status: TrainingStatus;
  /** The document that the worker has, or is about to have. */
  readonly loaded: GraphDocument | undefined;
  /** The worker has compiled it. */
  readonly ready: boolean;
  /** The open document is another one by now: results are of an older graph. */
  readonly stale: boolean;
  /** Why the last load was refused, or what the worker died of. */
  readonly message: string | undefined;
  /** The node that the message is about. */
  readonly node: string | undefined;
  /** An edit after which the document is not refused. */
  readonly fix: Fix | undefined;
  readonly progress: Progress | undefined;
  /** What the worker computes with. */
  readonly arithmetic: Arithmetic;
  readonly partSizes: Readonly<Record<PartName, number>> | undefined;
  readonly epochs: readonly EpochReport[];
  readonly losses: LossCurve | undefined;
  readonly batchLoss: number | undefined;
  /** What the run and its data show to go wrong. */
  readonly advice: RunAdvice;
  /** Milliseconds of computing. */
  readonly epochTime: number | undefined;
  /** Training was asked for while the graph could not train: what is missing counts as an error until it can. */
  readonly attempted: boolean;
  /** Grows with every snapshot: exact numbers asked for earlier are old. */
  readonly moment: number;
}

export const noAdvice: RunAdvice = { step: 0, inRun: [], inData: [] };

/** Advice of the same look: panels need not draw it again with every snapshot. */
const sameAdvice = (left: RunAdvice, right: RunAdvice): boolean =>
  left.step === right.step &&
  left.inRun.length === right.inRun.length &&
  left.inData.length === right.inData.length;

export const beforeTraining: TrainingState = {
  run: 0,
  status: 'idle',
  loaded: undefined,
  ready: false,
  stale: false,
  message: undefined,
  node: undefined,
  fix: undefined,
  progress: undefined,
  arithmetic: 'compiled',
  partSizes: undefined,
  epochs: [],
  losses: undefined,
  batchLoss: undefined,
  advice: noAdvice,
  epochTime: undefined,
  attempted: false,
  moment: 0,
};

/** A new run of this document: nothing known of it yet, or what the run before came to. */
export const loading = (state: TrainingState, document: GraphDocument, from: LoadFrom): TrainingState => ({
  ...(from === 'start' ? beforeTraining : { ...state, ready: false, stale: false, message: undefined }),
  run: state.run + 1,
  loaded: document,
  moment: state.moment + 1,
});

/** From where the open document trains on: where a run was stopped by an edit, from there. */
export const nextStart = ({ status }: Pick<TrainingState, 'status'>): LoadFrom =>
  status === 'paused' || status === 'running' ? 'former run' : 'start';

/** A run that is loaded and untouched shows as idle. */
export const statusOf = (snapshot: Snapshot): TrainingStatus =>
  snapshot.state === 'ready' ? 'idle' : snapshot.state;

/** What a message of the worker makes of the state; messages of another run leave it as it is. */
export function afterMessage(state: TrainingState, message: WorkerMessage): TrainingState {
  if (message.run !== state.run) return state;
  switch (message.kind) {
    case 'ready':
      return {
        ...state,
        ...(message.from === 'former run'
          ? { status: 'paused' }
          : {
              status: 'idle',
              epochs: [message.report],
              losses: undefined,
              batchLoss: undefined,
              epochTime: undefined,
            }),
        ready: true,
        message: undefined,
        node: undefined,
        fix: undefined,
        progress: message.progress,
        arithmetic: message.arithmetic,
        partSizes: message.partSizes,
        advice: message.advice,
        moment: state.moment + 1,
      };
    case 'snapshot': {
      const { snapshot } = message;
      return {
        ...state,
        status: statusOf(snapshot),
        progress: snapshot.progress,
        epochs: withReports(state.epochs, snapshot.epochs),
        losses: snapshot.losses,
        batchLoss: snapshot.batchLoss,
        advice: sameAdvice(state.advice, snapshot.advice) ? state.advice : snapshot.advice,
        epochTime: snapshot.epochTime,
        moment: state.moment + 1,
      };
    }
    case 'refused':
      return {
        ...state,
        status: nextStart(state) === 'former run' ? 'paused' : 'idle',
        ready: false,
        message: message.message,
        node: message.node,
        fix: message.fix,
      };
    case 'failed':
      return { ...state, status: 'failed', ready: false, message: message.message };
    case 'look':
    case 'parameters':
    case 'proof-progress':
    case 'proof':
    case 'pytorch-test':
    case 'predictions':
    case 'predict-at':
      return state;
  }
}

export const trainingStore = createStore<TrainingState>()(() => beforeTraining);

export function useTraining<T>(selector: (state: TrainingState) => T): T {
  return useStore(trainingStore, useShallow(selector));
}

export type TrainingStatusView = Pick<
  TrainingState,
  'status' | 'progress' | 'stale' | 'message' | 'node' | 'epochTime' | 'batchLoss'
>;

/** What the bars and the cards show of the training. */
export const useTrainingStatus = (): TrainingStatusView =>
  useTraining(({ status, progress, stale, message, node, epochTime, batchLoss }) => ({
    status,
    progress,
    stale,
    message,
    node,
    epochTime,
    batchLoss,
  }));

/** Whether inputs without a wire show as errors (after Train was pressed) rather than as notes. */
export const useMissingAsErrors = (): boolean => useTraining(({ attempted }) => attempted);
