import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { draw } from '../engine/graph/drawing.ts';
import { Designer } from './designer.ts';

test('a layer put in while training waits: the others go on from where they were', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Training').click();
  const controls = page.getByRole('region', { name: 'Training controls' });
  const stepButton = controls.getByRole('button', { name: /^Step/ });
  for (const done of [1, 2, 3]) {
    await stepButton.click();
    await expect(controls).toContainText(`${done} of 90`);
  }
  // With a learning rate of 0 a step shows the weights that it started from.
  await page.getByLabel('lr', { exact: true }).fill('0');
  await page.keyboard.press('Enter');
  await designer.select('fc2');
  await designer.tab('Weights').click();
  const bias = page.getByRole('table', { name: 'bias' });
  const trained = await bias.innerText();
  // A learned number that is typed over comes back with undo, in the session too.
  const number = bias.getByRole('textbox').first();
  const learned = await number.inputValue();
  await number.click();
  await page.keyboard.type('9');
  await page.keyboard.press('Enter');
  await expect(number).toHaveValue('9.0000');
  await page.keyboard.press('Control+z');
  await expect(number).toHaveValue(learned);
  await expect(page.getByText('stale since an edit')).toHaveCount(0);
  const start = await designer.middle(designer.port('fc1', 'output'));
  const end = await designer.middle(designer.port('act1', 'input'));
  const option = page.getByRole('option', { name: 'Tanh', exact: true });
  await option.scrollIntoViewIfNeeded();
  await designer.drag(await designer.middle(option), { x: (start.x + end.x) / 2, y: start.y });
  await expect(page.getByText('Resume keeps untouched weights')).toBeVisible();
  await expect(designer.trainButton).toHaveText('Resume');
  await stepButton.click();
  await expect(controls).toContainText('4 of 90');
  await expect(page.getByText('stale since an edit')).toHaveCount(0);
  await designer.select('fc2');
  expect(await bias.innerText()).toBe(trained);
  await expect(number).toHaveValue(learned);
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
});

test('without WebAssembly’s vectors training says so and is done by the reference', async ({ page }) => {
  await page.route('**/training-worker-*.js', async (route) => {
    const response = await route.fetch();
    const body = `WebAssembly.validate = () => false;\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Training').click();
  await designer.trainButton.click();
  const notice = /vectors \(SIMD\) is missing or switched off here/;
  await expect(page.getByRole('tabpanel', { name: 'Training' })).toContainText(notice);
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  await expect(page.getByTestId('test-accuracy')).toHaveText(/^90/);
  await designer.tab('Summary').click();
  await page.getByRole('region', { name: 'Training controls' }).getByRole('button', { name: notice }).click();
  await expect(page.getByRole('tabpanel', { name: 'Training' })).toBeVisible();
});

test('relaxed arithmetic trains with fused multiply-adds, as the Compiler panel shows', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Training').click();
  const relaxed = page.getByLabel('relaxed', { exact: true });
  await relaxed.press('Space');
  await expect(relaxed).toBeChecked();
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  await expect(page.getByTestId('test-accuracy')).toHaveText(/^90/);
  await expect(page.getByRole('tabpanel', { name: 'Training' })).not.toContainText('no fused multiply-add');
  await designer.select('fc1');
  await designer.tab('Compiler').click();
  await expect(page.getByRole('tabpanel', { name: 'Compiler' })).toContainText('f32x4.relaxed_madd');
});

test('cross-validation runs beside the training run, which it leaves as it is', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Training').click();
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  await expect(page.getByTestId('test-accuracy')).toHaveText(/^90/);
  const epochs = page.getByLabel('epochs', { exact: true });
  await epochs.fill('2000');
  await epochs.press('Enter');

  const panel = page.getByRole('tabpanel', { name: 'Training' });
  await panel.getByRole('button', { name: 'Folds', exact: true }).click();
  const folds = panel.getByLabel('folds', { exact: true });
  await folds.fill('30');
  await folds.press('Enter');
  await panel.getByLabel('stratify').press('Space');
  await panel.getByRole('button', { name: 'Cross-validate' }).click();
  await expect(panel.getByText(/fold \d+ of 30, epoch \d+ of 2000/)).toBeVisible();
  await expect(panel.getByRole('row', { name: /^fold 1 / })).toContainText('%', { timeout: 30_000 });
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await expect(panel.getByRole('status')).toHaveText(/^cancelled after \d+ of 30 folds$/);

  await folds.fill('51');
  await folds.press('Enter');
  await panel.getByRole('button', { name: 'Cross-validate' }).click();
  await expect(panel.getByRole('alert')).toContainText(
    '51 stratified folds need a class of at least as many',
  );

  // Undo the epochs: the document is the course's again.
  await page.keyboard.press('Control+z');
  await folds.fill('5');
  await folds.press('Enter');
  await panel.getByRole('button', { name: 'Cross-validate' }).click();
  await expect(panel.getByText('5 of 5 folds done')).toBeVisible({ timeout: 30_000 });
  const accuracies = await panel.locator('tbody td:nth-of-type(3)').allTextContents();
  expect(accuracies).toHaveLength(5);
  const mean = accuracies.reduce((sum, text) => sum + Number.parseFloat(text) / 5, 0);
  const shown = await panel.getByRole('row', { name: /^mean/ }).getByRole('cell').nth(2).textContent();
  expect(Number.parseFloat(shown ?? '')).toBeCloseTo(mean, 0);

  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('test-accuracy')).toHaveText(/^90/);
  await expect(panel.getByText('stale since an edit')).toHaveCount(0);
});

test('a grid from a spreadsheet becomes the weights, in one step that undo takes back', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.select('fc2');
  await designer.tab('Weights').click();
  const bias = page.getByRole('table', { name: 'bias' });
  const drawn = await bias.innerText();
  const paste = (into: string, text: string) =>
    page.getByRole('textbox', { name: into }).evaluate((field, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await paste('bias, setosa', '0,5\t1,5\t-2,5\n');
  const numbers = async () =>
    Promise.all((await bias.getByRole('textbox').all()).map((field) => field.inputValue()));
  await expect.poll(numbers).toEqual(['0.5000', '1.5000', '−2.5000']);
  await paste('bias, versicolor', '1 2');
  await expect(page.getByText('Expected 3 numbers; found 1×2.')).toBeVisible();
  await page.getByRole('textbox', { name: /^bias as 3:/ }).fill('[4, 5, 6]');
  await page.getByRole('button', { name: 'Use these numbers' }).click();
  await expect.poll(numbers).toEqual(['4.0000', '5.0000', '6.0000']);
  await page.getByRole('heading', { name: /^bias/ }).click();
  await page.keyboard.press('Control+z');
  await expect.poll(numbers).toEqual(['0.5000', '1.5000', '−2.5000']);
  await page.keyboard.press('Control+z');
  expect(await bias.innerText()).toBe(drawn);
});

test('clipping, accumulation, own rates, frozen layers and early stopping act from their fields', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Training').click();
  const set = async (name: string, value: string) => {
    const field = page.getByLabel(name, { exact: true });
    await field.fill(value);
    await field.press('Enter');
  };
  /** Trains to the end; by how much the training loss fell from the start. */
  const fall = async (): Promise<number> => {
    await designer.trainButton.click();
    await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
    const losses = await designer.curve('Loss', 'train');
    return (losses[0] ?? Number.NaN) - (losses.at(-1) ?? Number.NaN);
  };
  for (const bound of ['clip norm', 'clip value']) {
    await set(bound, '1e-12');
    expect(await fall()).toBe(0);
    await set(bound, '');
  }
  await set('accumulate', '1000000');
  expect(await fall()).toBe(0);
  await set('accumulate', '1');

  await designer.select('fc1');
  await set('learning rate', '0');
  await designer.select('fc2');
  await page.getByRole('checkbox', { name: 'frozen' }).press('Space');
  expect(await fall()).toBe(0);
  await page.getByRole('checkbox', { name: 'frozen' }).press('Space');
  expect(await fall()).toBeGreaterThan(0.1);

  // No epoch is better by 1000 than the first: the second is the last, and the first one's weights come back.
  await page.getByLabel('early stopping').press('Space');
  await set('patience', '0');
  await set('min_delta', '1000');
  await fall();
  await expect(page.getByRole('region', { name: 'Training controls' })).toContainText('2 of 20');
  await designer.tab('Results').click();
  await expect(page.getByRole('heading', { name: 'Best weights, restored after epoch 2' })).toBeVisible();
});

test('an isolated page trains a large network with a second worker, another page with one, to the same weights', async ({
  page,
}) => {
  const drawn = draw(
    'x:Input{shape:[4]} -> a:Linear{out_features:256} -> r:ReLU -> b:Linear{out_features:256} -> s:ReLU',
    's -> c:Linear{out_features:3} -> loss:CrossEntropyLoss; y:Target{classes:3} -> loss.target',
  );
  const designer = new Designer(page);
  const status = page.getByRole('contentinfo');
  const said = status.getByText(/^[12] workers?$/);
  const open = async (epochs: number): Promise<void> => {
    await designer.open();
    await designer.openGraph({ ...drawn, training: { ...drawn.training, epochs, batchSize: 1000 } });
    await designer.tab('Training').click();
    await expect(page.getByLabel('epochs', { exact: true })).toHaveValue(String(epochs));
    await designer.trainButton.click();
  };
  const weights = async (): Promise<unknown> => {
    const downloads = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Export JSON with weights' }).click();
    return JSON.parse(await readFile(await (await downloads).path(), 'utf8')).weights;
  };
  await open(100_000);
  // Which of them is faster depends on what else the machine does; both were tried by then.
  await expect(said).toBeVisible({ timeout: 30_000 });
  await designer.trainButton.click();
  await expect(designer.trainButton).not.toHaveText('Pause');
  const made = Number(/step ([\d,]+) of/.exec((await status.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
  const tried = await weights();

  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const { 'cross-origin-opener-policy': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await open(made);
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  await expect(said).toHaveCount(0);
  expect(await weights()).toEqual(tried);
});
