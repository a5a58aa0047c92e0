import type { PreparedData } from '../data/prepare.ts';
import type { CheckedGraph } from '../graph/checked-graph.ts';
import { stepSetting } from '../passes/update.ts';
import { evaluateValues, type Feeds, neededFor } from '../program/evaluate/evaluate.ts';
import {
  type OutputKey,
  type Program,
  parameterKey,
  parseOutputKey,
  totalLossKey,
  type ValueId,
} from '../program/program.ts';
import { elementCount, type Tensor, zeros } from '../program/tensor.ts';
import { type ChosenTraining, chooseTraining } from './choose-training.ts';
import { EarlyStopping } from './early-stopping.ts';
import { batchFeeds, type DataLeaf, dataLeaves, type Part } from './feeds.ts';
import { accumulatedState, clipNormSetting, clipValueSetting } from './gradients.ts';
import { accuracy } from './metrics.ts';
import { startingStates } from './optimizers/states.ts';
import { Pace } from './pace.ts';
import { partScores } from './part-scores.ts';
import type {
  EpochReport,
  Look,
  LookAt,
  PartName,
  PartReport,
  Progress,
  SessionResult,
  StepReport,
  TrainingSession,
} from './session.ts';
import { type Start, startingPoint } from './starting-weights.ts';
import { trainingProgram } from './training-program.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** What a step leaves behind: new weights, and what the optimizer remembers. */
function isUpdate(key: OutputKey): boolean {
  const { role } = parseOutputKey(key);
  return role === 'update' || role === 'stateUpdate';
}

/** Whether it remembers gradients of earlier batches rather than anything of the optimizer. */
const isAccumulated = (key: OutputKey): boolean =>
  parseOutputKey(key).role === 'stateUpdate' && key.endsWith(`/${accumulatedState}`);

/** Training on the float64 reference evaluator, one primitive at a time. */
class EvaluatorSession implements TrainingSession {
  readonly #graph: CheckedGraph;
  readonly #data: PreparedData;
  readonly #program: Program;
  readonly #chosen: ChosenTraining;
  readonly #leaves: readonly DataLeaf[];
  readonly #verdict: Verdict | undefined;
  readonly #stepKeys: readonly OutputKey[];
  readonly #stepIds: readonly ValueId[];
  /** Of a step that only adds its gradients to those of earlier batches. */
  readonly #waitKeys: readonly OutputKey[];
  readonly #waitIds: readonly ValueId[];
  readonly #evaluateIds: readonly ValueId[];
  readonly #lookKeys: readonly OutputKey[];
  readonly #lookIds: readonly ValueId[];
  #start: Start;
  #parameters = new Map<string, Tensor>();
  #states: ReadonlyMap<string, Tensor> = new Map();
  readonly #pace: Pace;
  #stopping: EarlyStopping | undefined;
  #stopped = false;
  #epochs: number;
  #step = 0;
  #order: readonly number[] = [];
  #lossSum = 0;

  constructor(graph: CheckedGraph, data: PreparedData, leaves: readonly DataLeaf[], chosen: ChosenTraining) {
    const { training } = graph.document;
    this.#graph = graph;
    this.#data = data;
    this.#leaves = leaves;
    this.#chosen = chosen;
    this.#program = trainingProgram(graph, chosen);
    this.#pace = new Pace(training.optimizer.learningRate, chosen.ownRates, chosen.schedule);
    this.#verdict = verdictOf(graph);
    const keys = [...this.#program.outputs.keys()];
    this.#stepKeys = keys.filter((key) => isUpdate(key));
    this.#stepIds = neededFor(this.#program, [totalLossKey, ...this.#stepKeys]);
    this.#waitKeys = keys.filter(isAccumulated);
    this.#waitIds = neededFor(this.#program, [totalLossKey, ...this.#waitKeys]);
    this.#evaluateIds = neededFor(this.#program, [
      totalLossKey,
      ...(this.#verdict === undefined ? [] : [this.#verdict.scores, this.#verdict.target]),
    ]);
    this.#lookKeys = keys.filter((key) => !isUpdate(key));
    this.#lookIds = neededFor(this.#program, this.#lookKeys);
    this.#epochs = training.epochs;
    this.#start = startingPoint(graph);
    this.#begin();
  }

  get progress(): Progress {
    const stepsPerEpoch = this.#stepsPerEpoch;
    return {
      epoch: Math.floor(this.#step / stepsPerEpoch),
      epochs: this.#epochs,
      step: this.#step,
      stepsPerEpoch,
      done: this.#stopped || this.#step >= this.#epochs * stepsPerEpoch,
    };
  }

  step(): StepReport {
    const position = this.#step % this.#stepsPerEpoch;
    if (position === 0) {
      this.#order = this.#nextOrder();
      this.#lossSum = 0;
    }
    const { learningRate, ownRates } = this.#pace;
    const loss = this.#update(this.#batchAt(position));
    this.#lossSum += loss;
    this.#step += 1;
    if (this.#pace.per === 'step') this.#pace.advance(loss);
    const endsEpoch = this.#step % this.#stepsPerEpoch === 0;
    const epoch = endsEpoch ? this.#endEpoch() : undefined;
    return {
      loss,
      learningRate,
      ownRates,
      progress: this.progress,
      ...(epoch === undefined ? {} : { epoch }),
    };
  }

  evaluate(part: PartName): PartReport | undefined {
    const data = this.#data[part];
    if (data.rows === 0) return undefined;
    const rows = Array.from({ length: data.rows }, (_, row) => row);
    const computed = this.#run(this.#evaluateIds, data, rows);
    const verdict = this.#verdict;
    const loss = this.#number(computed, totalLossKey);
    if (verdict === undefined) return { loss, accuracy: undefined, samples: data.rows };
    const decided = [
      verdict.decision,
      this.#at(computed, verdict.scores),
      this.#at(computed, verdict.target),
    ] as const;
    const { confusion, rocAuc } = { confusion: undefined, rocAuc: undefined, ...partScores(...decided) };
    return {
      loss,
      accuracy: accuracy(...decided),
      samples: data.rows,
      ...(confusion === undefined ? {} : { confusion }),
      ...(rocAuc === undefined ? {} : { rocAuc }),
    };
  }

  report(): EpochReport {
    const train = this.evaluate('train');
    return this.#report(this.progress.epoch, train?.loss ?? Number.NaN);
  }

  look(at: LookAt): Look {
    const part = at.kind === 'rows' ? at.part : 'train';
    const rows = at.kind === 'rows' ? at.rows : this.#upcomingBatch();
    const computed = this.#run(this.#lookIds, this.#data[part], rows);
    return {
      rows,
      part,
      loss: this.#number(computed, totalLossKey),
      values: new Map(this.#lookKeys.map((key) => [key, this.#at(computed, key)])),
    };
  }

  parameters(): ReadonlyMap<string, Tensor> {
    return new Map(this.#parameters);
  }

  setParameter(key: string, tensor: Tensor): void {
    const current = this.#parameters.get(key);
    if (current === undefined) throw new Error(`there is no parameter ${key}`);
    if (elementCount(current.shape) !== tensor.data.length) {
      throw new Error(`${key} has ${current.shape.join('×')} numbers, not ${tensor.shape.join('×')}`);
    }
    this.#parameters.set(key, { shape: current.shape, data: tensor.data.slice() });
  }

  setLearningRate(learningRate: number): void {
    this.#pace.setLearningRate(learningRate);
  }

  setEpochs(epochs: number): void {
    if (epochs > this.#epochs) {
      this.#stopped = false;
      this.#stopping?.waitAgain();
    }
    this.#epochs = epochs;
  }

  reset(): void {
    // The generator has moved on with the order of the samples: it is drawn anew with the weights.
    this.#start = startingPoint(this.#graph);
    this.#begin();
  }

  #begin(): void {
    this.#parameters = new Map(this.#start.parameters);
    this.#pace.reset();
    this.#states = startingStates(this.#program, this.#chosen.optimizer, this.#pace.learningRate);
    const { earlyStopping } = this.#graph.document.training;
    this.#stopping = earlyStopping === undefined ? undefined : new EarlyStopping(earlyStopping);
    this.#stopped = false;
    this.#step = 0;
    this.#lossSum = 0;
    this.#order = [];
  }

  get #stepsPerEpoch(): number {
    return stepsIn(this.#data, this.#graph);
  }

  /** Learns from a batch and gives its loss before the update. */
  #update(rows: readonly number[]): number {
    const updates = (this.#step + 1) % this.#chosen.treatment.accumulate === 0;
    const keys = updates ? this.#stepKeys : this.#waitKeys;
    const computed = this.#run(updates ? this.#stepIds : this.#waitIds, this.#data.train, rows);
    const loss = this.#number(computed, totalLossKey);
    const states = new Map(this.#states);
    for (const key of keys) {
      const { role, node, name } = parseOutputKey(key);
      const tensor = this.#at(computed, key);
      const next = role === 'update' ? this.#parameters : states;
      next.set(parameterKey(node, name), updates && isAccumulated(key) ? zeros(tensor.shape) : tensor);
    }
    this.#states = states;
    return loss;
  }

  /** Reports on the epoch, lets the schedule and early stopping see its loss, and ends with the best weights. */
  #endEpoch(): EpochReport {
    const epoch = this.#report(this.progress.epoch, this.#lossSum / this.#stepsPerEpoch);
    const loss = epoch.validation?.loss ?? epoch.averageLoss;
    if (this.#pace.per === 'epoch') this.#pace.advance(loss);
    if (this.#stopping?.sees(loss, this.#parameters) === true) this.#stopped = true;
    const best = this.#stopping?.bestParameters;
    if (this.progress.done && best !== undefined) this.#parameters = new Map(best);
    return epoch;
  }

  /** The order of the training rows in the epoch that begins: as drawn by PyTorch's DataLoader, or as they lie. */
  #nextOrder(): readonly number[] {
    const { rows } = this.#data.train;
    return this.#graph.document.training.shuffle
      ? this.#start.generator.dataLoaderOrder(rows)
      : Array.from({ length: rows }, (_, row) => row);
  }

  #batchAt(position: number): readonly number[] {
    const { batchSize } = this.#graph.document.training;
    return this.#order.slice(position * batchSize, (position + 1) * batchSize);
  }

  /** The batch of the next step; before an epoch has begun its order is not drawn yet, so the first rows stand in. */
  #upcomingBatch(): readonly number[] {
    const position = this.#step % this.#stepsPerEpoch;
    if (position !== 0) return this.#batchAt(position);
    const { rows } = this.#data.train;
    const { batchSize } = this.#graph.document.training;
    return Array.from({ length: Math.min(rows, batchSize) }, (_, row) => row);
  }

  #report(epoch: number, averageLoss: number): EpochReport {
    const train = this.evaluate('train') ?? { loss: Number.NaN, accuracy: undefined, samples: 0 };
    return {
      epoch,
      averageLoss,
      train,
      validation: this.evaluate('validation'),
      test: this.evaluate('test'),
    };
  }

  #run(ids: readonly ValueId[], part: Part, rows: readonly number[]): ReadonlyMap<ValueId, Tensor> {
    const feeds: Feeds = {
      batch: rows.length,
      inputs: batchFeeds(this.#leaves, part, rows),
      parameters: this.#parameters,
      states: this.#states,
      settings: this.#settings,
    };
    return evaluateValues(this.#program, ids, feeds);
  }

  get #settings(): ReadonlyMap<string, number> {
    const { optimizer, treatment } = this.#chosen;
    const numbers = Object.entries(optimizer.values).flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, value] as const] : [],
    );
    return new Map([
      ...numbers,
      ...this.#pace.settings,
      [clipNormSetting, treatment.clipNorm ?? Number.POSITIVE_INFINITY],
      [clipValueSetting, treatment.clipValue ?? Number.POSITIVE_INFINITY],
      [stepSetting, Math.floor(this.#step / treatment.accumulate) + 1],
    ]);
  }

  #at(computed: ReadonlyMap<ValueId, Tensor>, key: OutputKey): Tensor {
    const tensor = computed.get(this.#program.outputs.get(key) ?? -1);
    if (tensor === undefined) throw new Error(`${key} was not computed`);
    return tensor;
  }

  #number(computed: ReadonlyMap<ValueId, Tensor>, key: OutputKey): number {
    return this.#at(computed, key).data[0] ?? Number.NaN;
  }
}

const stepsIn = ({ train }: PreparedData, { document }: CheckedGraph): number =>
  Math.ceil(train.rows / document.training.batchSize);

/**
 * A session for a checked graph and its data. Refuses, in words, a graph with errors, without a loss, or whose
 * inputs and targets do not fit the data.
 */
export function createSession(graph: CheckedGraph, data: PreparedData): SessionResult {
  if (!graph.trainable) {
    const first =
      graph.diagnostics.find((diagnostic) => diagnostic.severity === 'error') ?? graph.diagnostics[0];
    return {
      ok: false,
      message: first === undefined ? 'The graph cannot train yet.' : `${first.title}. ${first.message}`,
      ...(first?.node === undefined ? {} : { node: first.node }),
    };
  }
  if (data.train.rows === 0) return { ok: false, message: 'The training part of the split has no rows.' };
  const leaves = dataLeaves(graph, data);
  if (!leaves.ok) return leaves;
  const choice = chooseTraining(graph, stepsIn(data, graph));
  if (!choice.ok) return choice;
  return { ok: true, session: new EvaluatorSession(graph, data, leaves.leaves, choice.chosen) };
}
