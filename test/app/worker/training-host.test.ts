import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import type { SentTensor } from '../../../app/worker/protocol.ts';
import { findDataset } from '../../../engine/data/catalogue.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { setAttribute, setData, setWeights } from '../../../engine/graph/edit/edit.ts';
import type { SecondMessage, SecondWorkerSource } from '../../../engine/train/second-worker.ts';
import type { LookAt } from '../../../engine/train/session.ts';
import { header } from '../../../engine/wasm/memory-map.ts';
import { draw } from '../../engine/graph/drawing.ts';
import { bench, few, lastSnapshot, loaded } from './host-bench.ts';

const rows: LookAt = { kind: 'rows', part: 'train', rows: [0, 1, 2], mode: 'train' };

describe('loading', () => {
  test('says that it is ready, with the state before training and the sizes of the parts', () => {
    const { sent } = loaded();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      kind: 'ready',
      run: 1,
      progress: { epoch: 0, epochs: 2, step: 0, stepsPerEpoch: 90, done: false },
      partSizes: { train: 90, validation: 30, test: 30 },
      report: { epoch: 0, validation: { accuracy: 0.5 } },
    });
  });

  test('says that the reference computes where compiled code cannot run', () => {
    expect(loaded().sent[0]).toMatchObject({ kind: 'ready', arithmeticNotice: undefined });
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const { sent } = loaded();
    validate.mockRestore();
    expect(sent[0]).toMatchObject({ kind: 'ready', arithmeticNotice: expect.stringContaining('SIMD') });
  });

  test('refuses a graph in error, naming the node', () => {
    const { sent } = loaded(setAttribute(few, 'fc1', 'in_features', 16));
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ kind: 'refused', run: 1, node: 'fc1' });
  });

  test('refuses data that does not exist', () => {
    const { sent } = loaded(setData(few, { ...few.data, dataset: 'nowhere' }));
    expect(sent).toEqual([{ kind: 'refused', run: 1, message: "There is no data set 'nowhere'." }]);
  });
});

describe('data that are fetched', () => {
  const onWine: GraphDocument = setData(
    draw(
      'x:Input{shape:[13]} -> fc:Linear{out_features:3} -> loss:CrossEntropyLoss',
      'y:Target{classes:3} -> loss.target',
    ),
    { ...few.data, dataset: 'wine' },
  );
  const wine = findDataset('wine');
  if (wine?.kind !== 'stored') throw new Error('the wines are stored');
  const come = vi.spyOn(wine, 'load');
  afterEach(() => come.mockReset());
  afterAll(() => come.mockRestore());
  const answered = () => new Promise<void>((resolve) => setTimeout(resolve));

  test('that do not come are refused in words, and the run before is kept', async () => {
    come.mockRejectedValue(new TypeError('Failed to fetch'));
    const made = loaded();
    made.tell({ kind: 'step', run: 1 });
    made.tell({ kind: 'load', run: 2, document: onWine, from: 'former run' });
    await answered();
    expect(made.sent.at(-1)).toEqual({
      kind: 'refused',
      run: 2,
      message: expect.stringContaining('The data set could not be fetched'),
    });
    made.tell({ kind: 'load', run: 3, document: few, from: 'former run' });
    expect(made.sent.at(-1)).toMatchObject({ kind: 'ready', from: 'former run', progress: { step: 1 } });
  });

  test('that do not come for an older load leave the newer one alone', async () => {
    come.mockRejectedValue(new TypeError('Failed to fetch'));
    const made = bench();
    made.tell({ kind: 'load', run: 1, document: onWine, from: 'start' });
    made.tell({ kind: 'load', run: 2, document: few, from: 'start' });
    await answered();
    expect(made.sent.map(({ kind, run }) => `${kind} ${run}`)).toEqual(['ready 2']);
    made.tell({ kind: 'step', run: 2 });
    made.tell({ kind: 'next-snapshot', run: 2 });
    expect(made.snapshots().at(-1)).toMatchObject({ progress: { step: 1 } });
  });

  test('are waited for by what is said of the run meanwhile', async () => {
    come.mockRestore();
    const made = bench();
    made.tell({ kind: 'load', run: 1, document: onWine, from: 'start' });
    made.tell({ kind: 'epochs', run: 1, value: 7 });
    await vi.waitFor(() => expect(made.sent).toHaveLength(1));
    expect(lastSnapshot(made).progress.epochs).toBe(7);
  });
});

describe('advice', () => {
  const dead = setWeights(few, 'fc1/bias', [8], new Array(8).fill(-100));
  const kinds = (made: ReturnType<typeof bench>) => lastSnapshot(made).advice.inRun.map(({ kind }) => kind);

  test('says what goes wrong after two looks that agree, with the step, until the run is reset', () => {
    const made = loaded(dead);
    expect(kinds(made)).toEqual([]);
    made.tell({ kind: 'step', run: 1 });
    expect(kinds(made)).toEqual([]);
    made.tell({ kind: 'step', run: 1 });
    expect(kinds(made)).toEqual(['dead-units']);
    expect(lastSnapshot(made).advice.step).toBe(2);
    made.tell({ kind: 'reset', run: 1 });
    expect(kinds(made)).toEqual([]);
  });

  test('goes when it is no longer true', () => {
    const made = loaded(dead);
    made.tell({ kind: 'step', run: 1 });
    made.tell({ kind: 'step', run: 1 });
    made.tell({
      kind: 'set-parameter',
      run: 1,
      key: 'fc1/bias',
      tensor: { shape: [8], data: new Float64Array(8) },
    });
    made.tell({ kind: 'step', run: 1 });
    expect(kinds(made)).toEqual([]);
  });

  test('says at once what the data shows', () => {
    const { sent } = loaded(setData(few, { ...few.data, scaler: 'none' }));
    expect(sent[0]).toMatchObject({ kind: 'ready', advice: { inData: [{ kind: 'unscaled-inputs' }] } });
  });

  test('looks at the end, and between only after half a second', () => {
    const made = loaded(dead);
    made.tell({ kind: 'run', run: 1 });
    made.runAll();
    const { advice, progress } = lastSnapshot(made);
    expect(advice.step).toBe(progress.step);
    expect(advice.inRun.map(({ kind }) => kind)).toEqual(['dead-units']);
  });
});

describe('running', () => {
  test('computes in slices to the end of the last epoch', () => {
    const made = loaded();
    made.tell({ kind: 'run', run: 1 });
    expect(made.runSlice()).toBe(true);
    expect(lastSnapshot(made)).toMatchObject({ state: 'running', progress: { done: false } });
    made.runAll();
    const { state, progress, epochs } = lastSnapshot(made);
    expect({ state, step: progress.step }).toEqual({ state: 'done', step: 180 });
    expect([...made.snapshots().flatMap((snapshot) => snapshot.epochs), ...epochs].length).toBeGreaterThan(0);
  });

  test('reports every epoch once, over all snapshots', () => {
    const made = loaded();
    made.tell({ kind: 'run', run: 1 });
    made.runSlice();
    lastSnapshot(made);
    made.runAll();
    lastSnapshot(made);
    expect(made.snapshots().flatMap(({ epochs }) => epochs.map(({ epoch }) => epoch))).toEqual([1, 2]);
  });

  test('a pause takes effect before the next slice', () => {
    const made = loaded();
    made.tell({ kind: 'run', run: 1 });
    made.runSlice();
    made.tell({ kind: 'pause', run: 1 });
    const { progress } = lastSnapshot(made);
    made.runAll();
    made.tell({ kind: 'watch', run: 1, nodes: [], at: rows });
    expect(lastSnapshot(made)).toMatchObject({ state: 'paused', progress: { step: progress.step } });
  });

  test('a step is one update, and one only', () => {
    const made = loaded();
    made.tell({ kind: 'step', run: 1 });
    made.runAll();
    expect(lastSnapshot(made)).toMatchObject({ state: 'paused', progress: { step: 1 } });
    made.tell({ kind: 'step', run: 1 });
    expect(lastSnapshot(made).progress.step).toBe(2);
  });

  test('a reset brings back the start: the same losses follow', () => {
    const losses = (made: ReturnType<typeof bench>): readonly number[] => {
      made.tell({ kind: 'step', run: 1 });
      made.tell({ kind: 'step', run: 1 });
      return [...lastSnapshot(made).losses.points];
    };
    const made = loaded();
    const first = losses(made);
    made.tell({ kind: 'reset', run: 1 });
    expect(made.sent.at(-1)).toMatchObject({ kind: 'ready', progress: { step: 0 } });
    expect(losses(made)).toEqual(first);
  });

  test('a learning rate of zero, set while it runs, stops the weights from changing', () => {
    const made = loaded();
    made.tell({ kind: 'step', run: 1 });
    made.tell({ kind: 'learning-rate', run: 1, value: 0 });
    const weights = (request: number): unknown => {
      made.tell({ kind: 'parameters', run: 1, request });
      return made.sent.at(-1);
    };
    const before = weights(1);
    made.tell({ kind: 'step', run: 1 });
    expect(weights(1)).toEqual(before);
  });

  test('more epochs let a run that was done go on', () => {
    const made = loaded({ ...few, training: { ...few.training, epochs: 1 } });
    made.tell({ kind: 'run', run: 1 });
    made.runAll();
    expect(lastSnapshot(made).state).toBe('done');
    made.tell({ kind: 'epochs', run: 1, value: 3 });
    expect(lastSnapshot(made).state).toBe('paused');
    made.tell({ kind: 'run', run: 1 });
    made.runAll();
    expect(lastSnapshot(made).progress).toMatchObject({ epoch: 3, done: true });
  });
});

describe('going on after an edit', () => {
  const deeper = draw(
    'x:Input{shape:[4]} -> fc1:Linear{out_features:8} -> act1:ReLU -> mid:Linear{out_features:8} -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss',
    'y:Target -> loss.target',
  );
  const edited: GraphDocument = { ...few, nodes: deeper.nodes, edges: deeper.edges };
  const weights = (made: ReturnType<typeof bench>, run: number) => {
    made.tell({ kind: 'parameters', run, request: 1 });
    const answer = made.sent.at(-1);
    if (answer?.kind !== 'parameters') throw new Error('no parameters were sent');
    return answer.parameters;
  };
  const trained = () => {
    const made = loaded();
    for (let step = 0; step < 7; step += 1) made.tell({ kind: 'step', run: 1 });
    return made;
  };

  test('a layer more waits where the run before stood, with its weights and its curve', () => {
    const made = trained();
    const before = weights(made, 1);
    made.tell({ kind: 'load', run: 2, document: edited, from: 'former run' });
    expect(made.sent.at(-1)).toMatchObject({ kind: 'ready', from: 'former run', progress: { step: 7 } });
    const after = weights(made, 2);
    for (const key of ['fc1/weight', 'fc1/bias', 'fc2/weight', 'fc2/bias'])
      expect(after[key]).toEqual(before[key]);
    expect(Object.keys(after)).toContain('mid/weight');
    made.tell({ kind: 'step', run: 2 });
    made.tell({ kind: 'next-snapshot', run: 2 });
    expect(made.snapshots().at(-1)).toMatchObject({ state: 'paused', progress: { step: 8 } });
    expect(made.snapshots().at(-1)?.losses.points).toHaveLength(16);
  });

  test('a graph refused in between loses nothing', () => {
    const made = trained();
    const before = weights(made, 1);
    const refused = setAttribute(few, 'fc1', 'in_features', 16);
    made.tell({ kind: 'load', run: 2, document: refused, from: 'former run' });
    expect(made.sent.at(-1)).toMatchObject({ kind: 'refused', run: 2 });
    made.tell({ kind: 'load', run: 3, document: edited, from: 'former run' });
    expect(made.sent.at(-1)).toMatchObject({ kind: 'ready', from: 'former run', progress: { step: 7 } });
    expect(weights(made, 3)['fc1/weight']).toEqual(before['fc1/weight']);
  });

  test('where nothing ran before it begins at the start', () => {
    const made = bench();
    made.tell({ kind: 'load', run: 1, document: few, from: 'former run' });
    expect(made.sent.at(-1)).toMatchObject({ kind: 'ready', from: 'start', progress: { step: 0 } });
  });
});

describe('messages of another run', () => {
  test('are dropped', () => {
    const made = loaded();
    made.tell({ kind: 'load', run: 2, document: few, from: 'start' });
    made.tell({ kind: 'run', run: 1 });
    made.tell({ kind: 'step', run: 1 });
    expect(made.waiting()).toBe(0);
    made.tell({ kind: 'next-snapshot', run: 2 });
    expect(made.snapshots().at(-1)?.progress.step).toBe(0);
  });

  test('an older run that was under way stops with the next load', () => {
    const made = loaded();
    made.tell({ kind: 'run', run: 1 });
    made.tell({ kind: 'load', run: 2, document: few, from: 'start' });
    made.runAll();
    made.tell({ kind: 'next-snapshot', run: 2 });
    expect(made.snapshots().map(({ progress }) => progress.step)).toEqual([0]);
  });
});

describe('weights', () => {
  test('a parameter that was set is what is sent back', () => {
    const made = loaded();
    const data = Float64Array.from({ length: 8 }, (_, index) => index);
    made.tell({ kind: 'set-parameter', run: 1, key: 'fc1/bias', tensor: { shape: [8], data } });
    made.tell({ kind: 'parameters', run: 1, request: 3 });
    const answer = made.sent.at(-1);
    if (answer?.kind !== 'parameters') throw new Error('no parameters were sent');
    expect([...(answer.parameters['fc1/bias']?.data ?? [])]).toEqual([...data]);
  });

  test('one that does not fit fails the run with a message, and nothing else', () => {
    const made = loaded();
    made.tell({
      kind: 'set-parameter',
      run: 1,
      key: 'fc1/bias',
      tensor: { shape: [2], data: new Float64Array(2) },
    });
    expect(made.sent.at(-1)).toMatchObject({ kind: 'failed', run: 1 });
    made.tell({ kind: 'step', run: 1 });
    expect(made.sent.at(-1)).toMatchObject({ kind: 'failed' });
  });
});

describe('what is kept but not learned', () => {
  const drawn = draw(
    'x:Input{shape:[4]} -> norm:BatchNorm1d -> drop:Dropout -> fc:Linear{out_features:3}',
    'fc -> loss:CrossEntropyLoss; y:Target{classes:3} -> loss.target',
  );
  const withBatch = (batchSize: number): GraphDocument => ({
    ...drawn,
    training: { ...drawn.training, batchSize },
  });

  test('is stored with the weights, and training starts from it', () => {
    const made = loaded(withBatch(16));
    made.tell({ kind: 'step', run: 1 });
    const weights = (): Readonly<Record<string, SentTensor>> => {
      made.tell({ kind: 'parameters', run: 1, request: 1 });
      const answer = made.sent.at(-1);
      if (answer?.kind !== 'parameters') throw new Error('no parameters were sent');
      return answer.parameters;
    };
    const mean = weights()['norm/running_mean'];
    if (mean === undefined) throw new Error('there is a running mean');
    expect(mean.data.every((value) => value !== 0)).toBe(true);
    const again = loaded(setWeights(withBatch(16), 'norm/running_mean', mean.shape, mean.data));
    again.tell({ kind: 'look', run: 1, request: 2, node: 'norm', at: rows });
    const look = again.sent.at(-1);
    if (look?.kind !== 'look') throw new Error('no look was sent');
    const { buffers, parameters } = look.look ?? {};
    expect([...(buffers?.['running_mean']?.data ?? [])]).toEqual([...Float32Array.from(mean.data)]);
    expect(buffers?.['num_batches_tracked']).toMatchObject({ shape: [] });
    expect(Object.keys(parameters ?? {})).toEqual(['weight', 'bias']);
  });

  test('a look says in which mode it was computed', () => {
    const made = loaded(withBatch(16));
    const modeOf = (at: LookAt): unknown => {
      made.tell({ kind: 'look', run: 1, request: 1, node: 'drop', at });
      const answer = made.sent.at(-1);
      return answer?.kind === 'look' ? answer.look?.mode : undefined;
    };
    expect(modeOf(rows)).toBe('train');
    expect(modeOf({ kind: 'next-batch' })).toBe('train');
    expect(modeOf({ kind: 'rows', part: 'test', rows: [0, 1], mode: 'evaluate' })).toBe('evaluate');
  });

  test('a look at a node that is not part of the run is answered too', () => {
    const made = loaded();
    made.tell({ kind: 'look', run: 1, request: 4, node: 'nowhere', at: rows });
    expect(made.sent.at(-1)).toEqual({ kind: 'look', run: 1, request: 4, look: undefined });
  });

  test('a last batch of one row is refused, with a batch size that will do', () => {
    const { sent } = loaded(withBatch(89));
    expect(sent).toMatchObject([
      { kind: 'refused', node: 'norm', fix: { kind: 'set-batch-size', batchSize: 90 } },
    ]);
  });
});

test('a large network is trained with a second worker, which a snapshot tells and which goes with its run', () => {
  const running: string[] = [];
  let started = 0;
  const secondWorkers: SecondWorkerSource = {
    now: () => 0,
    start: () => {
      started += 1;
      const name = `second ${started}`;
      running.push(name);
      return {
        send: (message: SecondMessage) => {
          if (message.kind === 'load')
            Atomics.store(new Int32Array(message.memory.buffer), header.isHelping / 4, 1);
        },
        end: () => void running.splice(running.indexOf(name), 1),
      };
    },
  };
  const made = bench(secondWorkers);
  const document = draw(
    'x:Input{shape:[4]} -> a:Linear{out_features:257} -> r:ReLU -> b:Linear{out_features:256} -> c:Linear{out_features:3}',
    'c -> loss:CrossEntropyLoss; y:Target{classes:3} -> loss.target',
  );
  const large: GraphDocument = { ...document, training: { ...document.training, batchSize: 64, epochs: 8 } };
  const load = (run: number, from: 'start' | 'former run', graph = large): void =>
    made.tell({ kind: 'load', run, document: graph, from });
  load(1, 'start');
  expect([lastSnapshot(made).workers, running]).toEqual(['one', ['second 1']]);
  made.tell({ kind: 'run', run: 1 });
  made.runAll();
  expect(lastSnapshot(made).workers).toBe('two');
  load(2, 'former run');
  expect(running).toEqual(['second 2']);
  load(3, 'start');
  expect(running).toEqual(['second 3']);
  load(4, 'start', few);
  expect(running).toEqual([]);
});
