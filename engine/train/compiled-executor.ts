import type { Mode } from '../passes/lower.ts';
import { aligned } from '../passes/plan-memory.ts';
import { chooseSwappedLeaves } from '../passes/schedule/choose-layouts.ts';
import { layoutOf, writeLaidOut } from '../passes/schedule/layout.ts';
import { type Schedule, schedule } from '../passes/schedule.ts';
import type { OutputKey, Program } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import { type Compiled, compile } from '../wasm/compile.ts';
import { header, type Located, type MemoryMap, mapMemory } from '../wasm/memory-map.ts';
import { sampleFloats } from '../wasm/run-batches.ts';
import { growTo, instanceOf, moduleOf, newMemory, readTensor, writeTensor } from '../wasm/run-compiled.ts';
import type { Memory } from '../wasm/web-assembly.ts';
import { isWorthHelp } from '../wasm/write-kernels.ts';
import { type Batch, type Executor, isAt, shownKeys, type Work, type Workers } from './executor.ts';
import type { DataLeaf, Part } from './feeds.ts';
import { accumulatedState } from './gradients.ts';
import { Journal } from './journal.ts';
import { withinMemory } from './memory-size.ts';
import { Help, type SecondWorkerSource } from './second-worker.ts';
import type { PartName } from './session.ts';
import { WorkerChoice } from './worker-choice.ts';

type Task = 'update' | 'wait' | 'score' | Mode;

/** A task for one batch size, ready to run. */
interface Variant {
  readonly run: Run;
  /** The first worker's part of it, where there may be two, and whether there should be. */
  readonly together: { readonly run: Run; readonly choice: WorkerChoice } | undefined;
  readonly outputs: ReadonlyMap<OutputKey, Located>;
}

type Run = (count: number, position: number, rows: number) => number;

interface Company {
  readonly now: () => number;
  readonly help: Help;
  readonly journal: Journal;
}

/** What is looked at is asked for seldom; one worker computes it. */
const isForTwo = (task: Task): boolean => task === 'update' || task === 'wait' || task === 'score';

const nameOf = (task: Task, batch: number): string => `${task} ${batch}`;

const parts: readonly PartName[] = ['train', 'validation', 'test'];

/** Copies a part's samples into memory, each as a batch has it. */
function writeSamples(memory: Memory, address: number, { feed, sampleShape }: DataLeaf, part: Part): void {
  const floats = sampleFloats(sampleShape);
  const layout = layoutOf(sampleShape);
  const numbers = feed === 'features' ? part.x : part.y;
  const width = sampleShape.reduce((product, size) => product * size, 1);
  for (let row = 0; row < part.rows; row += 1) {
    const to = new Float32Array(memory.buffer, address + 4 * floats * row, floats);
    writeLaidOut(layout, numbers.subarray(row * width, (row + 1) * width), to);
  }
}

/**
 * Compiled code: one module per task and batch size, made when it is first needed, all on one memory that holds the data, the
 * weights and what is kept from step to step.
 */
export class CompiledExecutor implements Executor {
  readonly memory: number;
  readonly #work: Work;
  readonly #fused: boolean;
  readonly #map: MemoryMap;
  #memory: Memory;
  /** With two workers, what brings them together and what is left when the second is lost. */
  readonly #company: Company | undefined;
  #isLost = false;
  readonly #variants = new Map<string, Variant>();
  /** Modules that are written but do not run yet. */
  readonly #written = new Map<string, Compiled>();
  /** Where each part's samples begin, by leaf. */
  readonly #samples = new Map<PartName, ReadonlyMap<string, number>>();

  /** With a source of second workers, there is one where it may be of use. */
  constructor(work: Work, fused: boolean, source?: SecondWorkerSource) {
    const { training, data, leaves, batchSize } = work;
    this.#work = work;
    this.#fused = fused;
    const rows = Math.max(...parts.map((part) => data[part].rows));
    const swapped = chooseSwappedLeaves(training);
    const map = mapMemory([training], swapped, rows);
    let next = map.arena;
    for (const part of parts) {
      const addresses = new Map<string, number>();
      for (const { node, sampleShape } of leaves) {
        addresses.set(node, next);
        next = aligned(next + 4 * sampleFloats(sampleShape) * data[part].rows);
      }
      this.#samples.set(part, addresses);
    }
    const step = batchSize === undefined ? undefined : schedule(training, work.updating, batchSize, swapped);
    const isShared = source !== undefined && step !== undefined && isWorthHelp(step);
    this.#map = { ...map, arena: next, isShared };
    this.memory = batchSize === undefined ? next : this.#compiled('update', batchSize, step).end;
    this.#memory = this.#within(this.memory, batchSize ?? rows, () => newMemory(this.memory, isShared));
    if (isShared)
      this.#company = {
        now: source.now,
        help: new Help(source, this.#memory),
        journal: new Journal(map.arena),
      };
    for (const part of parts) this.replaceSamples(part, data[part]);
  }

  get workers(): Workers {
    if (this.#isLost || this.#company?.help.isLost === true) return 'second lost';
    const { batchSize } = this.#work;
    const chosen = this.#variants.get(nameOf('update', batchSize ?? 0))?.together?.choice.chosen;
    if (chosen === undefined || this.#company?.help.isThere !== true) return 'one';
    return chosen === 2 ? 'two' : 'one is faster';
  }

  end(): void {
    this.#company?.help.end();
  }

  replaceSamples(name: PartName, part: Part): void {
    this.#company?.journal.close();
    for (const leaf of this.#work.leaves) {
      writeSamples(this.#memory, this.#samples.get(name)?.get(leaf.node) ?? 0, leaf, part);
    }
  }

  load(parameters: ReadonlyMap<string, Tensor>, states: ReadonlyMap<string, Tensor>): void {
    this.#company?.journal.close();
    for (const [key, located] of this.#map.parameters) {
      const tensor = parameters.get(key);
      if (tensor !== undefined) writeTensor(this.#memory, located, tensor);
    }
    for (const [key, located] of this.#map.states) {
      const tensor = states.get(key);
      if (tensor !== undefined) writeTensor(this.#memory, located, tensor);
    }
  }

  parameters(): ReadonlyMap<string, Tensor> {
    return this.#read(this.#map.parameters);
  }

  states(): ReadonlyMap<string, Tensor> {
    return this.#read(this.#map.states);
  }

  learn(batch: Batch, size: number, count: number): readonly number[] {
    const company = this.#company;
    const variant = this.#variant('update', size);
    const { together } = variant;
    if (company === undefined || together === undefined || !company.help.isThere)
      return this.#learn(batch, count, variant.run);
    const start = company.now();
    const losses =
      together.choice.next === 2
        ? this.#together(
            company,
            () =>
              this.#learn(batch, count, together.run, (now) => company.help.ask(nameOf('update', size), now)),
            () => this.learn(batch, size, count),
          )
        : this.#learn(batch, count, variant.run);
    const time = company.now() - start;
    together.choice.took(count, time);
    company.journal.add({ kind: 'learn', batch, size, count }, time);
    return losses;
  }

  wait(batch: Batch): number {
    this.#run('wait', batch);
    if (this.#company?.help.isThere === true) this.#company.journal.add({ kind: 'wait', batch }, 0);
    return new Float32Array(this.#memory.buffer, this.#map.losses, 1)[0] ?? Number.NaN;
  }

  score(batch: Batch): ReadonlyMap<OutputKey, Tensor> {
    return this.#read(this.#run('score', batch).outputs);
  }

  look(mode: Mode, batch: Batch, nodes?: ReadonlySet<string>): ReadonlyMap<OutputKey, Tensor> {
    const { outputs } = this.#run(mode, batch);
    return this.#read(new Map([...outputs].filter(([key]) => isAt(key, nodes))));
  }

  #learn(batch: Batch, count: number, run: Run, ask?: (count: number) => void): readonly number[] {
    this.#prepare(batch);
    const losses = new Array<number>(count);
    let position = 0;
    for (let done = 0; done < count; done += header.lossCapacity) {
      const now = Math.min(count - done, header.lossCapacity);
      ask?.(now);
      position = run(now, position, batch.rows.length);
      const found = new Float32Array(this.#memory.buffer, this.#map.losses, now);
      for (let at = 0; at < now; at += 1) losses[done + at] = found[at] as number;
    }
    this.#forgetAccumulated();
    return losses;
  }

  #within<T>(bytes: number, batchSize: number, ask: () => T): T {
    return withinMemory({ bytes, kept: this.#map.arena, batchSize }, ask);
  }

  /** Something made with the second worker and, if that is lost on the way, again without. */
  #together<T>({ journal }: Company, make: () => T, again: () => T): T {
    journal.open(this.#memory.buffer);
    try {
      return make();
    } catch {
      this.#goOnAlone();
      return again();
    }
  }

  /**
   * The second worker began a half and does not come back from it. It may still write to the memory some time: this worker goes on in
   * another one, from the journal's copy.
   */
  #goOnAlone(): void {
    const { help, journal } = this.#company as Company;
    help.end();
    this.#isLost = true;
    const former = new Uint8Array(this.#memory.buffer);
    const { batchSize = 0 } = this.#work;
    this.#memory = this.#within(former.length, batchSize, () => newMemory(former.length, true));
    // Behind the copy lie the samples, which no kernel writes; the rest is computed anew by every call.
    new Uint8Array(this.#memory.buffer).set(former);
    this.#variants.clear();
    for (const call of journal.restore(this.#memory.buffer)) {
      if (call.kind === 'learn') this.learn(call.batch, call.size, call.count);
      else this.wait(call.batch);
    }
  }

  /** After an update the gradients of the batches before it have done their work. */
  #forgetAccumulated(): void {
    for (const [key, { address, layout }] of this.#map.states) {
      if (!key.endsWith(`/${accumulatedState}`)) continue;
      new Float32Array(this.#memory.buffer, address, layout.floats).fill(0);
    }
  }

  #read<K>(located: ReadonlyMap<K, Located>): ReadonlyMap<K, Tensor> {
    return new Map([...located].map(([key, place]) => [key, readTensor(this.#memory, place)]));
  }

  /** One pass over a batch, by two workers while they make the updates too. */
  #run(task: Task, batch: Batch): Variant {
    const rows = batch.rows.length;
    const variant = this.#variant(task, rows);
    const [company, together] = [this.#company, variant.together];
    this.#prepare(batch);
    if (company !== undefined && together !== undefined && this.workers === 'two') {
      const make = (): Variant => {
        company.help.ask(nameOf(task, rows), 1);
        together.run(1, 0, rows);
        return variant;
      };
      return this.#together(company, make, () => this.#run(task, batch));
    }
    variant.run(1, 0, rows);
    return variant;
  }

  /** Writes what a call reads besides weights and data: the rows, the settings and where to count from. */
  #prepare({ part, rows, settings, step }: Batch): void {
    const { buffer } = this.#memory;
    const view = new DataView(buffer);
    view.setUint32(header.seed, this.#work.seed, true);
    view.setUint32(header.drawStep, step, true);
    for (const [key, address] of this.#map.settings) {
      view.setFloat64(address, settings.get(key) ?? Number.NaN, true);
    }
    for (const [key, address] of this.#map.samples) {
      view.setUint32(address, this.#samples.get(part)?.get(key) ?? 0, true);
    }
    new Uint32Array(buffer, this.#map.order, rows.length).set(rows);
  }

  #variant(asked: Task, batch: number): Variant {
    // Where both modes are one program, so is what can be looked at of them.
    const task = asked === 'evaluate' && this.#work.evaluation() === this.#work.training ? 'train' : asked;
    const name = nameOf(task, batch);
    const known = this.#variants.get(name);
    if (known !== undefined) return known;
    const compiled = this.#compiled(task, batch);
    this.#written.delete(name);
    this.#within(compiled.end, batch, () => growTo(this.#memory, compiled.end));
    const module = moduleOf(compiled.bytes);
    const { run, runTogether } = instanceOf(module, this.#memory) as {
      readonly run: Run;
      readonly runTogether?: Run;
    };
    if (runTogether !== undefined && !this.#isLost) this.#company?.help.load(name, module, this.#memory);
    const together = runTogether && { run: runTogether, choice: new WorkerChoice() };
    const variant: Variant = { run, together, outputs: compiled.outputs };
    this.#variants.set(name, variant);
    return variant;
  }

  #compiled(task: Task, batch: number, scheduled?: Schedule): Compiled {
    const name = nameOf(task, batch);
    const known = this.#written.get(name);
    if (known !== undefined) return known;
    const workers = this.#map.isShared && isForTwo(task) ? 2 : 1;
    const compiled = compile(scheduled ?? this.#scheduled(task, batch), this.#map, {
      fused: this.#fused,
      workers,
    });
    this.#written.set(name, compiled);
    return compiled;
  }

  #scheduled(task: Task, batch: number): Schedule {
    const [program, keys] = this.#taskOf(task);
    return schedule(program, keys, batch, this.#map.swapped);
  }

  #taskOf(task: Task): readonly [Program, readonly OutputKey[]] {
    const { training, evaluation, updating, waiting, scoring } = this.#work;
    switch (task) {
      case 'update':
        return [training, updating];
      case 'wait':
        return [training, waiting];
      case 'score':
        return [evaluation(), scoring];
      case 'train':
        return [training, shownKeys(training)];
      case 'evaluate':
        return [evaluation(), shownKeys(evaluation())];
    }
  }
}
