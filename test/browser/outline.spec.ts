import { expect, type Page, test } from '@playwright/test';
import { Designer } from './designer.ts';

/** The outline is the graph's twin for those who do not see or cannot point: no step below touches the canvas. */

const tree = (page: Page) => page.getByRole('tree', { name: 'Outline of the graph' });
const item = (page: Page, name: string | RegExp) => tree(page).getByRole('treeitem', { name });

async function addOperator(page: Page, operator: string): Promise<void> {
  await page.keyboard.press('a');
  await page.getByRole('combobox', { name: 'Add a node…' }).fill(operator);
  await page.keyboard.press('Enter');
}

test('the Iris network is built, trained and exported in the outline alone', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Empty');
  await page.keyboard.press('Control+Shift+o');
  const start = page.getByRole('toolbar', { name: 'What to do with the graph' });
  await start.getByRole('button', { name: 'Add…' }).click();
  await page.getByRole('combobox', { name: 'Add a node…' }).fill('Input');
  await page.keyboard.press('Enter');
  await item(page, /^x, Input/).focus();

  // Each is wired to the one before, as far as it fits; what was added is the current row.
  for (const operator of ['Linear', 'ReLU', 'Linear', 'CrossEntropyLoss']) await addOperator(page, operator);
  await expect(item(page, /^loss, CrossEntropyLoss/)).toBeFocused();

  // A wire is deleted, and drawn again by 'Connect to…' on the free port.
  await addOperator(page, 'Target');
  await expect(item(page, /^y, Target/)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(item(page, 'output → loss.target')).toBeFocused();
  // The focus goes on from the row of a wire to that of a port.
  await page.keyboard.press('ArrowDown');
  await expect(item(page, 'output to…')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await item(page, 'output is not read').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Connect to…' }).fill('loss');
  await page.keyboard.press('Enter');
  await expect(item(page, 'output → loss.target')).toBeVisible();

  // Renamed and inspected from its row.
  await item(page, /^fc2, Linear/).focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('scores');
  await page.keyboard.press('Enter');
  await item(page, /^scores, Linear/).focus();
  const field = page.getByRole('textbox', { name: 'out_features' });
  await field.fill('3');
  await field.press('Enter');
  await expect(designer.total).toHaveText('67');

  // A node too many is deleted, the gap closed, and the focus stays in the tree.
  await item(page, /^act1, ReLU/).focus();
  await addOperator(page, 'Tanh');
  await page.keyboard.press('Delete');
  await expect(tree(page).getByRole('treeitem', { name: /Tanh/ })).toHaveCount(0);
  await expect(tree(page).locator(':focus')).toHaveCount(1);

  // Several rows are copied, and the copies are the current rows.
  await item(page, /^act1, ReLU/).focus();
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Control+d');
  await expect(tree(page).getByRole('treeitem', { selected: true })).toHaveText([/fc3/, /act2/]);
  await expect(item(page, /^fc3, Linear/)).toBeFocused();
  await page.keyboard.press('Control+z');

  await start.getByRole('button', { name: 'Train' }).click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  expect((await download).suggestedFilename()).toMatch(/\.json$/);
});
