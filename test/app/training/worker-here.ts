import { afterAll, vi } from 'vitest';
import type { PageMessage, WorkerMessage } from '../../../app/worker/protocol.ts';
import { TrainingHost } from '../../../app/worker/training-host.ts';

/** The training worker in this thread: what it is told is heard, and it answers when the test says. */
export function workerHere() {
  const heard: PageMessage[] = [];
  const waiting: PageMessage[] = [];
  const slices: (() => void)[] = [];
  let host: TrainingHost | undefined;

  class WorkerHere {
    onmessage: ((event: { readonly data: WorkerMessage }) => void) | undefined;

    constructor() {
      host = new TrainingHost({
        send: (data) => this.onmessage?.({ data }),
        soon: (callback) => slices.push(callback),
        later: (callback) => slices.push(callback),
        now: () => performance.now(),
        secondWorkers: undefined,
      });
    }

    postMessage(message: PageMessage): void {
      heard.push(message);
      waiting.push(message);
    }

    terminate(): void {}
  }

  vi.stubGlobal('Worker', WorkerHere);
  vi.stubGlobal('requestAnimationFrame', (draw: (now: number) => void) => setTimeout(() => draw(1e9)));
  afterAll(() => vi.unstubAllGlobals());

  return {
    /** Kinds of all messages so far. */
    heard: (): readonly PageMessage['kind'][] => heard.map(({ kind }) => kind),
    /** Answers all that was said, and computes until nothing is left to do. */
    answer: (): void => {
      for (;;) {
        const message = waiting.shift();
        const slice = message === undefined ? slices.shift() : undefined;
        if (message !== undefined) host?.receive(message);
        else if (slice !== undefined) slice();
        else return;
      }
    },
  };
}

/** Lets all that waits for a promise or a frame have its turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
