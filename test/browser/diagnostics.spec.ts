import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

/** Iris 4-8-3 as a file, with other nodes between the last layer and the loss, and another learning rate. */
function irisFile(operators: readonly string[], learningRate: number): string {
  const chain = ['Input', 'Linear', 'ReLU', 'Linear', ...operators, 'CrossEntropyLoss'];
  const nodes = chain.map((operator, index) => ({
    id: `n${index}`,
    operator,
    attributes: index === 3 ? { out_features: 3 } : {},
    position: { x: index * 176, y: 96 },
  }));
  const last = nodes.length - 1;
  return JSON.stringify({
    format: 'nodegrad',
    version: 1,
    name: 'Iris',
    nodes: [...nodes, { id: 'y', operator: 'Target', attributes: {}, position: { x: 528, y: 288 } }],
    edges: [
      ...nodes.slice(1).map(({ id }, index) => ({ from: [`n${index}`, 'output'], to: [id, 'input'] })),
      { from: ['y', 'output'], to: [`n${last}`, 'target'] },
    ],
    training: { optimizer: { name: 'SGD', learningRate }, batchSize: 1, epochs: 20, shuffle: false, seed: 1 },
    data: {
      dataset: 'iris',
      split: { validation: 0.2, test: 0.2, randomState: 7, shuffle: true, stratify: false },
      scaler: 'none',
    },
  });
}

test('Softmax before CrossEntropyLoss is told with its reason, and one click takes it out', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.openFile('iris.json', irisFile(['Softmax'], 0.01));
  await designer.tab('Diagnostics').click();
  const row = page
    .getByRole('tabpanel', { name: 'Diagnostics' })
    .getByRole('row')
    .filter({ hasText: 'W401' });
  await expect(row).toContainText('n5 gets probabilities where it takes logits');
  await expect(row).toContainText('flattens the scores');
  await row.getByRole('button', { name: 'Remove n4' }).click();
  await expect(row).toHaveCount(0);
  await expect(designer.nodes).toHaveCount(6);
  await page.keyboard.press('Control+z');
  await expect(designer.nodes).toHaveCount(7);
  await expect(row).toHaveCount(1);
});

test('a shape conflict names who forced each side, and its node is shown by keyboard', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.select('fc2');
  const field = page.getByLabel('in_features');
  await field.fill('16');
  await field.press('Enter');
  await designer.tab('Diagnostics').click();
  const row = page
    .getByRole('tabpanel', { name: 'Diagnostics' })
    .getByRole('row')
    .filter({ hasText: 'E201' });
  await expect(row).toContainText('8 comes from out_features of fc1, through act1.');
  await expect(row).toContainText('in_features of fc2 is set to 16.');
  // The map would lie over the fixes.
  const map = page.getByRole('img', { name: 'Map of the whole graph' });
  await expect(page.locator('.slip')).toBeVisible();
  await expect(map).toBeHidden();
  await row.getByRole('button', { name: 'fc2.input' }).focus();
  await page.keyboard.press('Enter');
  await expect(designer.node('fc2')).toBeInViewport();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(row.getByRole('button', { name: 'Set out_features of fc1 to 16' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row).toHaveCount(0);
  await expect(designer.node('fc1')).toContainText('4 → 16');
  await expect(map).toBeVisible();
});

test('what a run shows is told with the step at which it was measured, and what the data shows', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.openFile('iris.json', irisFile([], 1e9));
  await expect(designer.node('n4')).toBeVisible();
  await designer.trainButton.click();
  await designer.tab('Diagnostics').click();
  const panel = page.getByRole('tabpanel', { name: 'Diagnostics' });
  const row = panel.getByRole('row').filter({ hasText: 'W424' });
  await expect(row).toContainText('measured at step', { timeout: 20_000 });
  await expect(row.getByRole('button', { name: 'Lower the learning rate tenfold' })).toBeVisible();
  // The units that the leap killed are not what went wrong.
  await expect(panel.getByRole('row').filter({ hasText: 'W421' })).toHaveCount(0);
  const inData = panel.getByRole('row').filter({ hasText: 'A425' });
  await expect(inData).toContainText('in the training data');
  await inData.getByRole('button', { name: 'Standardise the features' }).click();
  // The graph's data is another now: what was measured is no longer said.
  await expect(inData).toHaveCount(0);
  await expect(row).toHaveCount(0);
});
