import type { EpochReport } from '../../engine/train/session.ts';

/** Most epochs that the charts and their table keep. */
export const mostEpochs = 500;

/**
 * The history with newer reports at its end. When it grows beyond 500, every second report is dropped, the first and
 * the newest excepted.
 */
export function withReports(
  history: readonly EpochReport[],
  reports: readonly EpochReport[],
): readonly EpochReport[] {
  if (reports.length === 0) return history;
  let all: readonly EpochReport[] = [...history, ...reports];
  while (all.length > mostEpochs) {
    const last = all.length - 1;
    all = all.filter((_, index) => index % 2 === 0 || index === last);
  }
  return all;
}

/**
 * Reports that are still to be told, with a newer one at their end. Of a long run, whose history has been halved again and again, only
 * those are told that it would keep, and the newest: to tell of thousands of epochs a second would cost what training them does.
 */
export function withNewest(untold: readonly EpochReport[], newest: EpochReport): readonly EpochReport[] {
  const before = untold.at(-1);
  const stride = 2 ** Math.max(0, Math.floor(Math.log2(newest.epoch / mostEpochs)));
  const isKept = before === undefined || before.epoch % stride === 0;
  return withReports(isKept ? untold : untold.slice(0, -1), [newest]);
}
