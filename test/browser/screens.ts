/**
 * `npm run screens [-- DIRECTORY]`: pictures of every scene of the designer's look, light and dark, made in the built app.
 * They are looked at, not compared: fonts differ from machine to machine.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, expect } from '@playwright/test';
import { Designer } from './designer.ts';
import { digitsByRows } from './digits-by-rows.ts';
import { findBrowser, launchArguments } from './find-browser.mjs';
import serve from './serve.mjs';

interface Scene {
  readonly name: string;
  readonly width?: number;
  readonly show: (designer: Designer) => Promise<void>;
}

async function trainIris(designer: Designer): Promise<void> {
  await designer.tab('Training').click();
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 60_000 });
}

const build: Scene['show'] = async (designer) => {
  await designer.select('fc1');
};

const scenes: readonly Scene[] = [
  { name: 'build', show: build },
  { name: 'build-1024', width: 1024, show: build },
  {
    name: 'train',
    show: async (designer) => {
      await trainIris(designer);
      await designer.select('act1');
      await designer.tab('Values').click();
    },
  },
  {
    name: 'gradient',
    show: async (designer) => {
      await trainIris(designer);
      await designer.select('fc1');
      await designer.tab('Formula').click();
      await designer.tab('Program').click();
      await designer.page.keyboard.press('f');
    },
  },
  {
    name: 'error',
    show: async (designer) => {
      await designer.select('fc2');
      await designer.page.getByLabel('in_features').fill('16');
      await designer.page.keyboard.press('Enter');
      await designer.tab('Diagnostics').click();
    },
  },
  {
    name: 'many',
    show: async (designer) => {
      await designer.openFile('digits-by-rows.json', JSON.stringify(digitsByRows()));
      await expect(designer.page.getByText('63 nodes').first()).toBeVisible();
      await designer.page.getByRole('button', { name: 'Outline' }).click();
      await designer.page.getByRole('button', { name: 'Fold the dock' }).click();
      await designer.page.keyboard.press('i');
      await designer.page.keyboard.press('f');
      await designer.page.keyboard.press('Control+f');
      await designer.page.keyboard.type('params > 200');
    },
  },
  {
    name: 'walk',
    show: async (designer) => {
      const { page } = designer;
      await designer.tab('Training').click();
      await page.getByLabel('batch_size', { exact: true }).fill('16');
      await page.keyboard.press('Enter');
      for (let step = 0; step < 40; step += 1) await page.getByRole('button', { name: /^Step/ }).click();
      await page.getByRole('button', { name: 'Fold the palette' }).click();
      await designer.select('act1');
      await designer.tab('Values').click();
      await designer.node('act1').focus();
      const walk = page.getByRole('region', { name: 'The coming update, node by node' });
      await page.keyboard.press('n');
      await walk.getByRole('button', { name: 'Finish forward' }).click();
      await walk.getByRole('button', { name: 'Finish loss' }).click();
      while (!(await walk.getByRole('status').textContent())?.includes('act1'))
        await walk.getByRole('button', { name: 'Next node' }).click();
    },
  },
  {
    name: 'followed',
    show: async (designer) => {
      const { page } = designer;
      await trainIris(designer);
      await page.getByRole('button', { name: 'Fold the palette' }).click();
      await designer.select('fc1');
      await designer.tab('Formula').click();
      await page.getByText('numbers', { exact: true }).click();
      await page.getByTestId('forward').locator('.filled [data-symbol="W1"] [data-place="1 2"]').click();
      await designer.tab('Program').click();
      await page.keyboard.press('f');
    },
  },
  {
    name: 'results',
    show: async (designer) => {
      const { page } = designer;
      await designer.chooseTemplate('MLP with Tanh');
      await trainIris(designer);
      await designer.tab('Results').click();
      await page.getByRole('button', { name: 'Plane', exact: true }).click();
      await designer.select('act1');
      await designer.tab('Values').click();
    },
  },
  { name: 'empty', show: (designer) => designer.chooseTemplate('Empty') },
];

const directory = process.argv[2] ?? fileURLToPath(new URL('../../dist/screens', import.meta.url));
mkdirSync(directory, { recursive: true });
const stop = await serve();
const browser = await chromium.launch({ ...(await findBrowser()), args: launchArguments });
try {
  for (const scene of scenes) {
    for (const theme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        baseURL: process.env['NODEGRAD_ADDRESS'] ?? '',
        viewport: { width: scene.width ?? 1280, height: scene.width === undefined ? 800 : 768 },
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      const designer = new Designer(await context.newPage());
      await designer.open();
      await scene.show(designer);
      // Pictures on cards, charts and formulas come a moment after what they show.
      await designer.page.waitForTimeout(700);
      const file = join(directory, `${scene.name}-${theme}.png`);
      await designer.page.screenshot({ path: file });
      console.log(file);
      await context.close();
    }
  }
} finally {
  await browser.close();
  stop();
}
