import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

/** Conventions of node editors, each by mouse: reference/conventions.md and designer.md, 'Adding' and 'Connecting'. */

test('a wire let go over the empty sheet offers what takes it, added and wired on choice, as one undo step', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  const count = await designer.nodes.count();
  const from = await designer.middle(designer.port('act1', 'output'));
  await designer.drag(from, { x: from.x + 60, y: from.y + 190 });
  const list = page.getByRole('dialog', { name: 'Add what follows…' });
  await expect(list).toBeVisible();
  await expect(list.getByRole('option', { name: /^Embedding/ })).toHaveCount(0);
  await list.getByRole('combobox').fill('tan');
  await expect(list.getByRole('option').first()).toContainText('Tanh');
  await page.keyboard.press('Enter');
  await expect(designer.nodes).toHaveCount(count + 1);
  await expect(designer.wires).toHaveCount(6);
  await page.keyboard.press('Control+z');
  await expect(designer.nodes).toHaveCount(count);
  await expect(designer.wires).toHaveCount(5);
});

test('an operator dropped on a wire is put into it; Delete takes it out and closes the gap', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  const count = await designer.nodes.count();
  const start = await designer.middle(designer.port('fc1', 'output'));
  const end = await designer.middle(designer.port('act1', 'input'));
  const option = page.getByRole('option', { name: 'Tanh', exact: true });
  await option.scrollIntoViewIfNeeded();
  await designer.drag(await designer.middle(option), { x: (start.x + end.x) / 2, y: start.y });
  await expect(designer.nodes).toHaveCount(count + 1);
  await expect(page.locator('.react-flow__edge[data-id="fc1.output->act1.input"]')).toHaveCount(0);
  await expect(designer.wires).toHaveCount(6);
  await page.keyboard.press('Delete');
  await expect(designer.nodes).toHaveCount(count);
  await expect(page.locator('.react-flow__edge[data-id="fc1.output->act1.input"]')).toHaveCount(1);
});

test('a wire to a used input replaces the old one, which is shown as doomed before', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  const from = await designer.middle(designer.port('fc1', 'output'));
  const to = await designer.middle(designer.port('fc2', 'input'));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 30, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 10 });
  await expect(page.locator('.react-flow__edge-path.doomed')).toHaveCount(1);
  await expect(page.locator('.pointer-tip')).toContainText('instead of act1');
  await page.mouse.up();
  await expect(page.locator('.react-flow__edge[data-id="fc1.output->fc2.input"]')).toHaveCount(1);
  await expect(page.locator('.react-flow__edge[data-id="act1.output->fc2.input"]')).toHaveCount(0);
  await expect(page.locator('.react-flow__edge-path.doomed')).toHaveCount(0);
});

test('the end of a wire is taken to another port, and over nothing it is taken out', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  const grip = page.locator(
    '.react-flow__edge[data-id="act1.output->fc2.input"] .react-flow__edgeupdater-target',
  );
  const at = await designer.middle(grip);
  await designer.drag(at, { x: at.x - 30, y: at.y + 170 });
  await expect(designer.wires).toHaveCount(4);
  await page.keyboard.press('Control+z');
  await expect(designer.wires).toHaveCount(5);
});

test('Find goes to a node by name or by bounds on its numbers', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await page.keyboard.press('Control+f');
  const list = page.getByRole('dialog', { name: /^Find a node/ });
  await list.getByRole('combobox').fill('params > 30');
  await expect(list.getByRole('option')).toHaveCount(1);
  await expect(page.locator('.passed-over')).toHaveCount(5);
  await page.keyboard.press('Enter');
  await expect(page.locator('.passed-over')).toHaveCount(0);
  await expect(designer.node('fc1')).toHaveClass(/selected/);
});

test('every command can be given by typing its name', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await page.keyboard.press('Control+Shift+p');
  const list = page.getByRole('dialog', { name: 'Do…' });
  await list.getByRole('combobox').fill('select all');
  await page.keyboard.press('Enter');
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(6);
});
