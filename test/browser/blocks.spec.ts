import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('a block: grouped, entered, changed, used twice, trained, unpacked, and all of it undone', async ({
  page,
}) => {
  test.slow();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const designer = new Designer(page);
  await designer.open();

  // Two nodes become one, named as one types; it counts as one and says what it holds.
  await designer.select('fc1');
  await designer
    .node('act1')
    .locator('header')
    .click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+g');
  await page.getByLabel('Name of block1').fill('encoder');
  await page.getByLabel('Name of block1').press('Enter');
  await expect(designer.nodes).toHaveCount(5);
  await expect(designer.node('block1')).toContainText('encoder');
  await expect(designer.node('block1')).toContainText('4 → 8');
  await expect(designer.node('block1')).toContainText('40');
  await expect(designer.total).toHaveText('67');
  await expect(page.getByRole('option', { name: 'encoder' })).toBeVisible();

  // Inside, its ports are cards and its nodes are what they were; a change there is seen outside.
  await designer.node('block1').locator('header').dblclick();
  const crumbs = page.getByRole('navigation', { name: 'Blocks entered' });
  await expect(crumbs).toContainText('encoder');
  await expect(designer.nodes).toHaveCount(4);
  await expect(designer.node('block1/:in')).toContainText('N×4');
  await designer.select('block1/fc1');
  const width = page.getByLabel('out_features');
  await width.fill('16');
  await width.press('Enter');
  await expect(designer.node('block1/:out')).toContainText('N×16');
  await page.reload();
  await expect(crumbs).toContainText('encoder');
  await designer.node('block1/act1').locator('header').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(crumbs).toHaveCount(0);
  await expect(designer.node('block1')).toContainText('4 → 16');
  await expect(designer.total).toHaveText('131');

  // A second use, between the first and the layer after it: 16·16 + 16 more.
  const room = await designer.node('block1').boundingBox();
  const sheet = await page.locator('.react-flow').boundingBox();
  if (room === null || sheet === null) throw new Error('nothing is drawn');
  await designer.dragOperator('encoder', room.x - sheet.x + 80, room.y - sheet.y + 220);
  await expect(designer.nodes).toHaveCount(6);
  await designer.wire(['block1', 'output'], ['block2', 'input']);
  await page.locator('.react-flow__edge[data-id="block1.output->fc2.input"]').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await designer.wire(['block2', 'output'], ['fc2', 'input']);
  await expect(designer.total).toHaveText('403');

  // It trains, and what is inside shows its numbers.
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText(/Train again/, { timeout: 30_000 });
  await designer.node('block2').locator('header').dblclick();
  await expect(designer.node('block2/fc1').locator('.pic canvas')).toBeVisible();
  await expect(designer.node('block2/fc1')).toContainText('‖∇θ‖');
  await crumbs.getByRole('button').first().click();

  // Taken apart it is two nodes again.
  await designer.select('block2');
  await page.keyboard.press('Control+Shift+g');
  await expect(designer.nodes).toHaveCount(7);
  await expect(designer.total).toHaveText('403');

  const undo = page.getByRole('button', { name: /^Undo/ });
  for (let presses = 0; presses < 40 && (await undo.isEnabled()); presses += 1) await undo.click();
  // The reload made a fresh start of what can be undone: the block as it was left then.
  await expect(designer.nodes).toHaveCount(5);
  await expect(designer.total).toHaveText('131');
  expect(faults).toEqual([]);
});

test('nodes that would make a block feed itself are refused, with the reason', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.select('fc1');
  await designer
    .node('fc2')
    .locator('header')
    .click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+g');
  await expect(page.getByRole('dialog')).toContainText('fc1 → act1 → fc2');
  await page.keyboard.press('Escape');
  await expect(designer.nodes).toHaveCount(6);
});

test('a copy that shares its weights counts once', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.select('fc1');
  await page.keyboard.press('Control+g');
  await page.keyboard.press('Escape');
  await designer.select('block1');
  await page.keyboard.press('Control+Shift+d');
  await expect(designer.nodes).toHaveCount(7);
  await designer.wire(['x', 'output'], ['block2', 'input']);
  await expect(designer.node('block2')).toContainText('4 → 8');
  await expect(designer.node('block2')).toContainText('block1');
  await expect(designer.total).toHaveText('67');

  // Find looks inside blocks too, and leads in.
  await page.keyboard.press('Control+f');
  const list = page.getByRole('dialog', { name: /^Find a node/ });
  await list.getByRole('combobox').fill('fc1 params > 30');
  await expect(list.getByRole('option')).toHaveText([/^fc1in block1 · Linear · 40/]);
  await expect(designer.node('block1').locator('.found')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Blocks entered' })).toContainText('block1');
  await expect(designer.node('block1/fc1')).toHaveClass(/selected/);
});
