import { firstUpdates } from '../../engine/train/advice/bounds.ts';
import type { LossCurve } from './protocol.ts';

/** Most points a curve may have; more would cost a chart frames and show nothing new. */
export const mostPoints = 500;

/**
 * The losses of a run, however long, in at most 500 points: when they are full, neighbours are merged into their
 * mean and every point stands for twice as many steps.
 */
export class LossHistory {
  #stride = 1;
  #steps: number[] = [];
  #means: number[] = [];
  #pendingSum = 0;
  #pendingCount = 0;
  #first: number[] = [];

  /** Of the first updates, one each: a leap there is soon lost in means. */
  get first(): readonly number[] {
    return this.#first;
  }

  /** `step` counts from 1 and grows by one from call to call. */
  add(step: number, loss: number): void {
    if (this.#first.length < firstUpdates) this.#first.push(loss);
    this.#pendingSum += loss;
    this.#pendingCount += 1;
    if (this.#pendingCount < this.#stride) return;
    if (this.#means.length >= mostPoints) {
      this.#merge();
      return;
    }
    this.#steps.push(step);
    this.#means.push(this.#pendingSum / this.#pendingCount);
    this.#pendingSum = 0;
    this.#pendingCount = 0;
  }

  clear(): void {
    this.#stride = 1;
    this.#steps = [];
    this.#means = [];
    this.#pendingSum = 0;
    this.#pendingCount = 0;
    this.#first = [];
  }

  /** The history as it was after so many steps, as finely as it is known. */
  upTo(step: number): LossHistory {
    const history = new LossHistory();
    const count = this.#steps.filter((known) => known <= step).length;
    history.#stride = this.#stride;
    history.#steps = this.#steps.slice(0, count);
    history.#means = this.#means.slice(0, count);
    history.#first = this.#first.slice(0, step);
    return history;
  }

  curve(): LossCurve {
    const points = new Float64Array(this.#means.length * 2);
    this.#means.forEach((mean, index) => {
      points[index * 2] = this.#steps[index] as number;
      points[index * 2 + 1] = mean;
    });
    return { stride: this.#stride, points };
  }

  #merge(): void {
    const steps: number[] = [];
    const means: number[] = [];
    for (let index = 0; index + 1 < this.#means.length; index += 2) {
      steps.push(this.#steps[index + 1] as number);
      means.push(((this.#means[index] as number) + (this.#means[index + 1] as number)) / 2);
    }
    this.#steps = steps;
    this.#means = means;
    this.#stride *= 2;
  }
}
