import { beforeEach, describe, expect, test, vi } from 'vitest';
import { startWith } from '../../../app/document/store.ts';
import { trainingStore } from '../../../app/training/status.ts';
import { load, requestParameters, requestProof } from '../../../app/training/training-client.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { turn, workerHere } from './worker-here.ts';

const worker = workerHere();

const ready = async (): Promise<void> => {
  const loading = load('start');
  worker.answer();
  await loading;
};

beforeEach(() => {
  startWith(iris.document);
});

describe('what is asked of a run', () => {
  test('is answered by it', async () => {
    await ready();
    const asked = requestParameters();
    await turn();
    worker.answer();
    expect(Object.keys((await asked) ?? {})).toContain('fc1/weight');
  });

  test('is answered with nothing where another run begins meanwhile', async () => {
    await ready();
    const asked = requestParameters();
    const done = vi.fn();
    requestProof('fc1', { kind: 'next-batch' }, { progress: () => undefined, done });
    await turn();
    expect(worker.heard()).toEqual(expect.arrayContaining(['parameters', 'prove']));
    await ready();
    expect(await Promise.race([asked, turn().then(() => 'no answer')])).toBeUndefined();
    expect(done).toHaveBeenCalledWith(undefined);
  });

  test('has the document loaded first, and is asked of the run that begins then', async () => {
    const asked = requestParameters();
    const done = vi.fn();
    requestProof('fc1', { kind: 'next-batch' }, { progress: () => undefined, done });
    await turn();
    worker.answer();
    await turn();
    worker.answer();
    expect(Object.keys((await asked) ?? {})).toContain('fc1/weight');
    expect(done).toHaveBeenCalledWith(expect.objectContaining({ node: 'fc1', holds: true }));
    expect(trainingStore.getState().ready).toBe(true);
  });
});
