import type { PartName } from '../data/prepare.ts';
import type { Fix } from '../graph/check/diagnostic.ts';
import type { Mode } from '../passes/lower.ts';
import type { Draw } from '../program/evaluate/random.ts';
import type { OutputKey } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import type { Decisions } from './decisions.ts';
import type { Workers } from './executor.ts';
import type { ConfusionMatrix } from './metrics/confusion-matrix.ts';
import type { RegressionScores } from './metrics/regression.ts';
import type { SessionState } from './session-state.ts';
import type { Standing } from './standing.ts';

/**
 * What the app and the command line know of training. Compiled code and the reference evaluator
 * are behind it; the app and the command line only say which.
 */

export type { PartName } from '../data/prepare.ts';

export interface Progress {
  /** Whole epochs done. */
  readonly epoch: number;
  readonly epochs: number;
  /** Updates done since the start. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** All epochs done, or stopped early. */
  readonly done: boolean;
}

/** What some updates, one after the other, came to. */
export interface Advance {
  /** Of each batch before its update. */
  readonly losses: readonly number[];
  /** The learning rate that every one of the updates used. */
  readonly learningRate: number;
  /** Those of parameters with one of their own, by the document's entries. */
  readonly ownRates: Readonly<Record<string, number>>;
  readonly progress: Progress;
  /** Present where the last of the updates ended an epoch. */
  readonly epoch?: EpochReport;
}

export interface StepReport extends Omit<Advance, 'losses'> {
  /** Loss of the batch before its update. */
  readonly loss: number;
}

export interface PartReport {
  readonly loss: number;
  /** Share of samples classified rightly, 0 to 1; undefined for regression. */
  readonly accuracy: number | undefined;
  readonly samples: number;
  /** Where each sample is decided as one of several classes. */
  readonly confusion?: ConfusionMatrix;
  /** Of two classes, where both occur. */
  readonly rocAuc?: number;
  /** Errors of predicted numbers, in regression. */
  readonly regression?: RegressionScores;
}

/** What the network comes to on each part of the data. */
export interface PartReports {
  readonly train: PartReport;
  /** Undefined where the part has no rows. */
  readonly validation: PartReport | undefined;
  readonly test: PartReport | undefined;
}

export interface EpochReport extends PartReports {
  /** 1 for the first. Epoch 0 is the state before training. */
  readonly epoch: number;
  /** Mean of the batch losses during the epoch, each before its update (as a PyTorch loop prints). */
  readonly averageLoss: number;
  /** At the end, where the weights of the best epoch were restored: what these come to. */
  readonly restored?: PartReports;
}

/**
 * Which samples to look at: the batch of the next step, just as that step will compute it, or chosen rows of a part, as
 * they are computed in training or in evaluation.
 */
export type LookAt =
  | { readonly kind: 'next-batch' }
  | {
      readonly kind: 'rows';
      readonly part: PartName;
      readonly rows: readonly number[];
      readonly mode: Mode;
    };

export interface Look {
  /** Row numbers in their part. */
  readonly rows: readonly number[];
  readonly part: PartName;
  /** In which mode they were computed: rows too few for train mode's statistics are evaluated. */
  readonly mode: Mode;
  readonly loss: number;
  /** Which random numbers were drawn; undefined in evaluation, which draws none. */
  readonly draw: Draw | undefined;
  /** Every `value`, `gradient`, `parameter`, `parameterGradient` and `buffer` of the nodes for these samples. */
  readonly values: ReadonlyMap<OutputKey, Tensor>;
}

/**
 * What computes: compiled code in float32, which gives the same bits everywhere; the same with fused multiply-adds, which are
 * faster and do not; or the reference evaluator in float64.
 */
export type Arithmetic = 'compiled' | 'relaxed' | 'reference';

export interface TrainingSession {
  readonly arithmetic: Arithmetic;
  /** Bytes that training needs, known before they were asked for; undefined for the reference, which counts none. */
  readonly memory: number | undefined;
  readonly workers: Workers;
  readonly progress: Progress;
  /** Numbers of the optimizer at the coming update: learning rate, momentum, the count of updates. */
  readonly settings: ReadonlyMap<string, number>;
  /** One update from one batch, in train mode. */
  step(): StepReport;
  /**
   * At least one update and at most so many, in one call of the compiled code: up to the end of the epoch, or to where the
   * next update differs from the first in more than its batch. The same bits as steps one by one.
   */
  advance(most: number): Advance;
  /** Loss and score of a part in evaluate mode. */
  evaluate(part: PartName): PartReport | undefined;
  /** State before training, as epoch 0 of the charts. */
  report(): EpochReport;
  /** What the network says of each sample of a part; undefined where the part is empty or nothing is decided. */
  predict(part: PartName): Decisions | undefined;
  /**
   * What it says of points that are in no part, rows × features before scaling, in evaluate mode; their truth is 0.
   */
  predictAt(points: Tensor): Decisions | undefined;
  /** Every value that such points take in the graph. */
  respond(points: Tensor): ReadonlyMap<OutputKey, Tensor>;
  /** What some nodes show for some samples, or all nodes. */
  look(at: LookAt, nodes?: ReadonlySet<string>): Look;
  /** By `node/parameter`. */
  parameters(): ReadonlyMap<string, Tensor>;
  /** What is kept and stored with the weights but not learned, by `node/buffer`. */
  buffers(): ReadonlyMap<string, Tensor>;
  setParameter(key: string, tensor: Tensor): void;
  /** The learning rate that the schedule, where there is one, starts from. */
  setLearningRate(learningRate: number): void;
  /** Epochs may grow while training goes on; more of them take up again a run that stopped early. */
  setEpochs(epochs: number): void;
  /** All that decides how it goes on, to take up later. */
  state(): SessionState;
  /** Stands where it stood then: it goes on with the same bits. */
  takeUp(state: SessionState): void;
  /** What a session of the changed graph needs to go on where this one stands. */
  standing(): Standing;
  /** Goes on from there with everything that the change left untouched; the rest begins as it would. */
  goOnFrom(former: Standing): void;
  /** Back to the starting weights, the seed and epoch 0. */
  reset(): void;
  /** Lets a second thread go; what is asked for afterwards is computed by one. */
  end(): void;
}

export type SessionResult =
  | { readonly ok: true; readonly session: TrainingSession }
  | { readonly ok: false; readonly message: string; readonly node?: string; readonly fix?: Fix };
