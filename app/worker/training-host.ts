import type { Dataset } from '../../engine/data/dataset.ts';
import { isStored, loadStored, prepareData } from '../../engine/data/prepare.ts';
import { checkGraph } from '../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { BreakpointWatch } from '../../engine/train/breakpoints.ts';
import { CallSize } from '../../engine/train/call-size.ts';
import { arithmeticNotice } from '../../engine/train/choose-arithmetic.ts';
import { Histories } from '../../engine/train/history.ts';
import { createSession } from '../../engine/train/running-session.ts';
import type { SecondWorkerSource } from '../../engine/train/second-worker.ts';
import type { LookAt } from '../../engine/train/session.ts';
import { notFetched } from '../data/resolved-data.ts';
import { answerTo } from './answers.ts';
import { HistoryRequests } from './history-requests.ts';
import { LossHistory } from './loss-history.ts';
import { nodeSnapshots, nodesRead } from './node-snapshot.ts';
import { ProofRequests } from './proof-requests.ts';
import type { LoadFrom, NodeSnapshot, PageMessage, RunId, Snapshot, WorkerMessage } from './protocol.ts';
import {
  advance,
  arrive,
  arrived,
  branch,
  lookAt,
  planePoints,
  type Run,
  responseOf,
  takeUpFormer,
} from './run.ts';
import { RunWatch } from './run-watch.ts';
import { type SliceClock, Slices, sliceTime } from './slices.ts';
import { Travel } from './travel.ts';

/**
 * While training runs, nodes that were looked at in n ms are looked at again after so many times n, so that at most 5 % of the time
 * goes into what is drawn, and at least every second.
 */
const restPerPicture = 19;
const longestRest = 1000;

export interface Surroundings extends SliceClock {
  readonly send: (message: WorkerMessage, transfer: readonly ArrayBuffer[]) => void;
  /** Undefined where all is computed by one thread. */
  readonly secondWorkers: SecondWorkerSource | undefined;
}

type Refusal = Pick<Extract<WorkerMessage, { kind: 'refused' }>, 'message' | 'node' | 'fix'>;

/** The training worker without its thread: takes the page's messages, computes in slices, answers. */
export class TrainingHost {
  readonly #surroundings: Surroundings;
  #run: Run | undefined;
  /** The run before, while what should go on from it is refused. */
  #former: Run | undefined;
  /** The load whose data are on their way, and what the page has said of that run meanwhile. */
  #fetching: { readonly run: RunId; readonly said: PageMessage[] } | undefined;
  #watched: readonly string[] = [];
  #at: LookAt = { kind: 'next-batch' };
  /** The page waits for a snapshot. */
  #wanted = false;
  /** Something changed since the last snapshot. */
  #changed = false;
  readonly #slices: Slices;
  /** From when on nodes are looked at again while training runs. */
  #picturesDue = 0;
  readonly #proofs = new ProofRequests();
  readonly #histories = new HistoryRequests();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#slices = new Slices(surroundings, () => this.#work());
  }

  receive(message: PageMessage): void {
    try {
      if (message.kind === 'load') this.#load(message);
      else if (message.run === this.#run?.id) this.#obey(this.#run, message);
      else if (message.run === this.#fetching?.run) this.#fetching.said.push(message);
    } catch (error) {
      this.#fail(message.run, error);
    }
  }

  #load({ run: id, document, from }: Extract<PageMessage, { kind: 'load' }>): void {
    // Kept until a run goes on from it, so that a graph refused in between loses nothing.
    this.#picturesDue = 0;
    const before = this.#run ?? this.#former;
    this.#former = from === 'start' ? undefined : before;
    if (this.#former === undefined) before?.session.end();
    this.#run = undefined;
    this.#wanted = false;
    this.#fetching = undefined;
    if (isStored(document.data)) this.#fetch(id, document);
    else this.#begin(id, document, undefined);
  }

  /** Begins once the data are there, unless another load has come meanwhile. */
  #fetch(id: RunId, document: GraphDocument): void {
    const fetching = { run: id, said: [] as PageMessage[] };
    this.#fetching = fetching;
    const arrive = (begin: () => void): void => {
      if (this.#fetching !== fetching) return;
      this.#fetching = undefined;
      try {
        begin();
      } catch (error) {
        this.#fail(id, error);
      }
      for (const message of fetching.said) this.receive(message);
    };
    loadStored(document.data).then(
      (stored) => arrive(() => this.#begin(id, document, stored)),
      () => arrive(() => this.#refuse(id, notFetched)),
    );
  }

  #refuse(run: RunId, { message, node, fix }: Refusal): void {
    this.#send({
      kind: 'refused',
      run,
      message,
      ...(node === undefined ? {} : { node }),
      ...(fix === undefined ? {} : { fix }),
    });
  }

  #begin(id: RunId, document: GraphDocument, stored: Dataset | undefined): void {
    const graph = checkGraph(document);
    const prepared = prepareData(document.data, stored);
    if (!prepared.ok) {
      this.#refuse(id, prepared);
      return;
    }
    const made = createSession(graph, prepared.data, undefined, this.#surroundings.secondWorkers);
    if (!made.ok) {
      this.#refuse(id, made);
      return;
    }
    const { data } = prepared;
    const { session } = made;
    const former = this.#former;
    this.#former = undefined;
    former?.session.end();
    if (former !== undefined) {
      former.travel.setOut(former.travel.timeline.now);
      former.travel.arrive();
      session.goOnFrom(former.session.standing());
    }
    const callSize = new CallSize();
    const travel = new Travel(session, callSize, this.#surroundings.now);
    this.#run = {
      id,
      graph,
      data,
      session,
      partSizes: { train: data.train.rows, validation: data.validation.rows, test: data.test.rows },
      losses: former?.losses ?? new LossHistory(),
      watch: new RunWatch(graph, session, data, this.#surroundings.now),
      callSize,
      travel,
      histories: new Histories(travel.timeline),
      former: undefined,
      breakpoints: new BreakpointWatch(graph, document.training.breakpoints ?? []),
      found: undefined,
      plane: planePoints(data),
      state: former === undefined ? 'ready' : 'paused',
      batchLoss: former?.batchLoss,
      unsentEpochs: former?.unsentEpochs ?? [],
      elapsed: 0,
      epochTime: former?.epochTime,
    };
    this.#sendReady(this.#run, former === undefined ? 'start' : 'former run');
  }

  #sendReady({ id, graph, session, partSizes, watch }: Run, from: LoadFrom): void {
    this.#changed = true;
    this.#send({
      kind: 'ready',
      run: id,
      progress: session.progress,
      memory: session.memory,
      from,
      arithmeticNotice: arithmeticNotice(session.arithmetic, graph.document.training),
      partSizes,
      report: session.report(),
      advice: watch.advice,
    });
  }

  #obey(run: Run, message: Exclude<PageMessage, { kind: 'load' }>): void {
    const { session, travel } = run;
    const { timeline } = travel;
    switch (message.kind) {
      case 'run':
        arrive(run);
        if (session.progress.done || timeline.isPast) break;
        run.state = 'running';
        run.found = undefined;
        this.#slices.awaitNext();
        break;
      case 'pause':
        if (run.state === 'running') {
          run.state = 'paused';
          // Whoever pauses sees it at once, before nodes are looked at, and also where no snapshot is waited for.
          this.#sendSnapshot(run, []);
        }
        run.watch.look(run.losses, run.batchLoss, true);
        break;
      case 'step':
        arrive(run);
        if (session.progress.done || timeline.isPast) break;
        run.state = 'paused';
        run.found = undefined;
        advance(run, 1, this.#surroundings.now(), this.#surroundings.now);
        run.watch.look(run.losses, run.batchLoss, true);
        break;
      case 'reset':
        session.reset();
        timeline.begin();
        run.losses.clear();
        run.watch.clear();
        Object.assign(run, {
          former: undefined,
          found: undefined,
          state: 'ready',
          batchLoss: undefined,
          unsentEpochs: [],
          elapsed: 0,
          epochTime: undefined,
        } satisfies Partial<Run>);
        this.#sendReady(run, 'start');
        break;
      case 'give-way':
        this.#slices.giveWay();
        return;
      case 'learning-rate':
        timeline.change({ kind: 'learning-rate', value: message.value });
        return;
      case 'epochs':
        timeline.change({ kind: 'epochs', value: message.value });
        if (!timeline.isPast && run.state === 'done' && !session.progress.done) run.state = 'paused';
        break;
      case 'breakpoints':
        run.breakpoints = new BreakpointWatch(run.graph, message.breakpoints);
        return;
      case 'set-parameter':
        timeline.change({ kind: 'parameter', key: message.key, tensor: message.tensor });
        break;
      case 'travel':
        if (run.state === 'running') run.state = 'paused';
        travel.setOut(message.step);
        this.#slices.awaitNext();
        return;
      case 'branch':
        branch(run);
        break;
      case 'take-up-former':
        takeUpFormer(run);
        break;
      case 'watch':
        this.#picturesDue = 0;
        this.#watched = message.nodes;
        this.#at = message.at;
        break;
      case 'next-snapshot':
        this.#wanted = true;
        this.#offerSnapshot(run);
        return;
      case 'history':
        this.#histories.add(message);
        this.#slices.awaitNext();
        return;
      case 'prove': {
        const answer = this.#proofs.begin(run, message);
        if (answer === undefined) this.#slices.awaitNext();
        else this.#send(answer);
        return;
      }
      case 'stop-proof':
        this.#proofs.end(message.request);
        return;
      case 'look':
      case 'numbers':
      case 'statistics':
      case 'path':
      case 'pytorch-test':
      case 'predictions':
      case 'predict-at':
      case 'parameters': {
        const { answer, transfer } = answerTo(run, message);
        this.#send(answer, transfer);
        return;
      }
    }
    this.#changed = true;
    this.#offerSnapshot(run);
  }

  /** One slice of all that is to be done. */
  #work(): void {
    const run = this.#run;
    if (run === undefined) return;
    try {
      this.#answer(run);
      if (run.travel.destination !== undefined) this.#travelOn(run, run.travel.destination);
      else if (run.state === 'running') this.#slice(run);
    } catch (error) {
      this.#fail(run.id, error);
    }
  }

  /** A slice of the way to another step. */
  #travelOn(run: Run, to: number): void {
    const { travel } = run;
    if (!travel.slice(this.#surroundings.now() + sliceTime)) {
      this.#send({ kind: 'travelling', run: run.id, step: travel.timeline.step, to });
      this.#slices.awaitNext();
      return;
    }
    arrived(run);
    this.#changed = true;
    this.#offerSnapshot(run);
  }

  /** A slice of the proof under way, and of the histories that are asked for. */
  #answer(run: Run): void {
    for (const requests of [this.#proofs, this.#histories]) {
      if (!requests.isOf(run)) continue;
      const { now } = this.#surroundings;
      const end = now() + sliceTime;
      const answer = requests.slice(run, () => now() < end);
      if (answer !== undefined) this.#send(answer);
      if (requests.isOf(run)) this.#slices.awaitNext();
    }
  }

  #slice(run: Run): void {
    const { now } = this.#surroundings;
    const start = now();
    const end = start + sliceTime;
    let time = start;
    do time = advance(run, run.callSize.within(end - time), time, now);
    while (run.state === 'running' && time < end);
    run.watch.look(run.losses, run.batchLoss, run.state !== 'running');
    this.#changed = true;
    this.#offerSnapshot(run);
    if (run.state === 'running') this.#slices.awaitNext();
  }

  /** Sends a snapshot where one is waited for; on the way to another step there is nothing to show. */
  #offerSnapshot(run: Run): void {
    if (!this.#wanted || !this.#changed || run.travel.destination !== undefined) return;
    this.#wanted = false;
    this.#changed = false;
    this.#sendSnapshot(run, this.#pictures(run));
  }

  #sendSnapshot(run: Run, nodes: readonly NodeSnapshot[]): void {
    const snapshot: Snapshot = {
      state: run.state,
      progress: run.session.progress,
      epochs: run.unsentEpochs,
      losses: run.losses.curve(),
      batchLoss: run.batchLoss,
      workers: run.session.workers,
      epochTime: run.epochTime,
      nodes,
      advice: run.watch.advice,
      timeline: run.travel.view(),
      found: run.found,
    };
    run.unsentEpochs = [];
    this.#send({ kind: 'snapshot', run: run.id, snapshot }, [
      snapshot.losses.points.buffer,
      ...snapshot.nodes.flatMap(({ picture }) => (picture === undefined ? [] : [picture.values.buffer])),
    ]);
  }

  /** What the watched nodes show now; none where none is due, and those before stay. */
  #pictures(run: Run): readonly NodeSnapshot[] {
    const { now } = this.#surroundings;
    const start = now();
    if (this.#watched.length === 0 || (run.state === 'running' && start < this.#picturesDue)) return [];
    const read = nodesRead(run.graph, this.#watched);
    const snapshots = nodeSnapshots(run.graph, lookAt(run, this.#at, read), this.#watched, responseOf(run));
    const end = now();
    this.#picturesDue = end + Math.min(longestRest, restPerPicture * (end - start));
    return snapshots;
  }

  #fail(run: RunId, error: unknown): void {
    this.#run?.session.end();
    this.#run = undefined;
    this.#send({ kind: 'failed', run, message: error instanceof Error ? error.message : String(error) });
  }

  #send(message: WorkerMessage, transfer: readonly ArrayBuffer[] = []): void {
    this.#surroundings.send(message, transfer);
  }
}
