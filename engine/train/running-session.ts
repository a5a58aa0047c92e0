import type { PreparedData } from '../data/prepare.ts';
import { canTrainWith } from '../graph/check/check-batch.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { stopsTraining } from '../graph/check/diagnostic.ts';
import { stepSetting } from '../passes/update.ts';
import {
  isUpdate,
  type OutputKey,
  type Program,
  parameterKey,
  parseOutputKey,
  totalLossKey,
} from '../program/program.ts';
import { elementCount, type Tensor } from '../program/tensor.ts';
import { chooseArithmetic } from './choose-arithmetic.ts';
import { type ChosenTraining, chooseTraining } from './choose-training.ts';
import { CompiledExecutor } from './compiled-executor.ts';
import type { Decisions } from './decisions.ts';
import { EarlyStopping } from './early-stopping.ts';
import { EvaluatorExecutor } from './evaluator-executor.ts';
import { type Batch, type Executor, isAccumulated, lossOf, type Work, type Workers } from './executor.ts';
import { type DataLeaf, dataLeaves } from './feeds.ts';
import { clipNormSetting, clipValueSetting } from './gradients.ts';
import { Judgement } from './judgement.ts';
import { lastBatchFault } from './last-batch.ts';
import { NotEnoughMemory, withinMemory } from './memory-size.ts';
import { startingStates } from './optimizers/states.ts';
import { Pace } from './pace.ts';
import { Responses } from './response.ts';
import { SampleOrder } from './sample-order.ts';
import type { SecondWorkerSource } from './second-worker.ts';
import type {
  Advance,
  Arithmetic,
  EpochReport,
  Look,
  LookAt,
  PartName,
  PartReport,
  PartReports,
  Progress,
  SessionResult,
  StepReport,
  TrainingSession,
} from './session.ts';
import type { SessionState } from './session-state.ts';
import { isSame, type Standing, untouched } from './standing.ts';
import { type Start, startingPoint } from './starting-weights.ts';
import { sessionPrograms } from './training-program.ts';

const executorFor = (arithmetic: Arithmetic, work: Work, source?: SecondWorkerSource): Executor =>
  arithmetic === 'reference'
    ? new EvaluatorExecutor(work)
    : new CompiledExecutor(work, arithmetic === 'relaxed', source);

/** Epochs, schedules, early stopping and reports around an executor that does the arithmetic. */
class RunningSession implements TrainingSession {
  readonly arithmetic: Arithmetic;
  readonly #graph: CheckedGraph;
  readonly #data: PreparedData;
  readonly #chosen: ChosenTraining;
  readonly #judgement: Judgement;
  readonly #program: Program;
  readonly #executor: Executor;
  readonly #responses: Responses;
  #start: Start;
  readonly #pace: Pace;
  #stopping: EarlyStopping | undefined;
  #stopped = false;
  #epochs: number;
  #step = 0;
  #order: SampleOrder;
  #lossSum = 0;

  constructor(
    graph: CheckedGraph,
    data: PreparedData,
    leaves: readonly DataLeaf[],
    chosen: ChosenTraining,
    arithmetic: Arithmetic,
    source: SecondWorkerSource | undefined,
  ) {
    this.arithmetic = arithmetic;
    const { training } = graph.document;
    this.#graph = graph;
    this.#data = data;
    this.#chosen = chosen;
    const { training: program, evaluation } = sessionPrograms(graph, chosen);
    this.#program = program;
    this.#pace = new Pace(training.optimizer.learningRate, chosen.ownRates, chosen.schedule);
    this.#judgement = new Judgement(graph);
    const weights = 4 * Number(graph.parameterCount.total);
    this.#start = withinMemory({ bytes: weights, kept: weights, batchSize: training.batchSize }, () =>
      startingPoint(graph),
    );
    this.#order = this.#newOrder();
    const updates = [...this.#program.outputs.keys()].filter(isUpdate);
    const kept = updates.filter((key) => isAccumulated(key) || this.#isBuffer(key));
    const work: Work = {
      data,
      leaves,
      seed: training.seed,
      batchSize: Math.min(training.batchSize, data.train.rows),
      training: program,
      evaluation,
      updating: [totalLossKey, ...updates],
      waiting: [totalLossKey, ...kept],
      scoring: this.#judgement.keys,
    };
    this.#executor = executorFor(arithmetic, work, source);
    this.#responses = new Responses(work, (other) => executorFor(arithmetic, other));
    this.#epochs = training.epochs;
    this.#begin();
  }

  get memory(): number | undefined {
    return this.#executor.memory;
  }

  get workers(): Workers {
    return this.#executor.workers;
  }

  end(): void {
    this.#executor.end();
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
    const { losses, ...rest } = this.advance(1);
    return { loss: losses[0] ?? Number.NaN, ...rest };
  }

  advance(most: number): Advance {
    const position = this.#step % this.#stepsPerEpoch;
    if (position === 0) this.#lossSum = 0;
    const { learningRate, ownRates } = this.#pace;
    const losses = this.#learn(position, most);
    for (const loss of losses) this.#lossSum += loss;
    this.#step += losses.length;
    if (this.#pace.per === 'step') this.#pace.advance(losses.at(-1) ?? Number.NaN);
    const endsEpoch = this.#step % this.#stepsPerEpoch === 0;
    const epoch = endsEpoch ? this.#endEpoch() : undefined;
    return {
      losses,
      learningRate,
      ownRates,
      progress: this.progress,
      ...(epoch === undefined ? {} : { epoch }),
    };
  }

  evaluate(part: PartName): PartReport | undefined {
    const { rows } = this.#data[part];
    return rows === 0 ? undefined : this.#judgement.report(this.#scored(part), rows);
  }

  predict(part: PartName): Decisions | undefined {
    return this.#data[part].rows === 0 ? undefined : this.#judgement.decisions(this.#scored(part));
  }

  predictAt(points: Tensor): Decisions | undefined {
    return this.#judgement.decisions(this.#responses.respond(points, 'score', this.#executor, this.settings));
  }

  respond(points: Tensor): ReadonlyMap<OutputKey, Tensor> {
    return this.#responses.respond(points, 'everything', this.#executor, this.settings);
  }

  /** What scores a whole part. */
  #scored(part: PartName): ReadonlyMap<OutputKey, Tensor> {
    const rows = Array.from({ length: this.#data[part].rows }, (_, row) => row);
    return this.#executor.score(this.#batch(part, rows));
  }

  report(): EpochReport {
    const train = this.evaluate('train');
    return this.#report(this.progress.epoch, train?.loss ?? Number.NaN);
  }

  look(at: LookAt, nodes?: ReadonlySet<string>): Look {
    const part = at.kind === 'rows' ? at.part : 'train';
    const rows = at.kind === 'rows' ? at.rows : this.#upcomingBatch();
    const wanted = at.kind === 'rows' ? at.mode : 'train';
    const mode = canTrainWith(this.#graph, rows.length) ? wanted : 'evaluate';
    const values = this.#executor.look(mode, this.#batch(part, rows), nodes);
    const { seed } = this.#graph.document.training;
    const draw = mode === 'train' ? { seed, step: this.#step } : undefined;
    return { rows, part, mode, loss: lossOf(values), draw, values };
  }

  parameters(): ReadonlyMap<string, Tensor> {
    return this.#executor.parameters();
  }

  buffers(): ReadonlyMap<string, Tensor> {
    return new Map([...this.#executor.states()].filter(([key]) => this.#start.buffers.has(key)));
  }

  setParameter(key: string, tensor: Tensor): void {
    const current = this.#start.parameters.get(key);
    if (current === undefined) throw new Error(`there is no parameter ${key}`);
    if (elementCount(current.shape) !== tensor.data.length) {
      throw new Error(`${key} has ${current.shape.join('×')} numbers, not ${tensor.shape.join('×')}`);
    }
    const changed = new Map([[key, { shape: current.shape, data: tensor.data.slice() }]]);
    this.#load(changed, new Map());
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

  standing(): Standing {
    return { ...this.state(), document: this.#graph.document, stepsPerEpoch: this.#stepsPerEpoch };
  }

  goOnFrom(former: Standing): void {
    const { document } = this.#graph;
    const [now, before] = [document.training, former.document.training];
    const starting = { parameters: this.#executor.parameters(), states: this.#executor.states() };
    const { parameters, states } = untouched(former, document, starting);
    this.#load(parameters, states);
    this.#order.goOnFrom(former.order, now.seed === before.seed);
    if (
      isSame([now.schedule, this.#chosen.ownRates], [before.schedule, before.optimizer.learningRates ?? {}])
    )
      this.#pace.goOnFrom(former.pace);
    if (this.#stepsPerEpoch === former.stepsPerEpoch) {
      this.#step = former.step;
      this.#lossSum = former.lossSum;
    } else {
      // Of an epoch cut otherwise nothing is done yet.
      this.#step = Math.floor(former.step / former.stepsPerEpoch) * this.#stepsPerEpoch;
    }
  }

  reset(): void {
    // The generator has moved on with the order of the samples: it is drawn anew with the weights.
    this.#start = startingPoint(this.#graph);
    this.#order = this.#newOrder();
    this.#begin();
  }

  state(): SessionState {
    return {
      step: this.#step,
      epochs: this.#epochs,
      stopped: this.#stopped,
      lossSum: this.#lossSum,
      parameters: this.#executor.parameters(),
      states: this.#executor.states(),
      order: this.#order.state,
      pace: this.#pace.state,
      stopping: this.#stopping?.state,
    };
  }

  takeUp(state: SessionState): void {
    this.#executor.load(state.parameters, state.states);
    this.#step = state.step;
    this.#epochs = state.epochs;
    this.#stopped = state.stopped;
    this.#lossSum = state.lossSum;
    this.#order.state = state.order;
    this.#pace.state = state.pace;
    if (this.#stopping !== undefined && state.stopping !== undefined) this.#stopping.state = state.stopping;
  }

  #begin(): void {
    this.#pace.reset();
    const remembered = startingStates(this.#program, this.#chosen.optimizer, this.#pace.learningRate);
    this.#executor.load(this.#start.parameters, new Map([...remembered, ...this.#start.buffers]));
    const { earlyStopping } = this.#graph.document.training;
    this.#stopping = earlyStopping === undefined ? undefined : new EarlyStopping(earlyStopping);
    this.#stopped = false;
    this.#step = 0;
    this.#lossSum = 0;
  }

  get #stepsPerEpoch(): number {
    return stepsIn(this.#data, this.#graph);
  }

  /** Whether an output is what a buffer becomes. */
  #isBuffer(key: OutputKey): boolean {
    const { role, node, name } = parseOutputKey(key);
    return role === 'stateUpdate' && this.#start.buffers.has(parameterKey(node, name));
  }

  /** Learns from the batches of the epoch from `position` on, and gives their losses, each before its update. */
  #learn(position: number, most: number): readonly number[] {
    const count = this.#alike(position, most);
    const batch = this.#batch('train', this.#batchesAt(position, count));
    const updates = (this.#step + 1) % this.#chosen.treatment.accumulate === 0;
    return updates
      ? this.#executor.learn(batch, Math.ceil(batch.rows.length / count), count)
      : [this.#executor.wait(batch)];
  }

  /** How many batches can be learned from in one call: as large as one another, with the same settings. */
  #alike(position: number, most: number): number {
    if (this.#pace.per === 'step' || this.#chosen.treatment.accumulate > 1) return 1;
    const { batchSize } = this.#graph.document.training;
    const whole = Math.floor(this.#data.train.rows / batchSize);
    return Math.max(1, Math.min(most, whole - position));
  }

  /** Replaces some of the weights and of what is kept; the rest stays. */
  #load(parameters: ReadonlyMap<string, Tensor>, states: ReadonlyMap<string, Tensor>): void {
    this.#executor.load(
      new Map([...this.#executor.parameters(), ...parameters]),
      new Map([...this.#executor.states(), ...states]),
    );
  }

  /** Reports on the epoch, lets the schedule and early stopping see its loss, and ends with the best weights. */
  #endEpoch(): EpochReport {
    const epoch = this.#report(this.progress.epoch, this.#lossSum / this.#stepsPerEpoch);
    const watched = epoch.validation ?? { loss: epoch.averageLoss, accuracy: epoch.train.accuracy };
    if (this.#pace.per === 'epoch') this.#pace.advance(watched.loss);
    const weights = () => ({ parameters: this.parameters(), buffers: this.buffers() });
    if (this.#stopping?.sees(watched, weights) === true) this.#stopped = true;
    const best = this.#stopping?.bestWeights;
    if (!this.progress.done || best === undefined) return epoch;
    this.#load(best.parameters, best.buffers);
    return { ...epoch, restored: this.#parts() };
  }

  #newOrder(): SampleOrder {
    return new SampleOrder(
      this.#start.generator,
      this.#data.train.rows,
      this.#graph.document.training.shuffle,
    );
  }

  /** The rows of coming batches, up to the end of the epoch. */
  #batchesAt(position: number, count: number): readonly number[] {
    const { batchSize } = this.#graph.document.training;
    const rows = this.#order.of(this.progress.epoch);
    return rows.slice(position * batchSize, (position + count) * batchSize);
  }

  /** The batch of the next step, after the last one of what would come next. */
  #upcomingBatch(): readonly number[] {
    return this.#batchesAt(this.#step % this.#stepsPerEpoch, 1);
  }

  #report(epoch: number, averageLoss: number): EpochReport {
    return { epoch, averageLoss, ...this.#parts() };
  }

  #parts(): PartReports {
    return {
      train: this.evaluate('train') ?? { loss: Number.NaN, accuracy: undefined, samples: 0 },
      validation: this.evaluate('validation'),
      test: this.evaluate('test'),
    };
  }

  #batch(part: PartName, rows: readonly number[]): Batch {
    return { part, rows, settings: this.settings, step: this.#step };
  }

  get settings(): ReadonlyMap<string, number> {
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
}

const stepsIn = ({ train }: PreparedData, { document }: CheckedGraph): number =>
  Math.ceil(train.rows / document.training.batchSize);

/**
 * A session for a checked graph and its data. Refuses, in words, a graph with errors, without a loss, or whose
 * inputs and targets do not fit the data. Computes with compiled code wherever that can run, and with a second worker where one
 * can be started and makes steps faster.
 */
export function createSession(
  graph: CheckedGraph,
  data: PreparedData,
  arithmetic: Arithmetic = chooseArithmetic(graph.document.training),
  source?: SecondWorkerSource,
): SessionResult {
  if (!graph.trainable) {
    const first =
      graph.diagnostics.find(({ severity }) => severity === 'error') ?? graph.diagnostics.find(stopsTraining);
    return {
      ok: false,
      message: first === undefined ? 'The graph cannot train yet.' : `${first.title}. ${first.message}`,
      ...(first?.node === undefined ? {} : { node: first.node }),
    };
  }
  if (data.train.rows === 0) return { ok: false, message: 'The training part of the split has no rows.' };
  const leaves = dataLeaves(graph, data);
  if (!leaves.ok) return leaves;
  const fault = lastBatchFault(graph, data.train.rows);
  if (fault !== undefined) return { ok: false, ...fault };
  const choice = chooseTraining(graph, stepsIn(data, graph));
  if (!choice.ok) return choice;
  try {
    return {
      ok: true,
      session: new RunningSession(graph, data, leaves.leaves, choice.chosen, arithmetic, source),
    };
  } catch (error) {
    if (error instanceof NotEnoughMemory) return { ok: false, message: error.message };
    throw error;
  }
}
