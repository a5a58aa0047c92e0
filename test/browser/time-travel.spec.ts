import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('a run can be scrubbed, branched and taken up again, and breakpoints pause it and say why', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Iris 4-8-3');
  await designer.tab('Training').click();
  const slider = page.getByRole('slider', { name: 'Timeline of the run' });
  const wire = page.locator('.v.fw').first();
  await expect(slider).toBeDisabled();

  // Five single steps, and what the last but one showed.
  const step = page.getByRole('button', { name: 'Step: one update' });
  const shown: string[] = [];
  const loss = page.locator('.react-flow__node', { hasText: 'CrossEntropy' });
  for (let count = 1; count <= 5; count += 1) {
    await step.click();
    await expect(slider).toHaveAttribute('aria-valuetext', `Step ${count} of ${count}, epoch 0`);
    await expect(wire).toBeVisible();
    shown[count] = (await loss.innerText()).replaceAll(/\s+/g, ' ');
  }
  await slider.focus();
  for (const count of [4, 3, 2]) {
    await page.keyboard.press('ArrowLeft');
    await expect(slider).toHaveAttribute('aria-valuetext', `Step ${count} of 5, epoch 0`);
    await expect.poll(async () => (await loss.innerText()).replaceAll(/\s+/g, ' ')).toBe(shown[count]);
  }
  const past = page.getByRole('region', { name: 'Looking at the past' });
  await expect(past).toContainText('step 2 of 5');
  await expect(page.getByRole('contentinfo')).toContainText('step 2 of');
  await past.getByRole('button', { name: 'Back to now' }).click();
  await expect(past).toBeHidden();
  await expect.poll(async () => (await loss.innerText()).replaceAll(/\s+/g, ' ')).toBe(shown[5]);

  // Train in the past: a branch, with the former run kept.
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(past).toContainText('step 1 of 5');
  await step.click();
  await expect(slider).toHaveAttribute('aria-valuetext', 'Step 2 of 2, epoch 0');
  await page.getByRole('button', { name: 'Take it up again' }).click();
  await expect(slider).toHaveAttribute('aria-valuetext', 'Step 5 of 5, epoch 0');
  await expect.poll(async () => (await loss.innerText()).replaceAll(/\s+/g, ' ')).toBe(shown[5]);

  // Breakpoints: the end of an epoch, then the first number that is none.
  const add = page.getByLabel('pause when');
  await add.selectOption('epochs');
  await page.getByLabel('epochs done', { exact: true }).fill('2');
  await page.getByLabel('epochs done', { exact: true }).press('Enter');
  await designer.trainButton.click();
  const found = page.getByRole('region', { name: 'Breakpoint' });
  await expect(found).toContainText('Paused at step 180. Epoch 2 is done.');
  await page.getByRole('button', { name: 'Do not pause: epochs done' }).click();
  await add.selectOption('not-finite');
  await page.getByLabel('lr', { exact: true }).fill('1e30');
  await page.getByLabel('lr', { exact: true }).press('Enter');
  await designer.trainButton.click();
  await expect(found).toContainText(/is (NaN|−?∞)/);
  await found.getByRole('button', { name: /^Show/ }).click();
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(1);
});

test('the first update can be gone through node by node, with its equations, before it is made', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Iris 4-8-3');
  const walk = page.getByRole('region', { name: 'The coming update, node by node' });
  const step = page.getByRole('contentinfo');
  // The walk takes its room from the dock, so that the sheet lies as before; so it does when room that it lost is given back.
  const sheet = page.locator('.react-flow__viewport');
  const placed = (await sheet.getAttribute('style')) ?? '';
  await page.keyboard.press('n');
  await expect(walk).toContainText('the data, row');
  await expect(sheet).toHaveAttribute('style', placed);
  await page.getByRole('button', { name: 'Leave without an update' }).click();
  await page.setViewportSize({ width: 1280, height: 520 });
  await expect(sheet).not.toHaveAttribute('style', placed);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(sheet).toHaveAttribute('style', placed);
  // Before training the sheet has no numbers; the walk shows those of the update that is coming.
  const wires = page.locator('.v.fw');
  await expect(wires).toHaveCount(0);
  await page.keyboard.press('n');
  await expect(walk).toContainText('the data, row');
  await expect(walk.locator('mtable')).toContainText('−1.034');
  await expect(wires).toHaveCount(1);
  // Cards wait for their turn: of six, x alone has its value, and no gradient is there.
  await expect(page.locator('.pic.awaited')).toHaveCount(5);
  await expect(page.locator('.gr.awaited')).toHaveCount(4);
  // The cards grow by the numbers that come.
  await expect(designer.node('y')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('n');
  await expect(page.locator('.pic.awaited')).toHaveCount(4);
  await expect(designer.node('fc1').locator('article')).toHaveClass(/now forward/);
  // The value that fc1 gives, with the numbers of the coming batch.
  await expect(walk.locator('.filled mtable').last()).toBeVisible();
  await expect(wires).toHaveCount(2);
  await walk.getByRole('button', { name: 'Finish forward' }).click();
  await expect(wires).toHaveCount(4);
  await expect(page.locator('.v.bw')).toHaveCount(0);
  await walk.getByRole('button', { name: 'Finish loss' }).click();
  await page.keyboard.press('n');
  await expect(page.locator('.v.bw')).toHaveCount(2);
  // Wires are drawn in the colour of the pass that has come to them, with an arrow its way.
  await expect(page.locator('path.react-flow__edge-path.forward')).toHaveCount(3);
  await expect(page.locator('path.react-flow__edge-path.backward')).toHaveCount(2);
  await expect(page.locator('path.pulse.backward')).toHaveCount(1);
  // What fc2 keeps for its weight and bias, and what it hands back to act1, each with its numbers.
  await expect(walk.locator('.update-equation:has(.filled mtable)')).toHaveCount(3);
  await walk.getByRole('button', { name: 'Finish backward' }).click();
  await expect(walk).toContainText('SGD, learning rate 0.01, changes weight');
  await expect(page.locator('.awaited')).toHaveCount(0);
  // An old weight less the learning rate times its gradient is the new one.
  const made = walk.locator('.update-equation').first().locator('.filled');
  await expect(made.locator('.rhs')).toHaveCount(2);
  const [numbers = '', result = ''] = (await made.locator('.rhs').allTextContents()).map((text) =>
    text.replaceAll('−', '-').replaceAll(/[\s=]/gu, ''),
  );
  const [, before, rate, gradient] = /^(-?[\d.]+)([+-][\d.]+)[·⋅⁢]*\(?(-?[\d.]+)\)?$/u.exec(numbers) ?? [];
  expect(Number(rate), numbers).toBe(-0.01);
  expect(Math.abs(Number(result) - (Number(before) + Number(rate) * Number(gradient)))).toBeLessThan(1e-3);
  await expect(made).toContainText('where the gradient is largest');
  // Played faster, it makes the update by itself.
  await walk.getByLabel('Time for each node while it plays').selectOption('0.3');
  await walk.getByRole('button', { name: 'Play, a node every 0.3' }).click();
  await expect(walk).toBeHidden();
  await expect(page.locator('path.react-flow__edge-path:is(.forward, .backward)')).toHaveCount(0);
  await expect(step).toContainText('step 1 of');
});

test('runs are kept with the document, named, compared in the charts and removed, each undone by one step', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Iris 4-8-3');
  await designer.tab('Training').click();
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText(/Train again/, { timeout: 40_000 });
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('button', { name: 'Keep this run' }).click();
  const row = page.getByRole('row', { name: /90\.0/ });
  await expect(row).toContainText('SGD');
  await page.getByLabel('Name of Run 1').fill('slow');
  await page.getByLabel('Name of Run 1').press('Enter');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const chart = page.getByRole('region', { name: 'Loss' });
  await expect(chart).toContainText('slow');
  await expect(chart.getByRole('img', { name: 'Loss per epoch' })).toBeVisible();
  // Kept with the document: it is there after the page was left.
  await expect(page.getByRole('contentinfo')).toContainText('Saved');
  await page.reload();
  await designer.tab('Training').click();
  await expect(chart).toContainText('slow');
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('button', { name: 'Remove slow' }).click();
  await expect(page.getByRole('button', { name: 'Remove slow' })).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Remove slow' })).toBeVisible();
});

test('the inspector shows how values, gradients and weights went over the run, and leads to any of its steps', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Iris 4-8-3');
  await designer.node('fc1').click();
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText(/Train again/, { timeout: 40_000 });
  await designer.tab('Training').click();
  const slider = page.getByRole('slider', { name: 'Timeline of the run' });
  for (const tab of ['Values', 'Gradient', 'Weights']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    const history = page.locator('.over-run').first();
    await expect(history.getByRole('img')).toHaveAttribute('aria-label', /steps 0 to 1,800: histograms from/);
    const view = history.getByRole('combobox');
    await view.selectOption('spread');
    await expect(history.locator('.recharts-line')).toHaveCount(3);
    await view.selectOption('norm');
    await expect(history.locator('.recharts-line')).toHaveCount(1);
  }
  const weight = page.getByRole('region', { name: 'weight over the run', exact: true });
  const view = weight.getByRole('combobox');
  await view.selectOption('elements');
  await expect(weight.locator('.recharts-line')).toHaveCount(12);
  await expect(weight).toContainText('12 of 32: those that moved furthest');
  await view.selectOption('plane');
  await expect(weight).toContainText(/Component 1 across, \d+\.\d\s% of the variance; component 2 up/u);
  await view.selectOption('histograms');

  // A click goes to that step; what the weights were there is what the history said.
  const map = await weight.locator('canvas').boundingBox();
  await weight.locator('canvas').click({ position: { x: (map?.width ?? 0) / 2, y: 10 } });
  await expect(slider).toHaveAttribute('aria-valuetext', /^Step (8|9)\d\d of 1,800/);
  await weight.getByRole('button', { name: 'weight over the run as a table' }).click();
  const table = weight.getByRole('region', { name: /numbers$/ });
  await table.getByRole('button', { name: '0', exact: true }).click();
  await expect(slider).toHaveAttribute('aria-valuetext', 'Step 0 of 1,800, epoch 0');
  const least = await table.getByRole('row').nth(1).getByRole('cell').first().getAttribute('title');
  const cells = page.getByRole('grid', { name: 'weight', exact: true }).locator('td[title]');
  await expect(cells).toHaveCount(32);
  const numbers = () =>
    cells.evaluateAll((all) => all.map((each) => Number(each.getAttribute('title')?.replace('−', '-'))));
  // The slider stands there at once; the numbers follow, at most five times a second.
  await expect.poll(async () => Math.min(...(await numbers()))).toBe(Number(least?.replace('−', '-')));

  // A new run from there has the former one beside it.
  await page.getByRole('button', { name: 'Go on from here' }).click();
  await page.getByRole('button', { name: 'Step: one update' }).click();
  await weight.getByRole('button', { name: 'weight over the run as a chart' }).click();
  await view.selectOption('norm');
  await expect(weight.locator('.recharts-line')).toHaveCount(2);
  await expect(weight).toContainText(/former run\s*mean/u);
});
