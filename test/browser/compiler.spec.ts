import { expect, test } from '@playwright/test';
import axe from 'axe-core';
import { Designer } from './designer.ts';

test('one multiplication is followed from the drawing to the instruction', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Compiler').click();
  await expect(page.getByText('Select a node to follow it')).toBeVisible();
  await designer.select('fc1');
  const primitives = page.getByRole('listbox', { name: 'Primitives' });
  const product = primitives.getByRole('option', { name: /= matmul\(x/ });
  await expect(product).toHaveAttribute('aria-selected', 'true', { timeout: 20_000 });
  await expect(page.getByRole('region', { name: 'Kernel' })).toContainText('A product over 8, sums over 4');

  const lines = page.getByTestId('instructions');
  await expect(lines.locator('.here', { hasText: 'f32x4.mul' })).toHaveCount(8);
  await expect(lines.locator('.here', { hasText: ';; fc1.weight' })).toHaveCount(8);

  // By keyboard to the addition of the bias, which ended in the same kernel.
  await primitives.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(primitives.getByRole('option', { name: /^z1 =/ })).toHaveAttribute('aria-selected', 'true');
  await expect(lines.locator('.here', { hasText: 'f32x4.add' })).toHaveCount(2);

  await page.evaluate(axe.source);
  const found = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run('.dock', { runOnly: ['wcag2a', 'wcag2aa'] }),
  );
  expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  // What the kernel computes besides leads to its node, which is then followed in turn.
  await page.getByRole('region', { name: 'Kernel' }).getByRole('button', { name: 'a', exact: true }).click();
  await expect(designer.node('act1')).toHaveClass(/selected/);
  await expect(primitives.getByRole('option', { name: /^a = maximum/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );

  // An edit is compiled after a pause, and the report follows.
  await designer.select('fc1');
  await page.getByLabel('out_features').fill('5');
  await page.getByLabel('out_features').press('Enter');
  await expect(page.getByRole('region', { name: 'Kernel' })).toContainText('A product over 5, sums over 4');
});

test('a part of the page that cannot be fetched says so, and is fetched again when asked', async ({
  page,
}) => {
  const designer = new Designer(page);
  await page.route('**/compiler-panel*.js', (route) => route.abort());
  await designer.open();
  await designer.tab('Compiler').click();
  const said = page.getByRole('alert').filter({ hasText: 'could not be fetched' });
  await expect(said).toBeVisible();
  await expect(designer.nodes).toHaveCount(6);
  // So does what a key asks for, where nothing else would be seen of it.
  await page.route('**/tidy-up*.js', (route) => route.abort());
  await designer.clickSheet();
  await page.keyboard.press('t');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing was tidied up.' })).toBeVisible();
  await page.unroute('**/compiler-panel*.js');
  await said.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Select a node to follow it')).toBeVisible();
});
