import { expect, test } from '@playwright/test';
import { axeFaultsInBothThemes } from './axe.ts';
import { Designer } from './designer.ts';
import { everyScreen } from './every-screen.ts';

test('axe finds nothing on any screen, light and dark', async ({ page }) => {
  // Fifty screens, each in two themes: more than three minutes on a busy machine.
  test.setTimeout(300_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const designer = new Designer(page);
  await designer.open();
  await designer.select('fc1');
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  for (const { name, show } of everyScreen) {
    await test.step(name, async () => {
      await show(designer);
      expect(await axeFaultsInBothThemes(page), name).toEqual([]);
      // Choices side by side are not cut off.
      const cut = await page
        .locator('.seg')
        .evaluateAll(
          (all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1).length,
        );
      expect(cut, name).toBe(0);
    });
  }
});

for (const width of [1024, 1280]) {
  test(`nothing scrolls sideways at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 768 });
    const designer = new Designer(page);
    await designer.open();
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBe(0);
    await designer.select('fc1');
    await designer.tab('Formula').click();
    expect(await overflow()).toBe(0);
    // A card whose formula is longer than that of the card called alike before, and one that an edit makes longer.
    const loss = designer.node('loss');
    await designer.chooseTemplate('Logistic regression');
    await expect(loss).toBeInViewport({ ratio: 0.999 });
    await designer.chooseTemplate('Iris 4-8-3');
    await designer.select('loss');
    await designer.tab('Attributes').click();
    await page.getByLabel('label_smoothing').fill('0.1');
    await page.getByLabel('label_smoothing').press('Enter');
    await expect(loss).toContainText('0.1');
    await expect(loss).toBeInViewport({ ratio: 0.999 });
    // What an empty sheet offers besides examples is in sight without scrolling.
    await designer.chooseTemplate('Empty');
    for (const way of ['Open a file', 'Paste JSON', 'Use your own table'])
      await expect(page.getByRole('button', { name: way })).toBeInViewport({ ratio: 1 });
  });
}

test('at 200 % the sides lie over the sheet, one at a time, and nothing is out of reach', async ({
  page,
}) => {
  // A page of 1280 px at twice the size has the room of 640 px.
  await page.setViewportSize({ width: 640, height: 400 });
  const designer = new Designer(page);
  await designer.open();
  await page.keyboard.press('f');
  await designer.node('fc1').click({ position: { x: 8, y: 4 } });
  await expect(designer.node('fc1')).toHaveClass(/selected/);
  await page.getByRole('button', { name: 'Inspector' }).click();
  await designer.tab('Formula').click();
  await expect(page.getByTestId('chain weight')).toContainText('softmax');
  const reach = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const outside = [...document.querySelectorAll('.top button, .stat button, .tabs .tab')].filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      const strip = each.closest('.tabs');
      return strip === null ? left < 0 || right > clientWidth : strip.scrollWidth > 2 * strip.clientWidth;
    });
    const top = [...document.querySelectorAll('.top :is(button, input)')].map((each) =>
      each.getBoundingClientRect(),
    );
    const touching = top.filter(({ left }, at) => left < (top[at - 1]?.right ?? 0));
    return [scrollWidth - clientWidth, scrollHeight - clientHeight, outside.length, touching.length];
  });
  expect(reach).toEqual([0, 0, 0, 0]);
  await page.keyboard.press('/');
  await expect(page.getByRole('option', { name: 'Linear', exact: true })).toBeVisible();
  await expect(page.getByTestId('chain weight')).toBeHidden();
  await page.keyboard.press('Escape');
});

for (const hand of ['mouse', 'finger'] as const) {
  test(`nothing of the bar at the top lies on anything else, with controls for a ${hand}`, async ({
    browser,
  }) => {
    const touch = hand === 'finger';
    const page = await browser.newPage({ hasTouch: touch, isMobile: touch });
    await new Designer(page).open();
    for (const width of [1280, 1024, 961, 901, 820, 640]) {
      await page.setViewportSize({ width, height: 768 });
      const touching = await page.evaluate(() => {
        const parts = [...document.querySelectorAll('.top :is(button, input, .read)')]
          .filter((each) => each.checkVisibility())
          .map((each) => each.getBoundingClientRect());
        return parts.filter(
          (one, at) =>
            one.right > document.documentElement.clientWidth ||
            parts.slice(at + 1).some((other) => other.left < one.right - 1 && other.right > one.left + 1),
        ).length;
      });
      expect(touching, `${width} px`).toBe(0);
    }
    await page.close();
  });
}
