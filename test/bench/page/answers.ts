import type { Browser } from '@playwright/test';
import { writeDocument } from '../../../engine/formats/json.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { endlessIris, rowsOf } from './graphs.ts';
import { line, median, openPage, train } from './opened-page.ts';
import { between, processorTime } from './processor-time.ts';

const times = 9;

/** From letting go of Pause to the page saying so, and drawing it. */
async function pauseOf(browser: Browser, name: string, graph: GraphDocument): Promise<void> {
  const opened = await openPage(browser);
  const { page, designer } = opened;
  await train(opened, graph);
  const delays: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await page.waitForTimeout(400 + 37 * time);
    await designer.trainButton.click();
    await page.waitForFunction(() => document.querySelector('button.train')?.textContent === 'Resume');
    delays.push(await page.evaluate(() => taps.relabelledAt - taps.pressedAt));
    await designer.trainButton.click();
    await page.waitForFunction(() => document.querySelector('button.train')?.textContent === 'Pause');
  }
  const [usual, longest] = [median(delays), Math.max(...delays)];
  const said = `${usual.toFixed(0)}, ${longest.toFixed(0)} ms`;
  line(`Pause until the page says so, ${name}: median, longest`, said, '50 ms', longest <= 50);
  await page.close();
}

export async function benchPause(browser: Browser): Promise<void> {
  await pauseOf(browser, 'Iris', endlessIris);
  await pauseOf(browser, '200 nodes', rowsOf(200, 20));
}

/** From choosing a file of 1,000 nodes to cards on the sheet, and how much of a chain of 200 is seen when it is opened. */
export async function benchOpening(browser: Browser): Promise<void> {
  const delays: number[] = [];
  const main: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const { page, designer } = await openPage(browser);
    const before = await processorTime(browser);
    await page.evaluate(() => taps.noteOpening(500));
    const start = Date.now();
    await designer.openFile('thousand.json', writeDocument(rowsOf(1000, 40)));
    await page.waitForFunction(() => taps.openedAt > 0);
    delays.push((await page.evaluate(() => taps.openedAt)) - start);
    main.push(between(before, await processorTime(browser))?.main ?? Number.NaN);
    await page.close();
  }
  line(
    '1,000 nodes from file to cards',
    `${median(delays).toFixed(0)} ms`,
    '2000 ms',
    median(delays) <= 2000,
  );
  line('  processor time of the main thread for it', `${median(main).toFixed(0)} ms`, 'none');
  const { page, designer } = await openPage(browser);
  await designer.openFile('chain.json', writeDocument(rowsOf(200, 200)));
  await page.getByText('200 nodes').first().waitFor();
  await page.waitForTimeout(1500);
  const drawn = await page.locator('.react-flow__node').count();
  line('cards in sight of a chain of 200 that was opened', `${drawn}`, '200', drawn === 200);
  await page.close();
}
