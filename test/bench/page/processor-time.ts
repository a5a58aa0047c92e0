import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';

/**
 * Milliseconds of processor time by part of the browser, all its tabs together. On a busy machine they say what clocks cannot: what the
 * training, our scripts and the painting each cost, whoever waits for whom.
 */
export interface ProcessorTime {
  readonly worker: number;
  /** The main threads of pages: scripts, styles, layout. */
  readonly main: number;
  /** Compositing, painting and showing, which a graphics processor would do, and the collecting of garbage. */
  readonly painting: number;
}

/** Only Linux tells. The first figure is in nanoseconds, https://www.kernel.org/doc/html/latest/scheduler/sched-stats.html */
const spentBy = (task: string): number =>
  Number(readFileSync(join(task, 'schedstat'), 'utf8').split(' ')[0]) / 1e6;

/** Undefined where the system does not tell. */
export async function processorTime(browser: Browser): Promise<ProcessorTime | undefined> {
  if (!existsSync('/proc/self/schedstat')) return undefined;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sums = { worker: 0, main: 0, painting: 0 };
  for (const { id, type } of processInfo) {
    if (type !== 'renderer' && type !== 'GPU') continue;
    for (const thread of readdirSync(`/proc/${id}/task`)) {
      const task = `/proc/${id}/task/${thread}`;
      const isWorker = readFileSync(join(task, 'comm'), 'utf8').startsWith('DedicatedWorker');
      const part = isWorker ? 'worker' : type === 'renderer' && thread === `${id}` ? 'main' : 'painting';
      sums[part] += spentBy(task);
    }
  }
  return sums;
}

/** What was spent from one moment to another. */
export const between = (
  before: ProcessorTime | undefined,
  after: ProcessorTime | undefined,
): ProcessorTime | undefined =>
  before === undefined || after === undefined
    ? undefined
    : {
        worker: after.worker - before.worker,
        main: after.main - before.main,
        painting: after.painting - before.painting,
      };
