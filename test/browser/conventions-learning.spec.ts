import { expect, type Page, test } from '@playwright/test';
import { iris } from '../../engine/graph/templates/iris.ts';
import { mlpTanh } from '../../engine/graph/templates/mlp-tanh.ts';
import { type Designer, onOnePage } from './designer.ts';

/**
 * Rows of reference/conventions.md on machine learning and on what everybody must be able to see and reach: each test is
 * one. They share one page, in which each opens the graph it needs afresh.
 */

let page: Page;
let designer: Designer;

onOnePage((opened) => {
  designer = opened;
  page = opened.page;
});

async function train(): Promise<void> {
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
}

const field = (label: string) => page.getByLabel(label, { exact: true });

test('Playground: rate, activation, regularisation, batch size, noise, split, seed, play, step, reset, boundary', async () => {
  await designer.openGraph(mlpTanh.document);
  await designer.tab('Training').click();
  const settings: readonly (readonly [string, string])[] = [
    ['lr', '0.1'],
    ['batch_size', '10'],
    ['noise', '0.2'],
    ['test', '0.3'],
    ['seed', '7'],
  ];
  for (const [label, value] of settings) {
    await field(label).fill(value);
    await field(label).press('Enter');
    await expect(field(label)).toHaveValue(value);
  }
  await expect(page.getByLabel('weight_decay')).toBeVisible();
  const controls = page.getByRole('region', { name: 'Training controls' });
  await controls.getByRole('button', { name: /^Step/ }).click();
  await expect(controls).toContainText(/1 of \d+/);
  await controls.getByRole('button', { name: /^Reset/ }).click();
  await expect(controls).toContainText(/0 of \d+/);
  await train();
  await designer.tab('Results').click();
  await page.getByRole('button', { name: 'Plane', exact: true }).click();
  await expect(page.getByRole('tabpanel', { name: 'Results' }).locator('canvas').first()).toBeVisible();
});

test('Loss and accuracy curves of training and validation; histograms; charts also as a table', async () => {
  await designer.openGraph(iris.document);
  await designer.tab('Training').click();
  await train();
  for (const title of ['Loss', 'Accuracy'] as const)
    for (const part of ['train', 'validation'] as const) {
      const curve = await designer.curve(title, part);
      expect(curve.length).toBeGreaterThanOrEqual(20);
      expect(curve.every(Number.isFinite)).toBe(true);
    }
  await designer.select('fc1');
  await designer.tab('Weights').click();
  await expect(page.getByRole('img', { name: /istogram/ }).first()).toBeVisible();
});

test('Confusion matrix: rows are true, columns predicted, optionally as shares of the row', async () => {
  await designer.openGraph(iris.document);
  await designer.tab('Results').click();
  await train();
  const matrix = page.getByRole('table', { name: /^Rows are true classes, columns predicted/ });
  const shares = page.getByRole('button', { name: 'Share of the row' });
  await shares.click();
  for (const row of await matrix.locator('tbody tr').all()) {
    const cells = await row.getByRole('cell').allTextContents();
    expect(cells.map(Number.parseFloat).reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
  }
  await page.getByRole('button', { name: 'Counts', exact: true }).click();
  await expect(matrix).not.toContainText('%');
});

test('Validation, shuffle and early stopping; seeds of weights, order and split each explicit', async () => {
  await designer.openGraph(iris.document);
  await designer.tab('Training').click();
  await expect(field('validation')).toHaveValue('0.2');
  await expect(field('random_state')).toBeVisible();
  await expect(field('seed')).toBeVisible();
  await expect(field('shuffle')).not.toBeChecked();
  await expect(page.getByLabel('early stopping', { exact: true })).toBeAttached();
  await train();
  const first = await designer.curve('Loss', 'validation');
  await field('random_state').fill('8');
  await field('random_state').press('Enter');
  await train();
  expect(await designer.curve('Loss', 'validation')).not.toEqual(first);
  await field('random_state').fill('7');
  await field('random_state').press('Enter');
  await train();
  expect(await designer.curve('Loss', 'validation')).toEqual(first);
});

test('Dark mode as the system says; with less motion nothing on the canvas is animated', async () => {
  await designer.openGraph(iris.document);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await ground();
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await ground()).not.toBe(light);
  await train();
  const moving = await page.evaluate(
    () =>
      document
        .getAnimations()
        .filter(({ effect }) => Number(effect?.getComputedTiming().activeDuration ?? 0) > 50).length,
  );
  expect(moving).toBe(0);
  await expect(page.locator('.react-flow__edge.animated')).toHaveCount(0);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
});

test('Targets are at least 24 px, or stand apart as WCAG 2.5.8 asks', async () => {
  await designer.openGraph(iris.document);
  const small = await page.evaluate(() => {
    const targets = [...document.querySelectorAll('.top button, .stat button, .tabs button, .dock button')];
    return targets
      .filter((each) => each.checkVisibility())
      .map((each) => ({ name: each.textContent || each.ariaLabel, box: each.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ name, box }) => `${name} ${box.width}×${box.height}`);
  });
  expect(small).toEqual([]);
  // A port is drawn small and taken hold of in a larger square.
  const { x, y } = await designer.middle(designer.port('fc1', 'output'));
  const taken = await page.evaluate(
    ([left, top]) =>
      [-11, 11].map(
        (off) => document.elementFromPoint(left + off, top)?.closest('.react-flow__handle') !== null,
      ),
    [x, y] as const,
  );
  expect(taken).toEqual([true, true]);
});
