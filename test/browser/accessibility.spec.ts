import { expect, test } from '@playwright/test';
import { axeFaults } from './axe.ts';
import { Designer } from './designer.ts';

/** Each screen and dialog, reached from the one before. */
const screens: readonly (readonly [string, (designer: Designer) => Promise<void>])[] = [
  ...['Training', 'Results', 'Diagnostics', 'Program', 'Compiler', 'Data', 'Summary'].map(
    (tab) => [tab, (designer: Designer) => designer.tab(tab).click()] as const,
  ),
  [
    'the past of a run, with breakpoints',
    async (designer) => {
      await designer.tab('Training').click();
      for (const kind of ['not-finite', 'loss-rises', 'sign-change', 'found'])
        await designer.page.getByLabel('pause when').selectOption(kind);
      await designer.page.getByRole('slider', { name: 'Timeline of the run' }).press('PageDown');
      await expect(designer.page.getByRole('region', { name: 'Looking at the past' })).toBeVisible();
      await expect(designer.page.getByText('computing')).toBeHidden();
    },
  ],
  ['now', ({ page }) => page.getByRole('button', { name: 'Back to now' }).click()],
  [
    'kept runs',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Runs', exact: true }).click();
      await page.getByRole('button', { name: 'Keep this run' }).click();
      await expect(page.getByLabel('Name of Run 1')).toBeVisible();
    },
  ],
  ['their curves', ({ page }) => page.getByRole('button', { name: 'Run', exact: true }).click()],
  [
    'an update node by node',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Go through the coming update, node by node' }).click();
      await page.getByRole('button', { name: 'Finish forward' }).click();
    },
  ],
  [
    'its new weights',
    async ({ page }) => {
      for (const phase of ['loss', 'backward'])
        await page.getByRole('button', { name: `Finish ${phase}` }).click();
      await expect(page.locator('.update-equation .filled').first()).toBeVisible();
    },
  ],
  ['without it', ({ page }) => page.getByRole('button', { name: 'Leave without an update' }).click()],
  ...['Samples', 'ROC', 'Plane'].map(
    (view) =>
      [
        `results, ${view}`,
        async (designer: Designer) => {
          await designer.tab('Results').click();
          await designer.page.getByRole('button', { name: view, exact: true }).click();
        },
      ] as const,
  ),
  [
    'folds',
    async (designer) => {
      await designer.tab('Training').click();
      await designer.page.getByRole('button', { name: 'Folds', exact: true }).click();
      await designer.page.getByRole('button', { name: 'Cross-validate' }).click();
      await expect(designer.page.getByText('5 of 5 folds done')).toBeVisible({ timeout: 30_000 });
    },
  ],
  ...['Values', 'Gradient', 'Weights'].map(
    (tab) => [tab, (designer: Designer) => designer.tab(tab).click()] as const,
  ),
  [
    'a parameter over the run, as a chart and as a table',
    async ({ page }) => {
      const [weight, bias] = ['weight', 'bias'].map((name) =>
        page.getByRole('region', { name: `${name} over the run`, exact: true }),
      );
      await weight?.getByRole('combobox').selectOption('elements');
      await expect(page.locator('.over-run .recharts-line').first()).toBeVisible();
      await bias?.getByRole('button').first().click();
    },
  ],
  [
    'numbers that do not fit',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Paste weight' }).click();
      await page.keyboard.insertText('1 2 3');
    },
  ],
  ['the menu of a node', (designer) => designer.node('fc1').locator('header').click({ button: 'right' })],
  [
    'Connect to…',
    async (designer) => {
      await designer.page.keyboard.press('Escape');
      await designer.node('fc1').focus();
      await designer.page.keyboard.press('c');
    },
  ],
  [
    'what can be done',
    async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Shift+p');
    },
  ],
  [
    'the outline',
    async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Shift+o');
      await page.getByRole('treeitem').first().focus();
      await page.keyboard.press('ArrowRight');
    },
  ],
  [
    'what is left out',
    async (designer) => {
      await designer.select('act1');
      for (const key of ['p', 'Control+m', 'Alt+c']) await designer.page.keyboard.press(key);
    },
  ],
  [
    'settings',
    async ({ page }) => {
      for (const key of ['Control+z', 'Control+z', 'Control+z', 'Control+Shift+o', 'Control+,'])
        await page.keyboard.press(key);
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    },
  ],
  [
    'history',
    async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('h');
      await expect(page.getByRole('dialog', { name: 'History' })).toBeVisible();
    },
  ],
  [
    'shortcuts',
    async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  [
    'a note in a frame',
    async (designer) => {
      const { page } = designer;
      await page.keyboard.press('Escape');
      await designer.select('fc1');
      for (const key of ['Shift+F', 'Enter', 'Shift+N']) await page.keyboard.press(key);
      await page.keyboard.type('Eight neurons');
      await page.keyboard.press('Control+Enter');
      await expect(designer.node('note1')).toContainText('Eight neurons');
    },
  ],
  [
    'an empty sheet',
    async (designer) => {
      await designer.page.keyboard.press('Escape');
      await designer.chooseTemplate('Empty');
    },
  ],
  [
    'own table, source',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Use your own table' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  [
    'own table, columns',
    async ({ page }) => {
      await page.getByLabel('Rows of a table').fill('a;b;c\n1;2;x\n3;;y\n4;5;x\n5;6;y\n6;7;x\n7\n');
      await page.getByRole('button', { name: 'Read the pasted rows' }).click();
      await expect(page.getByLabel('Use of c')).toBeVisible();
    },
  ],
  [
    'own table, tensors',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Next' }).click();
      await expect(page.getByRole('heading', { name: 'First training samples' })).toBeVisible();
    },
  ],
  [
    'own table, rows',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Use this table' }).click();
      await page.getByRole('button', { name: 'Rows', exact: true }).click();
      await expect(page.getByLabel('a of row 0')).toBeVisible();
    },
  ],
  ['points', ({ page }) => page.getByRole('button', { name: 'Points', exact: true }).click()],
  [
    'pictures',
    async (designer) => {
      await designer.tab('Training').click();
      await designer.page.getByLabel('data set').selectOption('digits');
      await designer.tab('Data').click();
      await expect(designer.page.getByRole('img', { name: 'Sample 3, 3' })).toBeVisible();
    },
  ],
  ['drawing pad', ({ page }) => page.getByRole('button', { name: 'Draw', exact: true }).click()],
];

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any screen, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const designer = new Designer(page);
    await designer.open();
    await designer.select('fc1');
    await designer.trainButton.click();
    await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
    for (const [name, show] of screens) {
      await show(designer);
      expect(await axeFaults(page), `${theme}, ${name}`).toEqual([]);
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

test('at 200 % the sides lie over the sheet, one at a time, and nothing is out of reach', async ({
  page,
}) => {
  // A page of 1280 px at twice the size has the room of 640 px.
  await page.setViewportSize({ width: 640, height: 400 });
  const designer = new Designer(page);
  await designer.open();
  await page.keyboard.press('f');
  await designer.node('fc1').click({ position: { x: 8, y: 4 }, force: true });
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
    return [scrollWidth - clientWidth, scrollHeight - clientHeight, outside.length];
  });
  expect(reach).toEqual([0, 0, 0]);
  await page.keyboard.press('/');
  await expect(page.getByRole('option', { name: 'Linear', exact: true })).toBeVisible();
  await expect(page.getByTestId('chain weight')).toBeHidden();
  await page.keyboard.press('Escape');
});
