import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('a formula is typed, its mistake pointed at, its ports follow it, and it trains', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Own formula');
  await designer.select('f1');
  const field = page.getByRole('textbox', { name: 'expression' });
  await field.fill('x * sgmoid(beta * x)');
  await expect(page.getByText('is it sigmoid? (character 5: x * ▸sgmoid(beta * x))')).toBeVisible();
  await field.fill('where(x > 0, x, beta * x) + shift');
  await field.press('Enter');
  await expect(designer.port('f1', 'shift')).toHaveCount(1);
  await field.fill('max(x, beta * x)');
  await field.press('Enter');
  await expect(designer.port('f1', 'shift')).toHaveCount(0);
  await expect(designer.node('f1')).toContainText('max');
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText(/Train again/, { timeout: 30_000 });
});

test('a layer shares the parameters of another: counted once, said on its card, taken back by one click', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Linear, Linear, Sigmoid');
  await expect(designer.total).toHaveText('12');
  await designer.select('fc2');
  await page.getByLabel('weights', { exact: true }).selectOption({ label: 'fc1’s' });
  await expect(designer.total).toHaveText('6');
  await expect(designer.node('fc2').locator('footer')).toContainText('fc1');
  await page.getByLabel('weights', { exact: true }).selectOption({ label: 'its own' });
  await expect(designer.total).toHaveText('12');
});
