import type { Batch } from './executor.ts';

/** What an executor was asked to do to its weights. */
export type Call =
  | { readonly kind: 'learn'; readonly batch: Batch; readonly size: number; readonly count: number }
  | { readonly kind: 'wait'; readonly batch: Batch };

/** Milliseconds of computing between two copies: few enough to make again unnoticed, so many that copying costs nothing. */
const mostTime = 1000;

/**
 * What a run needs to stand where it stands although a second worker was lost in the middle of a kernel, which may have written half of
 * it: a copy of the memory up to the end of what stays from step to step, and the calls since then.
 */
export class Journal {
  readonly #copy: Uint8Array;
  #calls: Call[] = [];
  #time = 0;
  #isOpen = false;

  constructor(bytes: number) {
    this.#copy = new Uint8Array(bytes);
  }

  /** Before a call of two workers. */
  open(buffer: ArrayBufferLike): void {
    if (this.#isOpen && this.#time < mostTime) return;
    this.close();
    this.#copy.set(new Uint8Array(buffer, 0, this.#copy.length));
    this.#isOpen = true;
  }

  /** Before anything that is no call changes what stays: what was copied is of no use any more. */
  close(): void {
    this.#isOpen = false;
    this.#calls = [];
    this.#time = 0;
  }

  /** After a call. */
  add(call: Call, milliseconds: number): void {
    if (!this.#isOpen) return;
    this.#calls.push(call);
    this.#time += milliseconds;
  }

  /** Puts the copy back, and gives the calls to make again. */
  restore(buffer: ArrayBufferLike): readonly Call[] {
    new Uint8Array(buffer).set(this.#copy);
    const calls = this.#calls;
    this.close();
    return calls;
  }
}
