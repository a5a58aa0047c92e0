import type { PageMessage } from './protocol.ts';
import { secondWorkersHere } from './start-second-worker.ts';
import { TrainingHost } from './training-host.ts';

/** The part of a dedicated worker's global scope that is used here; the page's DOM types do not have it. */
interface WorkerScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<PageMessage>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;

// A message to itself comes after those that wait already, and without the 4 ms that timers are held back.
const channel = new MessageChannel();
let waiting: (() => void) | undefined;
channel.port1.onmessage = () => {
  const callback = waiting;
  waiting = undefined;
  callback?.();
};

const host = new TrainingHost({
  send: (message, transfer) => scope.postMessage(message, [...transfer]),
  soon: (callback) => {
    waiting = callback;
    channel.port2.postMessage(undefined);
  },
  later: (callback, time) => void setTimeout(callback, time),
  now: () => performance.now(),
  secondWorkers: secondWorkersHere(),
});

scope.onmessage = ({ data }) => host.receive(data);
