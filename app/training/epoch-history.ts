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
