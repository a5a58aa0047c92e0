import { expect, test } from '@playwright/test';
import axe from 'axe-core';
import { Designer } from './designer.ts';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds no serious fault, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    const designer = new Designer(page);
    await designer.open();
    await designer.select('fc1');
    await designer.trainButton.click();
    await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
    for (const tab of ['Training', 'Diagnostics', 'Program', 'Compiler', 'Data', 'Summary']) {
      await designer.tab(tab).click();
      // The page's policy forbids scripts of others; evaluate runs outside it.
      await page.evaluate(axe.source);
      const result = (await page.evaluate(
        'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] })',
      )) as AxeResult;
      const serious = result.violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
        );
      expect(serious, `${theme}, ${tab}`).toEqual([]);
    }
  });
}

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
  });
}
