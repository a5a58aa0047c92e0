import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('a trained classifier shows its scores by part, the confusion matrix and each class', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Iris 4-8-3');
  await designer.tab('Results').click();
  const panel = page.getByRole('tabpanel', { name: 'Results' });
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText(/Train again/, { timeout: 40_000 });
  await expect(panel.getByRole('heading', { name: 'After epoch 20' })).toBeVisible();
  const test = panel.getByRole('row', { name: /^test/ });
  // The course's run: nine tenths of the test part's 30 rows.
  await expect(test).toContainText('90.0');
  const matrix = panel.getByRole('table', { name: /Rows are true classes/ });
  await expect(matrix.getByRole('row')).toHaveCount(4);
  const cells = await matrix.getByRole('cell').allTextContents();
  expect(cells.map(Number).reduce((sum, value) => sum + value, 0)).toBe(30);
  await panel.getByRole('button', { name: 'train', exact: true }).click();
  await expect(panel.getByRole('heading', { name: 'Per class, train' })).toBeVisible();
});
