import type { Workers } from '../../engine/train/executor.ts';

/** What is said of the threads that train; nothing of the one that everybody expects. */
export const workersText: Readonly<
  Record<Workers, { readonly short: string; readonly whole: string } | undefined>
> = {
  one: undefined,
  two: {
    short: '2 workers',
    whole: 'Two threads share the work of each update. The numbers are those of one, to the bit.',
  },
  'one is faster': {
    short: '1 worker',
    whole:
      'Two threads were tried and are no faster than one now, as on a busy machine. They are tried again every few seconds; the numbers are the same, to the bit.',
  },
  'second lost': {
    short: '1 worker',
    whole:
      'The second thread stopped in the middle of an update. That was made again by one thread, which goes on from the same step with the same numbers.',
  },
};
