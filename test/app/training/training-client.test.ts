import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startWith } from '../../../app/document/store.ts';
import { trainingStore } from '../../../app/training/status.ts';
import { load, requestParameters, requestProof } from '../../../app/training/training-client.ts';
import type { PageMessage, WorkerMessage } from '../../../app/worker/protocol.ts';
import { TrainingHost } from '../../../app/worker/training-host.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';

/** The training worker in this thread: what it is told is heard, and it answers when the test says. */
let heard: PageMessage[] = [];
let answerAll: () => void = () => undefined;

class WorkerHere {
  onmessage: ((event: { readonly data: WorkerMessage }) => void) | undefined;
  readonly #host: TrainingHost;
  #waiting: PageMessage[] = [];

  constructor() {
    this.#host = new TrainingHost({
      send: (data) => this.onmessage?.({ data }),
      soon: (callback) => callback(),
      now: () => 0,
      secondWorkers: undefined,
    });
    answerAll = () => {
      for (const message of this.#waiting.splice(0)) this.#host.receive(message);
    };
  }

  postMessage(message: PageMessage): void {
    heard.push(message);
    this.#waiting.push(message);
  }

  terminate(): void {}
}

vi.stubGlobal('Worker', WorkerHere);
vi.stubGlobal('requestAnimationFrame', () => 0);
afterAll(() => vi.unstubAllGlobals());

const ready = async (): Promise<void> => {
  const loading = load('start');
  answerAll();
  await loading;
};

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  startWith(iris.document);
  heard = [];
});

describe('what is asked of a run', () => {
  test('is answered by it', async () => {
    await ready();
    const asked = requestParameters();
    await turn();
    answerAll();
    expect(Object.keys((await asked) ?? {})).toContain('fc1/weight');
  });

  test('is answered with nothing where another run begins meanwhile', async () => {
    await ready();
    const asked = requestParameters();
    const done = vi.fn();
    requestProof('fc1', { kind: 'next-batch' }, { progress: () => undefined, done });
    await turn();
    expect(heard.slice(-2).map(({ kind }) => kind)).toEqual(['parameters', 'prove']);
    await ready();
    expect(await Promise.race([asked, turn().then(() => 'no answer')])).toBeUndefined();
    expect(done).toHaveBeenCalledWith(undefined);
  });

  test('has the document loaded first, and is asked of the run that begins then', async () => {
    const asked = requestParameters();
    const done = vi.fn();
    requestProof('fc1', { kind: 'next-batch' }, { progress: () => undefined, done });
    await turn();
    answerAll();
    await turn();
    answerAll();
    expect(Object.keys((await asked) ?? {})).toContain('fc1/weight');
    expect(done).toHaveBeenCalledWith(expect.objectContaining({ node: 'fc1', holds: true }));
    expect(trainingStore.getState().ready).toBe(true);
  });
});
