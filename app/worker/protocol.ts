import type { Diagnostic, Fix } from '../../engine/graph/check/diagnostic.ts';
import type { Breakpoint, GraphDocument } from '../../engine/graph/document.ts';
import type { Mode } from '../../engine/passes/lower.ts';
import type { Draw } from '../../engine/program/evaluate/random.ts';
import type { Found } from '../../engine/train/breakpoints.ts';
import type { Decisions } from '../../engine/train/decisions.ts';
import type { Workers } from '../../engine/train/executor.ts';
import type { History, HistorySubject } from '../../engine/train/history.ts';
import type { statisticsOfNodes } from '../../engine/train/node-statistics.ts';
import type { ParameterPath } from '../../engine/train/parameter-path.ts';
import type { Proof, ProofProgress } from '../../engine/train/proof.ts';
import type { EpochReport, LookAt, PartName, Progress } from '../../engine/train/session.ts';
import type { MadeChange } from '../../engine/train/timeline.ts';

/**
 * What the page and the training worker say to each other. Every message carries the id of the run it belongs to:
 * each load begins a new run, and what an older run still had to say is dropped.
 */

export type RunId = number;

/** A tensor that crosses threads; float64, row-major, its buffer transferred. */
export interface SentTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array<ArrayBuffer>;
}

export type LoadFrom = 'start' | 'former run';

export type PageMessage =
  /** Compile this document and wait: at epoch 0, or where the run before stands, with all that an edit left untouched. */
  | {
      readonly kind: 'load';
      readonly run: RunId;
      readonly document: GraphDocument;
      readonly from: LoadFrom;
    }
  | { readonly kind: 'run'; readonly run: RunId }
  | { readonly kind: 'pause'; readonly run: RunId }
  /** One update, then wait. */
  | { readonly kind: 'step'; readonly run: RunId }
  | { readonly kind: 'reset'; readonly run: RunId }
  /** The sheet is being moved, and the cores are few: for a moment most of the time is the page's. */
  | { readonly kind: 'give-way'; readonly run: RunId }
  /** Stand at a step of the run, past or present; another one on the way takes its place. */
  | { readonly kind: 'travel'; readonly run: RunId; readonly step: number }
  /** Go on from the past that is looked at: what came after it becomes the former run, which is kept aside. */
  | { readonly kind: 'branch'; readonly run: RunId }
  /** Go on with the former run, and keep this one aside in its place. */
  | { readonly kind: 'take-up-former'; readonly run: RunId }
  | { readonly kind: 'learning-rate'; readonly run: RunId; readonly value: number }
  | { readonly kind: 'epochs'; readonly run: RunId; readonly value: number }
  /** In place of those of the document that was loaded. */
  | { readonly kind: 'breakpoints'; readonly run: RunId; readonly breakpoints: readonly Breakpoint[] }
  | {
      readonly kind: 'set-parameter';
      readonly run: RunId;
      readonly key: string;
      readonly tensor: SentTensor;
    }
  /** The nodes a person can see, and the samples whose values they want to see there. */
  | { readonly kind: 'watch'; readonly run: RunId; readonly nodes: readonly string[]; readonly at: LookAt }
  /** The page has drawn the last snapshot and takes another. */
  | { readonly kind: 'next-snapshot'; readonly run: RunId }
  /** Exact numbers of one node. */
  | {
      readonly kind: 'look';
      readonly run: RunId;
      readonly request: number;
      readonly node: string;
      readonly at: LookAt;
    }
  | { readonly kind: 'parameters'; readonly run: RunId; readonly request: number }
  /** What a parameter, a value or a gradient was like at the kept steps of the run; told between slices of training. */
  | {
      readonly kind: 'history';
      readonly run: RunId;
      readonly request: number;
      readonly subject: HistorySubject;
    }
  /** What a search may ask of nodes: the norms of their gradients, the ends of their values. */
  | {
      readonly kind: 'statistics';
      readonly run: RunId;
      readonly request: number;
      readonly at: LookAt;
    }
  /** Which way a parameter's numbers went, one of them in any case. */
  | {
      readonly kind: 'path';
      readonly run: RunId;
      readonly request: number;
      readonly key: string;
      readonly element: number | undefined;
    }
  /** Numbers by their keys, of the step's program and of the optimizer. */
  | {
      readonly kind: 'numbers';
      readonly run: RunId;
      readonly request: number;
      readonly keys: readonly string[];
      readonly at: LookAt;
    }
  /** Proves a node's formulas by numbers, between slices of training; a second one ends the first. */
  | {
      readonly kind: 'prove';
      readonly run: RunId;
      readonly request: number;
      readonly node: string;
      readonly at: LookAt;
    }
  | { readonly kind: 'stop-proof'; readonly run: RunId; readonly request: number }
  /** What the network says of each sample of a part. */
  | { readonly kind: 'predictions'; readonly run: RunId; readonly request: number; readonly part: PartName }
  /** What it says of points, rows × features in the units of the data set. */
  | {
      readonly kind: 'predict-at';
      readonly run: RunId;
      readonly request: number;
      readonly points: SentTensor;
    }
  /** The Python script that asserts the graph's numbers against PyTorch. */
  | { readonly kind: 'pytorch-test'; readonly run: RunId; readonly request: number; readonly at: LookAt };

/** Messages that ask and are answered once, by a message of the same kind. */
export type QuestionKind =
  | 'look'
  | 'parameters'
  | 'pytorch-test'
  | 'predictions'
  | 'predict-at'
  | 'history'
  | 'statistics'
  | 'path'
  | 'numbers';

/** What a session is doing; `ready` is loaded and untouched, at epoch 0. */
export type RunState = 'ready' | 'running' | 'paused' | 'done';

/** A small picture of a tensor, samples down, features across; means of blocks where it was larger than 32×32. */
export interface Picture {
  readonly rows: number;
  readonly columns: number;
  /** Largest magnitude in the tensor itself. */
  readonly bound: number;
  readonly signed: boolean;
  readonly values: Float32Array<ArrayBuffer>;
  /** Where it shows how units answer to the plane of two features: how many of them. */
  readonly units?: number;
}

export interface PortNumbers {
  /** Root mean square of the values. */
  readonly rms: number;
  /** L2 norm of the gradient; undefined where nothing flows back. */
  readonly gradientNorm: number | undefined;
  /** As it was computed, with the batch bound. */
  readonly shape: readonly number[];
}

export interface NodeSnapshot {
  readonly node: string;
  readonly picture: Picture | undefined;
  /** By input or output port. */
  readonly ports: Readonly<Record<string, PortNumbers>>;
  /** Norms by parameter name. */
  readonly parameterNorms: Readonly<Record<string, number>>;
  /** Of the whole node: over all its parameters where it has some, else of its output, else of its first input. */
  readonly gradientNorm: number | undefined;
  /** The value, where the node's output is a single number. */
  readonly scalar: number | undefined;
}

/** At most 500 points of a series; each stands for `stride` steps and is their mean. */
export interface LossCurve {
  readonly stride: number;
  /** Step numbers and losses in turn. */
  readonly points: Float64Array<ArrayBuffer>;
}

/** What a run and its data show to go wrong. */
export interface RunAdvice {
  /** Updates done when the run was last looked at; 0 before any. */
  readonly step: number;
  readonly inRun: readonly Diagnostic[];
  readonly inData: readonly Diagnostic[];
}

/** Which steps of the run can be stood at, and where one stands. */
export interface TimelineView {
  readonly first: number;
  /** Updates of the run so far. */
  readonly now: number;
  readonly changes: readonly Pick<MadeChange, 'step'>[];
  /** How the network of the past that is looked at does, where one is. */
  readonly past: EpochReport | undefined;
}

export interface Snapshot {
  readonly state: RunState;
  readonly progress: Progress;
  /** Reports of the epochs that ended since the last snapshot. */
  readonly epochs: readonly EpochReport[];
  readonly losses: LossCurve;
  /** Loss of the latest batch before its update. */
  readonly batchLoss: number | undefined;
  readonly workers: Workers;
  /** Milliseconds of computing per epoch, the latest whole one. */
  readonly epochTime: number | undefined;
  readonly nodes: readonly NodeSnapshot[];
  readonly advice: RunAdvice;
  readonly timeline: TimelineView;
  /** Why a breakpoint paused the run where it stands. */
  readonly found: Found | undefined;
}

/** Exact numbers of one node for chosen samples. */
export interface NodeLook {
  readonly node: string;
  readonly rows: readonly number[];
  readonly mode: Mode;
  readonly draw: Draw | undefined;
  readonly values: Readonly<Record<string, SentTensor>>;
  readonly gradients: Readonly<Record<string, SentTensor>>;
  readonly parameters: Readonly<Record<string, SentTensor>>;
  readonly parameterGradients: Readonly<Record<string, SentTensor>>;
  readonly buffers: Readonly<Record<string, SentTensor>>;
}

export type WorkerMessage =
  | {
      readonly kind: 'ready';
      readonly run: RunId;
      readonly progress: Progress;
      /** Bytes that training needs; undefined where it runs on the reference. */
      readonly memory: number | undefined;
      /** From where it goes on; where there was no run before, from the start. */
      readonly from: LoadFrom;
      /** Said of what computes, where it is not what one would expect. */
      readonly arithmeticNotice: string | undefined;
      /** Rows of each part of the split. */
      readonly partSizes: Readonly<Record<PartName, number>>;
      /** The state before training, as epoch 0 of the charts. */
      readonly report: EpochReport;
      readonly advice: RunAdvice;
    }
  | {
      readonly kind: 'refused';
      readonly run: RunId;
      readonly message: string;
      readonly node?: string;
      /** A change to the document after which it is not refused. */
      readonly fix?: Fix;
    }
  | { readonly kind: 'snapshot'; readonly run: RunId; readonly snapshot: Snapshot }
  | {
      readonly kind: 'history';
      readonly run: RunId;
      readonly request: number;
      readonly history: History;
    }
  | {
      readonly kind: 'statistics';
      readonly run: RunId;
      readonly request: number;
      readonly statistics: ReturnType<typeof statisticsOfNodes>;
    }
  | {
      readonly kind: 'path';
      readonly run: RunId;
      readonly request: number;
      readonly path: ParameterPath | undefined;
    }
  | {
      readonly kind: 'numbers';
      readonly run: RunId;
      readonly request: number;
      readonly values: Readonly<Record<string, SentTensor>>;
      /** How many samples they are of. */
      readonly batch: number;
      readonly draw: Draw | undefined;
    }
  /** On the way to a step that takes long to compute again. */
  | { readonly kind: 'travelling'; readonly run: RunId; readonly step: number; readonly to: number }
  | {
      readonly kind: 'look';
      readonly run: RunId;
      readonly request: number;
      /** Undefined where the node is not part of the run. */
      readonly look: NodeLook | undefined;
    }
  | {
      readonly kind: 'parameters';
      readonly run: RunId;
      readonly request: number;
      /** With the buffers that belong to them. */
      readonly parameters: Readonly<Record<string, SentTensor>>;
    }
  | {
      readonly kind: 'proof-progress';
      readonly run: RunId;
      readonly request: number;
      readonly progress: ProofProgress;
    }
  | {
      readonly kind: 'proof';
      readonly run: RunId;
      readonly request: number;
      readonly proof: Proof | undefined;
    }
  | { readonly kind: 'pytorch-test'; readonly run: RunId; readonly request: number; readonly text: string }
  | {
      readonly kind: 'predictions';
      readonly run: RunId;
      readonly request: number;
      /** Undefined where the part is empty or nothing is decided for a sample as a whole. */
      readonly decisions: Decisions | undefined;
      /** Rows of the data set, sample by sample. */
      readonly indices: readonly number[];
    }
  | {
      readonly kind: 'predict-at';
      readonly run: RunId;
      readonly request: number;
      readonly decisions: Decisions | undefined;
    }
  /** The session threw; nothing of the document is lost. */
  | { readonly kind: 'failed'; readonly run: RunId; readonly message: string };
