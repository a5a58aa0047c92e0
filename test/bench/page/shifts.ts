import type { Browser } from '@playwright/test';
import { line, openPage } from './opened-page.ts';

/** Less is part of a pixel. */
const leastSeen = 0.0001;

/** What moves on the page that nobody moved, see https://web.dev/articles/cls; also right after a click. */
export async function benchShifts(browser: Browser): Promise<void> {
  const { page, designer } = await openPage(browser);
  const note = async (what: string, act: () => Promise<void>) => {
    await page.waitForTimeout(800);
    await page.evaluate(() => {
      taps.shifts = [];
    });
    await act();
    await page.waitForTimeout(1200);
    const shifts = await page.evaluate(() => taps.shifts);
    const sum = shifts.reduce((all, { value }) => all + value, 0);
    line(`layout shift, ${what}`, sum.toFixed(4), '0', sum < leastSeen);
    for (const { value, of } of shifts) if (value >= leastSeen) console.log(`  ${value.toFixed(4)} ${of}`);
  };
  const shiftsOnOpening = await page.evaluate(() => taps.shifts.reduce((all, { value }) => all + value, 0));
  line('layout shift, opening the page', shiftsOnOpening.toFixed(4), '0', shiftsOnOpening === 0);
  await note('opening a template', () => designer.chooseTemplate('Iris 4-8-3'));
  await note('starting to train', () => designer.trainButton.click());
  for (const tab of ['Training', 'Results', 'Data', 'Diagnostics', 'Program', 'Compiler', 'Summary']) {
    await note(`to the tab ${tab}`, () => designer.tab(tab).click());
  }
  await page.getByRole('button', { name: 'Reset to the starting weights' }).click();
  await designer.tab('Training').click();
  await note('training to the end', () => designer.trainButton.click());
  await note('selecting a node', () => designer.select('fc1'));
  await page.close();
}
