import type { Page } from '@playwright/test';
import axe from 'axe-core';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}

/** The rules of WCAG 2.2 AA that a program can check. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What these rules find in these parts of the page as it is, in all of it where none is named. Left out are the guards
 * that Base UI puts around a menu or dialog: they are hidden and take the focus only to pass it on.
 */
async function axeFaults(page: Page, include: readonly string[]): Promise<readonly string[]> {
  // The page's policy forbids scripts of others; evaluate runs outside it.
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
  const context = JSON.stringify({ include, exclude: ['[data-base-ui-focus-guard]'] });
  const options = JSON.stringify({ runOnly: rules, resultTypes: ['violations'] });
  const result = (await page.evaluate(`axe.run(${context}, ${options})`)) as AxeResult;
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** What they find in light and in dark. */
export async function axeFaultsInBothThemes(page: Page, ...parts: string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours in passing from one theme to the other are nobody's.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
    const faults = await axeFaults(page, parts);
    found.push(...faults.map((fault) => `${colorScheme}: ${fault}`));
  }
  return found;
}
