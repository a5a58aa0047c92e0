import type { Browser } from '@playwright/test';
import { endlessIris } from './graphs.ts';
import { line, median, type OpenedPage, openPage, train } from './opened-page.ts';
import { between, type ProcessorTime, processorTime } from './processor-time.ts';

/** Milliseconds of each stretch that is measured. */
const stretch = 2500;
const rounds = 5;
/** Milliseconds from one snapshot to the next that the page asks for, see training-client.ts. */
const asked = 30;

/** How training went for a while. */
interface Stretch {
  readonly updates: number;
  /** Milliseconds by the clock. */
  readonly time: number;
  readonly spent: ProcessorTime | undefined;
}

/**
 * `hidden`: the page has no frames, as in the background, so it asks for nothing. `asked`: nor does it draw, but snapshots are asked for
 * as often as by a page that does. `shown`: it draws.
 */
type Watching = 'hidden' | 'asked' | 'shown';

async function follow(browser: Browser, { page }: OpenedPage, watching: Watching): Promise<Stretch> {
  await page.evaluate(
    ([how, interval]) => {
      if (how !== 'shown') taps.hold();
      if (how === 'asked') taps.ask(interval);
    },
    [watching, asked] as const,
  );
  await page.waitForTimeout(200);
  const before = await processorTime(browser);
  const { updates, time } = await page.evaluate(async (long) => {
    const first = await taps.snapshot();
    await new Promise((resolve) => setTimeout(resolve, long));
    const last = await taps.snapshot();
    return { updates: last.step - first.step, time: last.at - first.at };
  }, stretch);
  const spent = between(before, await processorTime(browser));
  await page.evaluate(() => taps.release());
  return { updates, time, spent };
}

const share = (part: number): string => part.toFixed(3);

/** What the live display costs the training of the Iris network: of the worker's own time, and by needing the processor too. */
export async function benchDisplay(browser: Browser): Promise<void> {
  const opened = await openPage(browser);
  await train(opened, endlessIris);
  const all: Readonly<Record<Watching, Stretch>>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const hidden = await follow(browser, opened, 'hidden');
    const askedFor = await follow(browser, opened, 'asked');
    all.push({ hidden, asked: askedFor, shown: await follow(browser, opened, 'shown') });
  }
  const of = (read: (one: (typeof all)[number]) => number): number => median(all.map(read));
  const byClock = ({ updates, time }: Stretch): number => updates / time;
  const byWorker = ({ updates, spent }: Stretch): number => updates / (spent?.worker ?? Number.NaN);
  const hidden = 1000 * of((one) => byClock(one.hidden));
  line('Iris, updates a second, page hidden', Math.round(hidden).toLocaleString('en-US'), 'none');
  const compare = (what: string, watching: Watching, speed: (of: Stretch) => number) => {
    const measured = of((one) => speed(one[watching]) / speed(one.hidden));
    if (!Number.isNaN(measured)) line(`  share of it ${what}`, share(measured), '0.95', measured >= 0.95);
  };
  compare('with the page shown', 'shown', byClock);
  compare('with snapshots made and sent, not drawn', 'asked', byClock);
  compare('with the page shown, in the worker’s processor time', 'shown', byWorker);
  compare('with snapshots made and sent, the same', 'asked', byWorker);
  for (const part of ['worker', 'main', 'painting'] as const) {
    const used = (watching: Watching) =>
      share(of((one) => (one[watching].spent?.[part] ?? Number.NaN) / one[watching].time));
    line(`  processors used by ${part}, hidden`, used('hidden'), 'none');
    line(`  processors used by ${part}, shown`, used('shown'), 'none');
  }
  await opened.page.close();
}
