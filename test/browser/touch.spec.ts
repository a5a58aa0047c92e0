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
  // Where they differ that is said, and all are made like the first, as one step.
  await page.getByRole('button', { name: 'Set all to 8' }).click();
  await expect(designer.node('fc2').locator('footer')).toContainText('8 → 8');
  await expect(page.getByRole('button', { name: 'Set all to 8' })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(designer.node('fc2').locator('footer')).toContainText('8 → 3');
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

  // A finger that rests opens the menu of what lies there, which stays when it is lifted.
  const menu = page.getByRole('menu');
  const rest = async (at: { readonly x: number; readonly y: number }) => {
    await designer.dragByTouch(at, at, () => expect(menu).toBeVisible());
    await expect(menu).toBeVisible();
  };
  await rest(await designer.middle(designer.node('fc2').locator('header')));
  await expect(selected).toHaveCount(1);
  await menu.getByRole('menuitem', { name: /^Delete/ }).click();
  await expect(designer.nodes).toHaveCount(5);
  await page.keyboard.press('Control+z');
  await rest(await designer.emptyPlace());
  await menu.getByRole('menuitem', { name: /^Select all/ }).click();
  await expect(selected).toHaveCount(6);
  // From afar, where its mark is smaller than a finger, a wire's end is taken anywhere near it on the wire.
  await page.keyboard.press('Escape');
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('-');
  await expect(page.locator('.chip-card')).toHaveCount(6);
  await expect(page.getByRole('button', { name: /^Zoom \d+ %/ })).toHaveText('45 %');
  await page.waitForTimeout(300);
  const wire = page.locator('.react-flow__edge[data-id="y.output->loss.target"]');
  const near = await wire.locator('.react-flow__edge-path').evaluate((path: SVGPathElement) => {
    const matrix = path.getScreenCTM() ?? new DOMMatrix();
    const { x, y } = path.getPointAtLength(path.getTotalLength() - 18 / matrix.a);
    const at = new DOMPoint(x, y).matrixTransform(matrix);
    return { x: at.x, y: at.y };
  });
  await designer.dragByTouch(near, { x: near.x, y: near.y + 90 });
  await expect(wire).toHaveCount(0);
  // On a page as narrow as a phone's held level, nothing of the bar lies on anything else of it.
  await page.setViewportSize({ width: 640, height: 700 });
  const overlaps = await page.locator('.top button').evaluateAll((buttons) => {
    const boxes = buttons.map((button) => button.getBoundingClientRect());
    return boxes.filter((box, at) => at > 0 && box.left < (boxes[at - 1]?.right ?? 0) - 0.5).length;
  });
  expect(overlaps).toBe(0);
});
