import type { SecondMessage, SecondWorkerSource } from '../../engine/train/second-worker.ts';

/**
 * Where there may be a second worker: threads share memory only in a page that is isolated from other origins, which its server says by
 * the headers COOP and COEP, and one is of use only on a second core.
 */
export function secondWorkersHere(): SecondWorkerSource | undefined {
  if (!globalThis.crossOriginIsolated || navigator.hardwareConcurrency < 2) return undefined;
  const start = (died: () => void) => {
    const worker = new Worker(new URL('./second-worker.ts', import.meta.url), { type: 'module' });
    // Without it training goes on with one, so one that cannot be loaded is no error of the page.
    worker.onerror = (event) => {
      event.preventDefault();
      died();
    };
    return {
      send: (message: SecondMessage) => worker.postMessage(message),
      end: () => worker.terminate(),
    };
  };
  return { start, now: () => performance.now() };
}
