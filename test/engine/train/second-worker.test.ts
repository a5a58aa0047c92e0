import { expect, test } from 'vitest';
import { startSecondWorker } from '../../../engine/cli/start-second-worker.ts';
import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check.ts';
import type { GraphDocument, Training } from '../../../engine/graph/document.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { SecondMessage, StartSecondWorker } from '../../../engine/train/second-worker.ts';
import type { TrainingSession } from '../../../engine/train/session.ts';
import { turnsOf } from '../../../engine/wasm/kernels/share.ts';
import { header } from '../../../engine/wasm/memory-map.ts';
import { draw } from '../graph/drawing.ts';

const ends = 'y:Target{classes:3} -> loss.target';

const trained = (document: GraphDocument, training: Partial<Training>): GraphDocument => ({
  ...document,
  training: { ...document.training, epochs: 1000, shuffle: true, seed: 5, ...training },
});

/** Networks whose steps are worth a second worker, in odd sizes; their last batches are partial. */
const documents: Readonly<Record<string, GraphDocument>> = {
  'MLP, Adam': trained(
    draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:301} -> r:ReLU -> b:Linear{out_features:257} -> s:Tanh',
      's -> c:Linear{out_features:3} -> loss:CrossEntropyLoss',
      ends,
    ),
    { batchSize: 37, optimizer: { name: 'Adam', learningRate: 0.001 } },
  ),
  'Dropout and BatchNorm1d, SGD with momentum': trained(
    draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:259} -> n:BatchNorm1d -> r:SiLU -> d:Dropout{p:0.3}',
      'd -> b:Linear{out_features:262} -> t:ReLU -> e:Dropout{p:0.1} -> c:Linear{out_features:3} -> loss:CrossEntropyLoss',
      ends,
    ),
    { batchSize: 41, optimizer: { name: 'SGD', learningRate: 0.01, settings: { momentum: 0.9 } } },
  ),
  'residual sum and LayerNorm, the learning rate moved at every step': trained(
    draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:270} -> t:Tanh -> n:LayerNorm{normalized_shape:[270]} -> b:Linear{out_features:270}',
      'b -> g:GELU -> s:Add -> c:Linear{out_features:3} -> loss:CrossEntropyLoss; t -> s',
      ends,
    ),
    {
      batchSize: 50,
      optimizer: { name: 'AdamW', learningRate: 0.001 },
      schedule: { name: 'ExponentialLR', settings: { gamma: 0.999 }, per: 'step' },
    },
  ),
};

function open(document: GraphDocument, start?: StartSecondWorker): TrainingSession {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(checkGraph(document), prepared.data, 'compiled', start);
  if (!made.ok) throw new Error(made.message);
  return made.session;
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Trains at least until the second worker helps, and then so many steps more. */
async function trainedByTwo(document: GraphDocument, more: number): Promise<TrainingSession> {
  const session = open(document, startSecondWorker);
  for (let waits = 0; waits < 1000 && session.workers === 1; waits += 1) {
    session.advance(2);
    await soon();
  }
  expect(session.workers).toBe(2);
  const last = session.progress.step + more;
  while (session.progress.step < last) session.advance(last - session.progress.step);
  expect(session.workers).toBe(2);
  return session;
}

const bits = (session: TrainingSession): readonly unknown[] => [
  ...[...session.parameters()].map(([key, { data }]) => [key, [...data]]),
  ...[...session.buffers()].map(([key, { data }]) => [key, [...data]]),
];

test.each(Object.entries(documents))(
  '%s: two workers give the bits of one',
  async (_, document) => {
    const two = await trainedByTwo(document, 25);
    const one = open(document);
    while (one.progress.step < two.progress.step) one.advance(two.progress.step - one.progress.step);
    expect(bits(one)).toEqual(bits(two));
    two.end();
    // Without the second worker training goes on.
    two.advance(1);
    one.advance(1);
    expect(two.workers).toBe(1);
    expect(bits(one)).toEqual(bits(two));
  },
  60_000,
);

test('small networks start no second worker', () => {
  let started = 0;
  const start: StartSecondWorker = () => {
    started += 1;
    return { send: () => undefined, end: () => undefined };
  };
  const small = trained(
    draw('x:Input{shape:[4]} -> a:Linear{out_features:3} -> loss:CrossEntropyLoss', ends),
    { batchSize: 16 },
  );
  open(small, start).advance(5);
  expect(started).toBe(0);
  open(documents['MLP, Adam'] as GraphDocument, start);
  expect(started).toBe(1);
});

test('a second worker that said it is there and does not come is let go, and nothing is lost', () => {
  const document = documents['MLP, Adam'] as GraphDocument;
  let ended = false;
  const session = open(document, () => ({
    send: (message: SecondMessage) => {
      if (message.kind === 'load')
        Atomics.store(new Int32Array(message.memory.buffer), header.isHelping / 4, 1);
    },
    end: () => {
      ended = true;
    },
  }));
  const one = open(document);
  for (let step = 0; step < 3; step += 1) {
    session.advance(1);
    one.advance(1);
  }
  expect([ended, session.workers]).toEqual([true, 1]);
  expect(bits(session)).toEqual(bits(one));
});

test('shares are all turns, each once', () => {
  for (let turns = 0; turns < 20; turns += 1) {
    for (const of of [1, 2]) {
      const found = Array.from({ length: of }, (_, part) => turnsOf(turns, { part, of })).flatMap(
        ({ start, trip }) => Array.from({ length: trip }, (_, turn) => start + turn),
      );
      expect(found).toEqual(Array.from({ length: turns }, (_, turn) => turn));
    }
  }
});
