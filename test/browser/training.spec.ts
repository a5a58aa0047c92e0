import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('a layer put in while training waits: the others go on from where they were', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Training').click();
  const controls = page.getByRole('region', { name: 'Training controls' });
  const stepButton = controls.getByRole('button', { name: /^Step/ });
  for (const done of [1, 2, 3]) {
    await stepButton.click();
    await expect(controls).toContainText(`${done} of 90`);
  }
  // With a learning rate of 0 a step shows the weights that it started from.
  await page.getByLabel('lr', { exact: true }).fill('0');
  await page.keyboard.press('Enter');
  await designer.select('fc2');
  await designer.tab('Weights').click();
  const bias = page.getByRole('table', { name: 'bias' });
  const trained = await bias.innerText();
  const start = await designer.middle(designer.port('fc1', 'output'));
  const end = await designer.middle(designer.port('act1', 'input'));
  const option = page.getByRole('option', { name: 'Tanh', exact: true });
  await option.scrollIntoViewIfNeeded();
  await designer.drag(await designer.middle(option), { x: (start.x + end.x) / 2, y: start.y });
  await expect(page.getByText('Resume keeps untouched weights')).toBeVisible();
  await expect(designer.trainButton).toHaveText('Resume');
  await stepButton.click();
  await expect(controls).toContainText('4 of 90');
  await expect(page.getByText('stale since an edit')).toHaveCount(0);
  await designer.select('fc2');
  expect(await bias.innerText()).toBe(trained);
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
});

test('without WebAssembly’s vectors training says so and is done by the reference', async ({ page }) => {
  await page.route('**/training-worker-*.js', async (route) => {
    const response = await route.fetch();
    const body = `WebAssembly.validate = () => false;\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Training').click();
  await designer.trainButton.click();
  const notice = /vectors \(SIMD\) is missing or switched off here/;
  await expect(page.getByRole('tabpanel', { name: 'Training' })).toContainText(notice);
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  await expect(page.getByTestId('test-accuracy')).toHaveText(/^90/);
  await designer.tab('Summary').click();
  await page.getByRole('region', { name: 'Training controls' }).getByRole('button', { name: notice }).click();
  await expect(page.getByRole('tabpanel', { name: 'Training' })).toBeVisible();
});
