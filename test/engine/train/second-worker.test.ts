import { expect, test } from 'vitest';
import { startSecondWorker } from '../../../engine/cli/start-second-worker.ts';
import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument, Training } from '../../../engine/graph/document.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { SecondMessage, SecondWorker, SecondWorkerSource } from '../../../engine/train/second-worker.ts';
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

/** A clock that stands still: as fast as one, two workers are taken, so that tests do not depend on what else the machine does. */
const now = (): number => 0;

function open(document: GraphDocument, source?: SecondWorkerSource): TrainingSession {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(checkGraph(document), prepared.data, 'compiled', source);
  if (!made.ok) throw new Error(made.message);
  return made.session;
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Trains at least until the second worker helps, and then so many steps more. */
async function trainedByTwo(
  document: GraphDocument,
  more: number,
  started?: (second: SecondWorker) => void,
): Promise<TrainingSession> {
  let words: Int32Array = new Int32Array();
  const start = (died: () => void): SecondWorker => {
    const second = startSecondWorker(died);
    started?.(second);
    const send = (message: SecondMessage): void => {
      if (message.kind === 'load') words = new Int32Array(message.memory.buffer);
      second.send(message);
    };
    return { ...second, send };
  };
  const session = open(document, { start, now });
  for (let waits = 0; waits < 1000 && session.workers === 'one'; waits += 1) {
    session.advance(2);
    await soon();
  }
  const last = session.progress.step + more;
  while (session.progress.step < last) session.advance(last - session.progress.step);
  expect(session.workers).toBe('two');
  expect(Atomics.load(words, header.made / 4)).toBeGreaterThan(0);
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
    expect(one.report()).toEqual(two.report());
    two.end();
    // Without the second worker training goes on.
    two.advance(1);
    one.advance(1);
    expect(two.workers).toBe('one');
    expect(bits(one)).toEqual(bits(two));
  },
  60_000,
);

test('a second worker that dies between two updates is told, and the run goes on with one', async () => {
  const document = documents['MLP, Adam'] as GraphDocument;
  let second: SecondWorker | undefined;
  const two = await trainedByTwo(document, 5, (started) => {
    second = started;
  });
  second?.end();
  for (let waits = 0; waits < 500 && two.workers === 'two'; waits += 1) await soon();
  expect(two.workers).toBe('second lost');
  two.advance(10);
  const one = open(document);
  while (one.progress.step < two.progress.step) one.advance(two.progress.step - one.progress.step);
  expect(bits(one)).toEqual(bits(two));
}, 60_000);

test('a second worker that died before it came is not missed', () => {
  let die: () => void = () => undefined;
  let ends = 0;
  const start = (died: () => void): SecondWorker => {
    die = died;
    return {
      send: () => undefined,
      end: () => {
        ends += 1;
      },
    };
  };
  const session = open(documents['MLP, Adam'] as GraphDocument, { start, now });
  die();
  session.advance(3);
  session.end();
  expect([session.workers, ends]).toEqual(['one', 1]);
});

test('small networks start no second worker', () => {
  let started = 0;
  const start = () => {
    started += 1;
    return { send: () => undefined, end: () => undefined };
  };
  const small = trained(
    draw('x:Input{shape:[4]} -> a:Linear{out_features:3} -> loss:CrossEntropyLoss', ends),
    { batchSize: 16 },
  );
  open(small, { start, now }).advance(5);
  expect(started).toBe(0);
  open(documents['MLP, Adam'] as GraphDocument, { start, now });
  expect(started).toBe(1);
});

/** A second worker that says it is there, does something to the words of the memory when help is asked for, and never helps. */
function idle(asked: (words: Int32Array, calls: number) => void) {
  let [calls, hasEnded] = [0, false];
  let words: Int32Array = new Int32Array();
  const source: SecondWorkerSource = {
    now,
    start: () => ({
      send: (message: SecondMessage) => {
        if (message.kind === 'load') {
          words = new Int32Array(message.memory.buffer);
          Atomics.store(words, header.isHelping / 4, 1);
          return;
        }
        calls += 1;
        asked(words, calls);
      },
      end: () => {
        hasEnded = true;
      },
    }),
  };
  return { source, calls: () => calls, hasEnded: () => hasEnded };
}

test('a second worker that does not come is not waited for', () => {
  const document = documents['MLP, Adam'] as GraphDocument;
  const { source, calls } = idle(() => undefined);
  const [session, one] = [open(document, source), open(document)];
  for (let step = 0; step < 40; step += 1) {
    session.advance(1);
    one.advance(1);
  }
  expect(calls()).toBeGreaterThan(10);
  expect(session.workers).toBe('two');
  expect(bits(session)).toEqual(bits(one));
});

test('a second worker that is lost in the middle of a kernel is let go, and the run goes on from the same step', () => {
  const accumulating = documents['MLP, Adam'] as GraphDocument;
  const document = trained(accumulating, { accumulate: 2 });
  const { source, hasEnded } = idle((words, calls) => {
    // It takes the next half and does not give it back; weights are half-written by then.
    if (calls < 7) return;
    const begun = Atomics.load(words, header.begun / 4);
    Atomics.store(words, header.claimed / 4, begun + 1);
    words.fill(0x7fc00000, 5000, 25_000);
  });
  const [session, one] = [open(document, source), open(document)];
  for (let step = 0; step < 60; step += 1) {
    const [found, expected] = [session.advance(1), one.advance(1)];
    expect(found.losses).toEqual(expected.losses);
  }
  expect([hasEnded(), session.workers, session.progress.step]).toEqual([
    true,
    'second lost',
    one.progress.step,
  ]);
  expect(bits(session)).toEqual(bits(one));
}, 20_000);

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
