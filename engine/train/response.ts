import { transform } from '../data/scaler.ts';
import type { OutputKey } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import type { Executor, Work } from './executor.ts';
import type { Part } from './feeds.ts';

/** Points at once for which what computes them is kept: a point alone, the maps on cards, the plane of the results. */
const mostKept = 4;

/** What a network makes of samples that are in no part of the data: any point of the plane, say. */
export class Responses {
  readonly #work: Work;
  readonly #executorFor: (work: Work) => Executor;
  readonly #kept = new Map<string, Executor>();

  constructor(work: Work, executorFor: (work: Work) => Executor) {
    this.#work = work;
    this.#executorFor = executorFor;
  }

  /**
   * Everything that is computed of these points in evaluate mode with these weights; of `asked` only what scores.
   *
   * @param points rows × features in the units of the data set, before scaling
   */
  respond(
    points: Tensor,
    asked: 'score' | 'everything',
    now: Pick<Executor, 'parameters' | 'states'>,
    settings: ReadonlyMap<string, number>,
  ): ReadonlyMap<OutputKey, Tensor> {
    const part = this.#part(points);
    const executor = this.#executor(part);
    executor.load(now.parameters(), now.states());
    const batch = { part: 'test', rows: part.indices, settings, step: 0 } as const;
    return asked === 'score' ? executor.score(batch) : executor.look('evaluate', batch);
  }

  #part({ shape: [rows = 0, features = 0], data }: Tensor): Part {
    const samples = Array.from({ length: rows }, (_, row) =>
      Array.from(data.subarray(row * features, (row + 1) * features)),
    );
    return {
      rows,
      x: Float64Array.from(transform(this.#work.data.scaler, samples).flat(), Math.fround),
      y: new Float64Array(rows),
      indices: samples.map((_, row) => row),
    };
  }

  /** Compiled once per number of points; the points themselves are put in place each time. */
  #executor(part: Part): Executor {
    const name = String(part.rows);
    const known = this.#kept.get(name);
    const executor =
      known ??
      this.#executorFor({
        ...this.#work,
        batchSize: undefined,
        data: { ...this.#work.data, train: part, validation: part, test: part },
      });
    this.#kept.delete(name);
    this.#kept.set(name, executor);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    if (known !== undefined) executor.replaceSamples('test', part);
    return executor;
  }
}
