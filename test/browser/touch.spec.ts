import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('several nodes are selected by taps and by a stroke around them', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  const selected = page.locator('.react-flow__node.selected');
  // Fingers have no Ctrl: taps add once that is wanted, a stroke takes what it encloses, and the sheet stays.
  const place = (await page.locator('.react-flow__viewport').getAttribute('style')) ?? '';
  await page.getByRole('button', { name: 'Select several' }).click();
  for (const node of ['fc1', 'act1', 'fc2', 'act1']) await designer.select(node);
  await expect(selected).toHaveCount(2);
  const [start, end] = [await designer.node('fc1').boundingBox(), await designer.node('act1').boundingBox()];
  await designer.dragByTouch(
    { x: (start?.x ?? 0) - 12, y: (start?.y ?? 0) - 12 },
    { x: (end?.x ?? 0) + (end?.width ?? 0) + 12, y: (end?.y ?? 0) + (end?.height ?? 0) + 12 },
  );
  await expect(selected).toHaveCount(2);
  await expect(designer.node('act1')).toHaveClass(/selected/);
  await expect(page.locator('.react-flow__viewport')).toHaveAttribute('style', place);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Select several' })).toHaveAttribute('aria-pressed', 'false');
});
