import { expect, test } from '@playwright/test';
import { axeFaultsInBothThemes } from './axe.ts';
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

test('a cell of the confusion matrix shows its samples; curves and regions follow the network', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('MLP with Tanh');
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText(/Train again/, { timeout: 40_000 });
  // Data of two features: a card shows how its units answer over the plane.
  await expect(designer.node('act1').getByRole('img', { name: /^How 2 units answer/ })).toBeVisible();
  await designer.tab('Results').click();
  const panel = page.getByRole('tabpanel', { name: 'Results' });
  const cell = panel.getByRole('button', { name: /said to be .*: show them/ }).first();
  const wanted = Number(await cell.textContent());
  await cell.click();
  await expect(panel.getByRole('heading', { name: 'Samples, test' })).toContainText(String(wanted));
  await expect(panel.locator('tbody tr')).toHaveCount(wanted);
  await panel.getByRole('button', { name: 'worst first' }).click();
  await panel.locator('tbody button').first().click();
  await designer.select('act2');
  await designer.tab('Values').click();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('1×1');

  await panel.getByRole('button', { name: 'ROC', exact: true }).click();
  const area = panel.getByRole('row', { name: /^1 / }).getByRole('cell');
  expect(Number(await area.textContent())).toBeGreaterThan(0.8);

  await panel.getByRole('button', { name: 'Plane', exact: true }).click();
  const probability = panel.getByRole('row', { name: /^1 / }).getByRole('cell');
  const sure = async () => Number.parseFloat((await probability.textContent()) ?? '');
  const fill = async (x: string, y: string) => {
    await panel.getByRole('textbox', { name: 'x1' }).fill(x);
    await panel.getByRole('textbox', { name: 'x1' }).press('Enter');
    await panel.getByRole('textbox', { name: 'x2' }).fill(y);
    await panel.getByRole('textbox', { name: 'x2' }).press('Enter');
  };
  await fill('1', '-0.8');
  await expect.poll(sure).toBeGreaterThan(80);
  await fill('0', '1.2');
  await expect.poll(sure).toBeLessThan(20);
  // The cross by arrow keys, with Shift further; what is said follows.
  const cross = panel.getByRole('slider', { name: /the cross/ });
  await cross.focus();
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('ArrowRight');
  for (let press = 0; press < 6; press += 1) await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(sure).toBeGreaterThan(50);
  await expect(cross).toHaveAttribute('aria-valuetext', /^x1 0\.\d+, x2 −/u);
  expect(await axeFaultsInBothThemes(page, '.dock')).toEqual([]);
});
