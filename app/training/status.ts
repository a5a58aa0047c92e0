import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { createStore } from 'zustand/vanilla';
import type { Fix } from '../../engine/graph/check/diagnostic.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import type { Found } from '../../engine/train/breakpoints.ts';
import type { Workers } from '../../engine/train/executor.ts';
import type { EpochReport, PartName, Progress } from '../../engine/train/session.ts';
import type {
  LoadFrom,
  LossCurve,
  RunAdvice,
  RunId,
  Snapshot,
  TimelineView,
  WorkerMessage,
} from '../worker/protocol.ts';
import { withReports } from './epoch-history.ts';

/** `idle`: nothing trained yet, or reset. Results of the others are kept until the next run. */
export type TrainingStatus = 'idle' | 'running' | 'paused' | 'done' | 'failed';

/** The curves of the run that was left at a branch. */
export interface FormerCurves {
  readonly epochs: readonly EpochReport[];
  readonly losses: LossCurve | undefined;
  /** Updates of that run, and after how many of them this one branched off. */
  readonly now: number;
  readonly branchedAt: number;
  /** It can be taken up again. */
  readonly isKept: boolean;
}

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
  /** Bytes that training needs, where they are known. */
  readonly memory: number | undefined;
  /** Said of what the worker computes with, where it is not what one would expect. */
  readonly arithmeticNotice: string | undefined;
  readonly partSizes: Readonly<Record<PartName, number>> | undefined;
  readonly epochs: readonly EpochReport[];
  readonly losses: LossCurve | undefined;
  readonly batchLoss: number | undefined;
  readonly workers: Workers;
  /** What the run and its data show to go wrong. */
  readonly advice: RunAdvice;
  /** Undefined before the first snapshot of a run. */
  readonly timeline: TimelineView | undefined;
  /** On the way to a step of the past that takes long to compute again. */
  readonly travelling: { readonly step: number; readonly to: number } | undefined;
  readonly former: FormerCurves | undefined;
  /** Why a breakpoint paused the run where it stands. */
  readonly found: Found | undefined;
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
  memory: undefined,
  arithmeticNotice: undefined,
  partSizes: undefined,
  epochs: [],
  losses: undefined,
  batchLoss: undefined,
  workers: 'one',
  advice: noAdvice,
  timeline: undefined,
  travelling: undefined,
  former: undefined,
  found: undefined,
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

/** What was drawn of a step on the way says nothing of the one that is aimed at by now. */
const hasArrived = ({ travelling }: TrainingState, { progress, timeline }: Snapshot): boolean =>
  travelling?.to === progress.step ||
  (travelling !== undefined && timeline.past === undefined && travelling.to >= timeline.now);

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
        memory: message.memory,
        arithmeticNotice: message.arithmeticNotice,
        workers: 'one',
        partSizes: message.partSizes,
        advice: message.advice,
        timeline: undefined,
        travelling: undefined,
        found: undefined,
        // What a changed graph goes on from stays to be seen; only the same graph could take it up again.
        former:
          message.from === 'former run' && state.former !== undefined
            ? { ...state.former, isKept: false }
            : undefined,
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
        workers: snapshot.workers,
        advice: sameAdvice(state.advice, snapshot.advice) ? state.advice : snapshot.advice,
        epochTime: snapshot.epochTime,
        timeline: snapshot.timeline,
        found: snapshot.found,
        travelling: hasArrived(state, snapshot) ? undefined : state.travelling,
        moment: state.moment + 1,
      };
    }
    case 'travelling':
      return state.travelling === undefined
        ? state
        : { ...state, travelling: { ...state.travelling, step: message.step } };
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
      return { ...state, status: 'failed', ready: false, travelling: undefined, message: message.message };
    case 'look':
    case 'parameters':
    case 'history':
    case 'statistics':
    case 'path':
    case 'numbers':
    case 'proof-progress':
    case 'proof':
    case 'pytorch-test':
    case 'predictions':
    case 'predict-at':
      return state;
  }
}

/** The state once the run goes on from the past that is looked at: its curves end there, those of before stay beside them. */
export function branched(state: TrainingState): TrainingState {
  const { progress, timeline, travelling, epochs, losses } = state;
  const step = travelling?.to ?? progress?.step ?? 0;
  if (progress === undefined || timeline === undefined || step >= timeline.now) return state;
  const { stepsPerEpoch } = progress;
  return {
    ...state,
    status: 'paused',
    epochs: epochs.filter(({ epoch }) => epoch * stepsPerEpoch <= step),
    travelling: undefined,
    timeline: { ...timeline, now: step, past: undefined },
    former: { epochs, losses, now: timeline.now, branchedAt: step, isKept: true },
  };
}

/** The state once the former run is taken up again, and this one is kept in its place. */
export function exchanged(state: TrainingState): TrainingState {
  const { former, epochs, losses, timeline } = state;
  if (former === undefined || timeline === undefined) return state;
  return {
    ...state,
    epochs: former.epochs,
    losses: former.losses,
    timeline: { ...timeline, now: former.now, past: undefined },
    former: { epochs, losses, now: timeline.now, branchedAt: former.branchedAt, isKept: true },
  };
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
