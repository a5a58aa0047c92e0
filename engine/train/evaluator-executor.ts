import type { Mode } from '../passes/lower.ts';
import { stepSetting } from '../passes/update.ts';
import { evaluateValues, neededFor } from '../program/evaluate/evaluate.ts';
import {
  isUpdate,
  type OutputKey,
  type Program,
  parameterKey,
  parseOutputKey,
  type ValueId,
} from '../program/program.ts';
import { type Tensor, zeros } from '../program/tensor.ts';
import { type Batch, type Executor, isAccumulated, isAt, lossOf, shownKeys, type Work } from './executor.ts';
import { batchFeeds, type Part } from './feeds.ts';
import type { PartName } from './session.ts';

/** Some outputs of a program, with the values that they need. */
interface Task {
  readonly program: Program;
  readonly keys: readonly OutputKey[];
  readonly ids: readonly ValueId[];
}

const taskOf = (program: Program, keys: readonly OutputKey[]): Task => ({
  program,
  keys,
  ids: neededFor(program, keys),
});

/** The float64 reference evaluator, one primitive at a time. */
export class EvaluatorExecutor implements Executor {
  readonly memory = undefined;
  readonly workers = 'one';
  readonly #work: Work;
  #data: Work['data'];
  readonly #tasks: Readonly<Record<'update' | 'wait' | 'score', Task>>;
  readonly #shown: Readonly<Record<Mode, Task>>;
  #parameters = new Map<string, Tensor>();
  #states = new Map<string, Tensor>();

  constructor(work: Work) {
    const { training } = work;
    const evaluation = work.evaluation();
    this.#work = work;
    this.#data = work.data;
    this.#tasks = {
      update: taskOf(training, work.updating),
      wait: taskOf(training, work.waiting),
      score: taskOf(evaluation, work.scoring),
    };
    this.#shown = {
      train: taskOf(training, shownKeys(training)),
      evaluate: taskOf(evaluation, shownKeys(evaluation)),
    };
  }

  end(): void {}

  replaceSamples(name: PartName, part: Part): void {
    this.#data = { ...this.#data, [name]: part };
  }

  load(parameters: ReadonlyMap<string, Tensor>, states: ReadonlyMap<string, Tensor>): void {
    this.#parameters = new Map(parameters);
    this.#states = new Map(states);
  }

  parameters(): ReadonlyMap<string, Tensor> {
    return new Map(this.#parameters);
  }

  states(): ReadonlyMap<string, Tensor> {
    return new Map(this.#states);
  }

  learn(batch: Batch, size: number, count: number): readonly number[] {
    const whole = Math.floor(batch.rows.length / size);
    return Array.from({ length: count }, (_, index) => {
      const from = (index % whole) * size;
      const settings = new Map(batch.settings);
      settings.set(stepSetting, (settings.get(stepSetting) ?? 1) + index);
      const rows = batch.rows.slice(from, from + size);
      return this.#update('update', { ...batch, rows, settings, step: batch.step + index });
    });
  }

  wait(batch: Batch): number {
    return this.#update('wait', batch);
  }

  score(batch: Batch): ReadonlyMap<OutputKey, Tensor> {
    return this.#run(this.#tasks.score, batch);
  }

  look(mode: Mode, batch: Batch, nodes?: ReadonlySet<string>): ReadonlyMap<OutputKey, Tensor> {
    return new Map([...this.#run(this.#shown[mode], batch)].filter(([key]) => isAt(key, nodes)));
  }

  /** Replaces what a step leaves behind, and gives its loss. */
  #update(kind: 'update' | 'wait', batch: Batch): number {
    const computed = this.#run(this.#tasks[kind], batch);
    for (const [key, tensor] of computed) {
      if (!isUpdate(key)) continue;
      const { role, node, name } = parseOutputKey(key);
      const next = role === 'update' ? this.#parameters : this.#states;
      const isDone = kind === 'update' && isAccumulated(key);
      next.set(parameterKey(node, name), isDone ? zeros(tensor.shape) : tensor);
    }
    return lossOf(computed);
  }

  #run({ program, keys, ids }: Task, { part, rows, settings, step }: Batch): ReadonlyMap<OutputKey, Tensor> {
    const { leaves, seed } = this.#work;
    const computed = evaluateValues(program, ids, {
      batch: rows.length,
      inputs: batchFeeds(leaves, this.#data[part], rows),
      parameters: this.#parameters,
      states: this.#states,
      settings,
      draw: { seed, step },
    });
    return new Map(keys.map((key) => [key, computed.get(program.outputs.get(key) ?? -1) as Tensor]));
  }
}
