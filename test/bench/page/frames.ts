import type { Browser, Page } from '@playwright/test';
import { rowsOf } from './graphs.ts';
import { line, median, openPage, train } from './opened-page.ts';
import { between, processorTime } from './processor-time.ts';

const goal = 50;
/** Milliseconds that a gesture takes. */
const stretch = 3000;

/** A place of the sheet where nothing lies. */
async function emptyPlace(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const found = await page.evaluate(() => {
    const { left, top, width, height } =
      document.querySelector('.react-flow')?.getBoundingClientRect() ?? new DOMRect();
    for (let y = top + height / 2; y < top + height - 40; y += 4) {
      for (let x = left + width / 2; x < left + width - 100; x += 4) {
        if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane') === true) return { x, y };
      }
    }
    return undefined;
  });
  if (found === undefined) throw new Error('Nowhere on the sheet is there a place where nothing lies.');
  return found;
}

/** Drags the sheet to and fro. */
async function pan(page: Page, end: number): Promise<void> {
  const { x, y } = await emptyPlace(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let turn = 0; performance.now() < end; turn += 1) {
    const along = 150 * Math.sin(turn / 20);
    await page.mouse.move(x + along, y + along / 3);
  }
  await page.mouse.up();
}

/** Turns the wheel one way and the other. */
async function zoom(page: Page, end: number): Promise<void> {
  const { x, y } = await emptyPlace(page);
  await page.mouse.move(x, y);
  for (let turn = 0; performance.now() < end; turn += 1) {
    await page.mouse.wheel(0, turn % 60 < 30 ? -30 : 30);
  }
}

async function measure(
  browser: Browser,
  page: Page,
  what: string,
  gesture: (page: Page, end: number) => Promise<void>,
): Promise<void> {
  const cards = await page.locator('.react-flow__node').count();
  await page.evaluate(() => taps.countFrames(true));
  const before = await processorTime(browser);
  const start = performance.now();
  await gesture(page, start + stretch);
  const took = performance.now() - start;
  const spent = between(before, await processorTime(browser));
  const frames = await page.evaluate(() => {
    const seen = taps.frames;
    taps.countFrames(false);
    return seen;
  });
  const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at));
  const rate = (1000 * frames.length) / took;
  line(`  ${what}, ${cards} cards drawn: frames a second`, rate.toFixed(0), `${goal}`, rate >= goal);
  line(
    '    median and longest time between two frames',
    `${median(gaps).toFixed(0)}, ${Math.max(...gaps).toFixed(0)} ms`,
    'none',
  );
  if (spent === undefined) return;
  const main = spent.main / frames.length;
  const painting = spent.painting / frames.length;
  line(
    '    main thread, processor time a frame',
    `${main.toFixed(1)} ms`,
    `${1000 / goal} ms`,
    main <= 1000 / goal,
  );
  line('    painting, processor time a frame', `${painting.toFixed(1)} ms`, 'none');
}

/** Frames while a graph of 200 nodes is moved and W4's work is trained. */
export async function benchFrames(browser: Browser): Promise<void> {
  const opened = await openPage(browser);
  const { page, designer } = opened;
  await train(opened, rowsOf(200, 20));
  console.log('200 nodes while W4’s work is trained');
  const zoomTo = async (steps: number) => {
    await designer.clickSheet();
    await page.keyboard.press('0');
    for (let step = 0; step < steps; step += 1) await page.keyboard.press('-');
    await page.waitForTimeout(800);
  };
  await page.waitForTimeout(1000);
  await measure(browser, page, 'nothing moved, all in sight', (_, end) =>
    page.waitForTimeout(end - performance.now()),
  );
  await measure(browser, page, 'panned, all in sight', pan);
  await zoomTo(0);
  await measure(browser, page, 'panned at 100 %', pan);
  await zoomTo(2);
  await measure(browser, page, 'panned at the least zoom with whole cards', pan);
  await measure(browser, page, 'zoomed in and out', zoom);
  await page.close();
}
