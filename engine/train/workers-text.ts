import type { Workers } from './executor.ts';
import type { WorkerCount } from './worker-choice.ts';

/** What is said of the threads that train; nothing of the one that everybody expects. */
export const workersText: Readonly<
  Record<Exclude<Workers, 'one'>, { readonly count: WorkerCount; readonly whole: string }>
> = {
  two: {
    count: 2,
    whole: 'Two threads share the work of each update. The numbers are those of one, to the bit.',
  },
  'one is faster': {
    count: 1,
    whole:
      'Two threads were tried and are no faster than one now, as on a busy machine. They are tried again every few seconds; the numbers are the same, to the bit.',
  },
  'second lost': {
    count: 1,
    whole:
      'The second thread stopped. What it had not finished was made again by one thread, which goes on from the same step with the same numbers.',
  },
};
