import type { PageMessage, Snapshot, WorkerMessage } from '../../../app/worker/protocol.ts';
import { TrainingHost } from '../../../app/worker/training-host.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import type { SecondWorkerSource } from '../../../engine/train/second-worker.ts';

export const few: GraphDocument = { ...iris.document, training: { ...iris.document.training, epochs: 2 } };

/** A host whose slices run when the test says, on a clock that moves by five milliseconds per reading. */
export function bench(secondWorkers?: SecondWorkerSource) {
  const sent: WorkerMessage[] = [];
  let waiting: (() => void)[] = [];
  let time = 0;
  const host = new TrainingHost({
    send: (message) => sent.push(message),
    soon: (callback) => waiting.push(callback),
    later: (callback) => waiting.push(callback),
    now: () => {
      time += 5;
      return time;
    },
    secondWorkers,
  });
  const runSlice = (): boolean => {
    const [next, ...rest] = waiting;
    waiting = rest;
    next?.();
    return next !== undefined;
  };
  return {
    sent,
    tell: (message: PageMessage) => host.receive(message),
    runSlice,
    runAll: () => {
      while (runSlice());
    },
    waiting: () => waiting.length,
    snapshots: (): readonly Snapshot[] =>
      sent.flatMap((message) => (message.kind === 'snapshot' ? [message.snapshot] : [])),
  };
}

export const loaded = (document = few) => {
  const made = bench();
  made.tell({ kind: 'load', run: 1, document, from: 'start' });
  return made;
};

export const lastSnapshot = (made: ReturnType<typeof bench>): Snapshot => {
  made.tell({ kind: 'next-snapshot', run: 1 });
  return made.snapshots().at(-1) as Snapshot;
};
