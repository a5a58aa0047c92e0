import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

const place = (x: number, y: number) => ({ x, y });

/** x → Linear → BatchNorm1d → Dropout → Linear → loss, in batches of `batchSize`. */
const withNormAndDropout = (batchSize: number): string =>
  JSON.stringify({
    format: 'nodegrad',
    version: 1,
    name: 'Modes',
    nodes: [
      { id: 'x', operator: 'Input', attributes: { shape: [4] }, position: place(0, 0) },
      { id: 'norm', operator: 'BatchNorm1d', attributes: {}, position: place(240, 0) },
      { id: 'drop', operator: 'Dropout', attributes: { p: 0.25 }, position: place(520, 0) },
      { id: 'fc', operator: 'Linear', attributes: { out_features: 3 }, position: place(240, 180) },
      { id: 'y', operator: 'Target', attributes: { classes: 3 }, position: place(0, 180) },
      { id: 'loss', operator: 'CrossEntropyLoss', attributes: {}, position: place(520, 180) },
    ],
    edges: [
      { from: ['x', 'output'], to: ['norm', 'input'] },
      { from: ['norm', 'output'], to: ['drop', 'input'] },
      { from: ['drop', 'output'], to: ['fc', 'input'] },
      { from: ['fc', 'output'], to: ['loss', 'input'] },
      { from: ['y', 'output'], to: ['loss', 'target'] },
    ],
    training: {
      optimizer: { name: 'SGD', learningRate: 0.1 },
      batchSize,
      epochs: 2,
      shuffle: true,
      seed: 42,
    },
    data: {
      dataset: 'iris',
      split: { validation: 0.2, test: 0.2, randomState: 7, shuffle: true, stratify: false },
      scaler: 'standard',
    },
  });

async function openDrawing(designer: Designer, batchSize: number): Promise<void> {
  await designer.open();
  await designer.openFile('modes.json', withNormAndDropout(batchSize));
  await expect(designer.node('drop')).toBeVisible();
}

test('what is shown is as in training or as in evaluation: formula, values and mark agree', async ({
  page,
}) => {
  const designer = new Designer(page);
  await openDrawing(designer, 16);
  await expect(designer.node('drop').locator('.mode')).toHaveText('training');
  await expect(designer.node('fc').locator('.mode')).toHaveCount(0);
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again');

  await designer.select('drop');
  await designer.tab('Values').click();
  await expect(page.getByLabel('Computed')).toHaveValue('train');
  const values = page.getByRole('grid', { name: 'Values of output' });
  await expect(values.locator('td.zero').first()).toBeVisible();
  await page.getByLabel('Computed').selectOption('evaluate');
  await expect(values.locator('td.zero')).toHaveCount(0);
  await expect(designer.node('drop').locator('.mode')).toHaveText('evaluation');

  await page.getByLabel('Samples').selectOption('next-batch');
  await expect(page.getByLabel('Computed')).toBeDisabled();
  await expect(page.getByLabel('Computed')).toHaveValue('train');

  await designer.tab('Formula').click();
  await expect(page.getByTestId('forward')).toContainText('in training');
  await expect(page.getByTestId('evaluation')).toContainText('in evaluation');
});

test('running statistics stand with the weights, kept and not counted', async ({ page }) => {
  const designer = new Designer(page);
  await openDrawing(designer, 16);
  await designer.select('norm');
  await designer.tab('Weights').click();
  const batches = page.getByRole('table', { name: 'num_batches_tracked' });
  await expect(batches).toContainText('0');
  await designer.trainButton.click();
  await expect(batches).toContainText('12');
  await expect(page.getByRole('table', { name: 'running_mean' })).toBeVisible();
  await expect(designer.node('norm')).toContainText('8');
});

test('a batch of one says why it cannot train, and one click mends it', async ({ page }) => {
  const designer = new Designer(page);
  await openDrawing(designer, 1);
  await designer.tab('Diagnostics').click();
  const panel = page.getByRole('tabpanel', { name: 'Diagnostics' });
  await expect(panel).toContainText('norm needs more than one value per feature in training');
  await panel.getByRole('button', { name: 'Set the batch size to 16' }).click();
  await expect(panel).not.toContainText('norm needs more');
  await expect(designer.trainButton).toBeEnabled();
});

test('a single row left over at the end of an epoch is said before training, and mended', async ({
  page,
}) => {
  const designer = new Designer(page);
  await openDrawing(designer, 89);
  await designer.tab('Training').click();
  await designer.trainButton.click();
  await expect(page.getByRole('alert')).toContainText('90 training rows in batches of 89');
  await page.getByRole('alert').getByRole('button', { name: 'Set the batch size to 90' }).click();
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again');
});
