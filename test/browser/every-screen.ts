import { expect } from '@playwright/test';
import type { InspectorTab } from '../../app/inspector/shown.ts';
import type { OpenDialog } from '../../app/shell/dialogs.ts';
import type { DockTab } from '../../app/shell/layout.ts';
import type { Designer } from './designer.ts';

/**
 * Every screen, panel, dialog and menu there is, each reached from the one before. The compiler holds the list to the
 * app's own types, and an architecture test to the files that open a dialog or a menu.
 */

/** What the app's types say there is to be seen. */
type Surface = `dialog ${OpenDialog['kind']}` | `dock ${DockTab}` | `inspector ${InspectorTab}`;

interface Screen<Shown extends string = string> {
  readonly name: string;
  /** Which of those it is, or the file that opens it. */
  readonly shows?: Shown;
  readonly show: (designer: Designer) => Promise<unknown>;
}

/** `unseen` stays empty: what no screen shows is missing there, and the compiler names it. */
const complete = <const Shown extends Surface | `app/${string}`>(
  screens: readonly Screen<Shown>[],
  _unseen: Readonly<Record<Exclude<Surface, Shown>, never>>,
): readonly Screen[] => screens;

const dialog = ({ page }: Designer, name: string | RegExp) =>
  expect(page.getByRole('dialog', { name })).toBeVisible();

/** Chooses in a menu of the top bar. */
async function choose({ page }: Designer, menu: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

const dockTabs = ['training', 'results', 'diagnostics', 'program', 'compiler', 'data', 'summary'] as const;
const numberTabs = ['values', 'gradient', 'weights'] as const;

export const everyScreen = complete(
  [
    ...dockTabs.map(
      (tab): Screen<`dock ${typeof tab}`> => ({
        name: tab,
        shows: `dock ${tab}`,
        show: (designer) => designer.tab(tab).click(),
      }),
    ),
    {
      name: 'the past of a run, with breakpoints',
      show: async (designer) => {
        await designer.tab('Training').click();
        for (const kind of ['not-finite', 'loss-rises', 'sign-change', 'found'])
          await designer.page.getByLabel('pause when').selectOption(kind);
        await designer.page.getByRole('slider', { name: 'Timeline of the run' }).press('PageDown');
        await expect(designer.page.getByRole('region', { name: 'Looking at the past' })).toBeVisible();
        await expect(designer.page.getByText('computing')).toBeHidden();
      },
    },
    {
      name: 'now',
      show: ({ page }) => page.getByRole('button', { name: 'Back to now' }).click(),
    },
    {
      name: 'kept runs',
      show: async ({ page }) => {
        await page.getByRole('button', { name: 'Runs', exact: true }).click();
        await page.getByRole('button', { name: 'Keep this run' }).click();
        await expect(page.getByLabel('Name of Run 1')).toBeVisible();
      },
    },
    {
      name: 'their curves',
      show: ({ page }) => page.getByRole('button', { name: 'Run', exact: true }).click(),
    },
    {
      name: 'an update node by node',
      show: async ({ page }) => {
        await page.getByRole('button', { name: 'Go through the coming update, node by node' }).click();
        await page.getByRole('button', { name: 'Finish forward' }).click();
      },
    },
    {
      name: 'its new weights',
      show: async ({ page }) => {
        for (const phase of ['loss', 'backward'])
          await page.getByRole('button', { name: `Finish ${phase}` }).click();
        await expect(page.locator('.update-equation .filled').first()).toBeVisible();
      },
    },
    {
      name: 'without it',
      show: ({ page }) => page.getByRole('button', { name: 'Leave without an update' }).click(),
    },
    ...['Samples', 'ROC', 'Plane'].map(
      (view): Screen<never> => ({
        name: `results, ${view}`,
        show: async (designer) => {
          await designer.tab('Results').click();
          await designer.page.getByRole('button', { name: view, exact: true }).click();
        },
      }),
    ),
    {
      name: 'folds',
      show: async (designer) => {
        await designer.tab('Training').click();
        await designer.page.getByRole('button', { name: 'Folds', exact: true }).click();
        await designer.page.getByRole('button', { name: 'Cross-validate' }).click();
        await expect(designer.page.getByText('5 of 5 folds done')).toBeVisible({ timeout: 30_000 });
      },
    },
    ...numberTabs.map(
      (tab): Screen<`inspector ${typeof tab}`> => ({
        name: tab,
        shows: `inspector ${tab}`,
        show: (designer) => designer.tab(tab).click(),
      }),
    ),
    {
      name: 'a parameter over the run, as a chart and as a table',
      show: async ({ page }) => {
        const [weight, bias] = ['weight', 'bias'].map((name) =>
          page.getByRole('region', { name: `${name} over the run`, exact: true }),
        );
        await weight?.getByRole('combobox').selectOption('elements');
        await expect(page.locator('.over-run .recharts-line').first()).toBeVisible();
        await bias?.getByRole('button').first().click();
      },
    },
    {
      name: 'numbers that do not fit',
      show: async ({ page }) => {
        await page.getByRole('button', { name: 'Paste weight' }).click();
        await page.keyboard.insertText('1 2 3');
      },
    },
    {
      name: 'formulas',
      shows: 'inspector formula',
      show: async (designer) => {
        await designer.tab('Formula').click();
        await expect(designer.page.getByTestId('chain weight')).toBeVisible();
      },
    },
    {
      name: 'their proof by numbers',
      shows: 'app/inspector/proof-badge.tsx',
      show: async (designer) => {
        await designer.page.getByRole('button', { name: 'Check these formulas' }).click();
        await designer.page.getByRole('button', { name: /^Holds, error/ }).click();
        await dialog(designer, /^Proof by numbers/);
      },
    },
    {
      name: 'attributes',
      shows: 'inspector attributes',
      show: async (designer) => {
        await designer.page.keyboard.press('Escape');
        await designer.tab('Attributes').click();
      },
    },
    {
      name: 'several nodes',
      show: ({ page }) => page.keyboard.press('Control+a'),
    },
    {
      name: 'the menu of a node',
      shows: 'app/shell/app.tsx',
      show: (designer) => designer.node('fc1').locator('header').click({ button: 'right' }),
    },
    {
      name: 'the menu of what can be exported',
      shows: 'app/shell/top-bar.tsx',
      show: async ({ page }) => {
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Export' }).click();
      },
    },
    {
      name: 'a link to the graph',
      shows: 'dialog link',
      show: async (designer) => {
        await designer.page.getByRole('menuitem', { name: 'Copy link', exact: true }).click();
        await dialog(designer, /link/);
      },
    },
    {
      name: 'a category of the folded palette',
      shows: 'app/palette/palette-rail.tsx',
      show: async ({ page }) => {
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Fold the palette' }).click();
        await page.getByRole('button', { name: 'Activations' }).click();
        await expect(page.getByRole('menuitem', { name: 'ReLU', exact: true })).toBeVisible();
      },
    },
    {
      name: 'what does not become a block',
      shows: 'dialog notice',
      show: async (designer) => {
        await designer.page.keyboard.press('Escape');
        await designer.page.getByRole('button', { name: 'Unfold the palette' }).click();
        await designer.select('fc1');
        await designer.node('fc2').click({ modifiers: ['Control'] });
        await designer.page.keyboard.press('Control+g');
        await dialog(designer, /cannot become a block/);
      },
    },
    {
      name: 'inside a block',
      show: async (designer) => {
        await designer.page.keyboard.press('Escape');
        await designer.select('fc1');
        for (const key of ['Control+g', 'Enter']) await designer.page.keyboard.press(key);
        await designer.page.getByRole('button', { name: 'Look inside the block' }).click();
        await expect(designer.page.getByRole('navigation', { name: 'Blocks entered' })).toBeVisible();
      },
    },
    {
      name: 'blocks that are kept',
      shows: 'dialog shelf',
      show: async (designer) => {
        await designer.page.keyboard.press('Shift+Enter');
        await designer.page.getByRole('button', { name: 'Keep in My blocks', exact: true }).click();
        await dialog(designer, 'My blocks');
      },
    },
    {
      name: 'Connect to…',
      show: async (designer) => {
        await designer.page.keyboard.press('Escape');
        await designer.page.keyboard.press('Control+z');
        await designer.node('fc1').focus();
        await designer.page.keyboard.press('c');
      },
    },
    {
      name: 'what can be done',
      show: async ({ page }) => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+Shift+p');
      },
    },
    {
      name: 'the outline',
      show: async ({ page }) => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+Shift+o');
        await page.getByRole('treeitem').first().focus();
        await page.keyboard.press('ArrowRight');
      },
    },
    {
      name: 'what is left out',
      show: async (designer) => {
        await designer.select('act1');
        for (const key of ['p', 'Control+m', 'Alt+c']) await designer.page.keyboard.press(key);
      },
    },
    {
      name: 'settings',
      shows: 'dialog settings',
      show: async (designer) => {
        for (const key of ['Control+z', 'Control+z', 'Control+z', 'Control+Shift+o', 'Control+,'])
          await designer.page.keyboard.press(key);
        await dialog(designer, 'Settings');
      },
    },
    {
      name: 'history',
      shows: 'dialog history',
      show: async (designer) => {
        await designer.page.keyboard.press('Escape');
        await designer.page.keyboard.press('h');
        await dialog(designer, 'History');
      },
    },
    {
      name: 'shortcuts',
      shows: 'dialog shortcuts',
      show: async (designer) => {
        await designer.page.keyboard.press('Escape');
        await designer.page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
        await dialog(designer, 'Keyboard shortcuts');
      },
    },
    {
      name: 'a note in a frame, about to be cut around',
      show: async (designer) => {
        const { page } = designer;
        await page.keyboard.press('Escape');
        await designer.select('fc1');
        for (const key of ['Shift+F', 'Enter', 'Shift+N']) await page.keyboard.press(key);
        await page.keyboard.type('Eight neurons');
        await page.keyboard.press('Control+Enter');
        await expect(designer.node('note1')).toContainText('Eight neurons');
        await page.keyboard.press('k');
      },
    },
    {
      name: 'pasted JSON',
      shows: 'dialog paste',
      show: async (designer) => {
        await designer.page.keyboard.press('Escape');
        await choose(designer, 'Open', 'Open pasted JSON…');
        await dialog(designer, 'Open pasted JSON');
      },
    },
    {
      name: 'what was refused',
      shows: 'dialog refused',
      show: async (designer) => {
        await designer.page.getByLabel('JSON of a graph').fill('{}');
        await designer.page.getByRole('button', { name: 'Open', exact: true }).last().click();
        await dialog(designer, /was not opened/);
      },
    },
    {
      name: 'an empty sheet',
      show: async (designer) => {
        await designer.page.keyboard.press('Escape');
        await designer.chooseTemplate('Empty');
      },
    },
    {
      name: 'own table, source',
      shows: 'dialog table',
      show: async (designer) => {
        await designer.page.getByRole('button', { name: 'Use your own table' }).click();
        await expect(designer.page.getByRole('dialog')).toBeVisible();
      },
    },
    {
      name: 'own table, columns',
      show: async ({ page }) => {
        await page.getByLabel('Rows of a table').fill('a;b;c\n1;2;x\n3;;y\n4;5;x\n5;6;y\n6;7;x\n7\n');
        await page.getByRole('button', { name: 'Read the pasted rows' }).click();
        await expect(page.getByLabel('Use of c')).toBeVisible();
      },
    },
    {
      name: 'own table, tensors',
      show: async ({ page }) => {
        await page.getByRole('button', { name: 'Next' }).click();
        await expect(page.getByRole('heading', { name: 'First training samples' })).toBeVisible();
      },
    },
    {
      name: 'own table, rows',
      show: async ({ page }) => {
        await page.getByRole('button', { name: 'Use this table' }).click();
        await page.getByRole('button', { name: 'Rows', exact: true }).click();
        await expect(page.getByLabel('a of row 0')).toBeVisible();
      },
    },
    {
      name: 'points',
      show: ({ page }) => page.getByRole('button', { name: 'Points', exact: true }).click(),
    },
    {
      name: 'pictures',
      show: async (designer) => {
        await designer.tab('Training').click();
        await designer.page.getByLabel('data set').selectOption('digits');
        await designer.tab('Data').click();
        await expect(designer.page.getByRole('img', { name: 'Sample 3, 3' })).toBeVisible();
      },
    },
    {
      name: 'drawing pad',
      show: ({ page }) => page.getByRole('button', { name: 'Draw', exact: true }).click(),
    },
  ],
  {},
);
