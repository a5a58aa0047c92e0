import { Worker } from 'node:worker_threads';
import type { SecondWorker, SecondWorkerSource } from '../train/second-worker.ts';

/** Threads of Node 20 do not inherit what lets the program itself read TypeScript, so the thread asks for it first. */
const begin = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ tsImport }) =>
  tsImport(${JSON.stringify(new URL('./second-thread.ts', import.meta.url).href)}, ${JSON.stringify(import.meta.url)}));`;

/** A thread of Node; without it training goes on with one. */
export function startSecondWorker(died: () => void): SecondWorker {
  const worker = new Worker(begin, { eval: true, execArgv: [] });
  // What the error says is of no use to who trains; after it comes the end.
  worker.on('error', () => undefined);
  worker.on('exit', died);
  worker.unref();
  return {
    send: (message) => worker.postMessage(message),
    end: () => void worker.terminate(),
  };
}

export const secondWorkers: SecondWorkerSource = { start: startSecondWorker, now: () => performance.now() };
