import { expect, test } from '@playwright/test';
import { axeFaultsInBothThemes } from './axe.ts';
import { Designer } from './designer.ts';

test('a block kept in one graph is in the palette of every other, found, added, dragged, renamed and removed', async ({
  page,
}) => {
  test.slow();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const designer = new Designer(page);
  await designer.open();
  const palette = page.getByRole('navigation', { name: 'Palette' });
  const mine = palette.getByRole('group', { name: 'My blocks' });
  const dialog = page.getByRole('dialog', { name: 'My blocks' });

  // Kept from the inspector; the dialog that opens says what is kept and takes a name.
  await designer.select('fc1');
  await designer
    .node('act1')
    .locator('header')
    .click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+g');
  await page.getByLabel('Name of block1').fill('encoder');
  await page.getByLabel('Name of block1').press('Enter');
  await expect(mine).toHaveCount(0);
  await page.getByRole('button', { name: 'Keep in My blocks', exact: true }).click();
  await expect(dialog.getByLabel('Name of encoder')).toHaveValue('encoder');
  await expect(dialog).toContainText('2 nodes');
  expect(await axeFaultsInBothThemes(page)).toEqual([]);
  await dialog.getByLabel('Name of encoder').fill('wide encoder');
  await dialog.getByLabel('Name of encoder').press('Enter');
  await page.keyboard.press('Escape');
  await expect(mine.getByRole('option', { name: 'wide encoder' })).toBeVisible();
  expect(await axeFaultsInBothThemes(page)).toEqual([]);
  // Kept once more under its first name, it is another one; that graph's own block is called as before.
  await page.getByRole('button', { name: 'Keep in My blocks', exact: true }).click();
  await expect(dialog.getByRole('textbox')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(designer.node('block1')).toContainText('encoder');

  // After a reload, in another tab and another graph: found by search, wired to what is selected, one step.
  await page.reload();
  await page.keyboard.press('Alt+n');
  await designer.chooseTemplate('MLP with ReLU');
  await expect(designer.total).toHaveText('9');
  const before = await designer.nodes.count();
  await designer.select('x');
  await page.keyboard.press('/');
  await page.keyboard.type('wide enc');
  await page.keyboard.press('Enter');
  await expect(designer.nodes).toHaveCount(before + 1);
  await expect(page.getByRole('button', { name: 'Undo: Add wide encoder' })).toBeVisible();
  await expect(palette.getByRole('group', { name: 'Blocks', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Undo: Add wide encoder' }).click();
  await expect(designer.nodes).toHaveCount(before);
  await expect(palette.getByRole('group', { name: 'Blocks', exact: true })).toHaveCount(0);

  // Dragged onto the sheet, and entered there: its nodes are those that were kept.
  await palette.getByRole('combobox', { name: 'Add a node' }).fill('');
  await designer.dragOperator('wide encoder', 300, 300);
  await expect(designer.nodes).toHaveCount(before + 1);
  await designer.node('block1').locator('header').dblclick();
  await expect(designer.node('block1/fc1')).toBeVisible();
  // Inside itself it cannot be used.
  await expect(mine.getByRole('option', { name: 'wide encoder' })).toHaveCount(0);
  await page.keyboard.press('Shift+Enter');

  // Removed after asking once more, by keyboard; the graph keeps its own, and a reload does not bring it back.
  await palette.getByRole('button', { name: 'My blocks…' }).click();
  await dialog.getByRole('button', { name: 'Remove wide encoder' }).press('Enter');
  await dialog.getByRole('button', { name: 'Remove for good' }).press('Enter');
  await expect(dialog.getByRole('textbox')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(designer.node('block1')).toBeVisible();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(mine.getByRole('option')).toHaveText([/^encoder \d+ nodes?$/]);
  expect(faults).toEqual([]);
});
