import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('formulas are checked by numbers on demand, go stale with an edit, and export as a PyTorch test', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.select('fc1');
  await page.getByLabel('out_features').fill('9');
  await page.getByLabel('out_features').press('Enter');
  await page.getByRole('tab', { name: 'Formula' }).click();
  await page.getByRole('button', { name: 'Check these formulas' }).click();
  const badge = page.getByRole('button', { name: /^Holds, error/ });
  await badge.click();
  await expect(page.getByTestId('proof-table').getByRole('row')).toHaveCount(6);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export PyTorch test' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/-test\.py$/);
  expect(readFileSync(await download.path(), 'utf8')).toContain('modules["fc1"] = nn.Linear(4, 9)');

  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('before the last change')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
});
