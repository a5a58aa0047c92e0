import { expect, type Page, test } from '@playwright/test';
import { iris } from '../../engine/graph/templates/iris.ts';
import { axeFaultsInBothThemes } from './axe.ts';
import { type Designer, onOnePage } from './designer.ts';

/** The text of a formula without the spaces that MathML has for the eye. */
const written = async (page: Page, testId: string): Promise<string> =>
  (await page.getByTestId(testId).locator('.sides math').allTextContents()).join('').replaceAll(/\s/g, '');

// The tests share one page: each opens the graph afresh, and with it the tab.
let page: Page;
let designer: Designer;

onOnePage((opened) => {
  designer = opened;
  page = opened.page;
});
test.beforeEach(async () => {
  await designer.openGraph(iris.document);
  await designer.select('fc1');
  await designer.tab('Formula').click();
  await expect(page.getByTestId('chain weight')).toBeVisible();
});

test('a gradient is read in parts, in three forms', async () => {
  for (const part of ['forward', 'local weight', 'upstream output', 'product weight', 'chain weight']) {
    await expect(page.getByTestId(part)).toBeVisible();
  }
  await expect(page.getByTestId('upstream output')).toContainText('from act1');
  await expect(page.getByText('Derivatives in numerator layout')).toBeVisible();
  await page.getByRole('button', { name: 'bias', exact: true }).click();
  expect(await written(page, 'product bias')).not.toContain('Σ');
  await page.getByRole('button', { name: 'Batched' }).click();
  expect(await written(page, 'product bias')).toContain('ΣN');
  await page.getByRole('button', { name: 'Component' }).click();
  expect(await written(page, 'product bias')).toContain('Σn');
});

test('what the pointer is on lights up in formulas, numbers, cards and wires, both ways', async () => {
  await page.getByText('numbers', { exact: true }).first().click();
  const numbers = page.getByTestId('forward').locator('.filled [data-symbol="x"]');
  await expect(numbers).toBeVisible();
  const isLit = (of: ReturnType<Page['locator']>) =>
    of.evaluate((element) => getComputedStyle(element).outlineStyle === 'solid');
  const factor = page.getByTestId('forward').locator('.sides [data-symbol="x"]');
  const card = designer.node('x').locator('article');
  for (const each of [numbers, factor, card]) expect(await isLit(each)).toBe(false);
  await factor.hover();
  for (const each of [numbers, factor, card]) await expect.poll(() => isLit(each)).toBe(true);
  const wire = page.locator('.react-flow__edge[data-id^="x."] .react-flow__edge-path');
  await expect(wire).toHaveCSS('stroke-width', '4px');
  // From a wire to the symbol of what it carries, and from a card to all that is of its node.
  const wireOut = page.locator('.react-flow__edge[data-id^="fc1."] .react-flow__edge-path');
  const { x, y } = await designer.middle(wireOut);
  await page.mouse.move(x, y);
  const output = page.getByTestId('forward').locator('.lhs [data-symbol="z1"]');
  await expect.poll(() => isLit(output)).toBe(true);
  expect(await isLit(factor)).toBe(false);
  await card.hover();
  await expect.poll(() => isLit(factor)).toBe(true);
  expect(await isLit(output)).toBe(false);
  // The same by keyboard: z₁, x, in the next line the numbers of x, and back out.
  await page.mouse.move(1, 1);
  const place = page.getByRole('region', { name: 'Formulas, symbol by symbol' });
  const said = page.getByRole('status', { name: 'Symbol' });
  await place.focus();
  await page.keyboard.press('ArrowRight');
  await expect(said).toHaveText('z1 of fc1');
  await page.keyboard.press('ArrowRight');
  await expect(factor).toBeFocused();
  for (const each of [numbers, factor, card]) await expect.poll(() => isLit(each)).toBe(true);
  await page.keyboard.press('ArrowDown');
  await expect(numbers).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(place).toBeFocused();
  await expect(said).toHaveText('');
  expect(await isLit(card)).toBe(false);
  // And by a tap, which a finger does not hover over.
  await output.click();
  await page.mouse.move(1, 1);
  await expect(said).toHaveText('z1 of fc1');
  await expect(wireOut).toHaveCSS('stroke-width', '4px');
});

test('names are written out one level at a time, by the keyboard too', async () => {
  const before = await written(page, 'product weight');
  const opening = page.getByRole('button', { name: 'Write out ∂L/∂z₁' });
  await opening.focus();
  await page.keyboard.press('Enter');
  await expect(opening).toHaveAttribute('aria-pressed', 'true');
  const once = await written(page, 'product weight');
  expect(once).not.toBe(before);
  expect(once).toContain('∂a');
  expect(once).not.toContain('W2');
  await page.getByRole('button', { name: 'Write out ∂L/∂a' }).click();
  expect(await written(page, 'product weight')).toContain('W2');
  await opening.click();
  expect(await written(page, 'product weight')).toBe(before);
});

test('the numbers of a sample stand in the formulas', async () => {
  await page.getByText('numbers', { exact: true }).click();
  const result = page.getByTestId('forward').locator('.filled math').last();
  await expect(result).toContainText('…', { timeout: 20_000 });
  const first = await result.textContent();
  await page.getByLabel('Sample of these').fill('3');
  await page.getByLabel('Sample of these').press('Enter');
  await expect(result).not.toHaveText(first ?? '');
  await page.getByRole('button', { name: 'Component' }).click();
  await expect(page.getByTestId('product weight').locator('.filled')).toContainText('the largest, i = ');
});

test('a number that is pointed out is followed through formulas, grids and the update', async () => {
  await page.getByText('numbers', { exact: true }).click();
  const forward = page.getByTestId('forward').locator('.filled');
  await forward.locator('[data-symbol="W1"] [data-place="1 2"]').click({ timeout: 20_000 });
  const mark = page.locator('.right').getByRole('region', { name: 'Followed number' });
  await expect(mark).toContainText('following');
  await expect(forward.locator('.followed')).toHaveCount(4);
  await page.getByRole('button', { name: 'Component' }).click();
  await expect(forward).toContainText('followed, n = 0, i = 1');
  await expect(page.getByTestId('upstream output').locator('.filled')).toContainText(
    'followed, n = 0, i = 1',
  );
  await expect(page.getByTestId('product weight').locator('.filled')).toContainText('followed, i = 1, j = 2');
  // The same number in the grids, and another one chosen there by keyboard: the next sample's.
  await designer.tab('Weights').click();
  await expect(page.locator('td.followed input')).toHaveCount(2);
  await designer.tab('Values').click();
  const cell = page.getByRole('grid', { name: 'Values of output' }).locator('td.followed');
  await cell.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(cell).toBeFocused();
  await designer.tab('Formula').click();
  await page.getByText('numbers', { exact: true }).click();
  await page.getByRole('button', { name: 'Component' }).click();
  await expect(forward).toContainText('followed, n = 1, i = 1');
  await expect(page.getByLabel('Sample of these')).toHaveValue('2');
  // The update that is coming has one sample; its panel takes its room from the dock, so that the sheet stays as it is.
  const sheet = page.locator('.sheet');
  const { height } = (await sheet.boundingBox()) ?? { height: 0 };
  await designer.select('fc1');
  await page.keyboard.press('n');
  const walk = page.getByRole('region', { name: 'The coming update, node by node' });
  await walk.getByRole('button', { name: 'Next node' }).click();
  await expect(walk.locator('.filled')).toContainText('followed, n = 0, i = 1');
  expect((await sheet.boundingBox())?.height).toBe(height);
  await walk.getByRole('button', { name: 'Follow no number' }).click();
  await expect(walk.locator('.filled mtable').first()).toBeVisible();
  // A cell of the input leads to every hidden unit: the first line that is shown settles by which one it goes.
  await walk.getByRole('button', { name: 'The node before' }).click();
  await walk.locator('[data-symbol="x"] [data-place]').first().click();
  await walk.getByRole('button', { name: 'Next node' }).click();
  await expect(walk.locator('.filled')).toContainText(/followed, n = 0, i = \d/);
  await expect(walk.locator('.filled')).not.toContainText('the largest');
  await expect(walk.getByRole('region', { name: 'Followed number' })).toContainText('by');
  await walk.getByRole('button', { name: 'Leave without an update' }).click();
});

test('all formulas shown are copied in four formats', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const expected = {
    LaTeX: '\\begin{align*}',
    Markdown: '## fc1, weight',
    NumPy: 'dL_dW1 = dL_dz1.T @ x',
    Text: '∂L/∂W₁ = (∂L/∂z₁)ᵀ x',
  };
  for (const [format, text] of Object.entries(expected)) {
    await page.getByRole('group', { name: 'Copy as' }).getByRole('button', { name: format }).click();
    await expect(page.getByText(`Copied as ${format}`)).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(text);
  }
});

test('axe finds nothing where numbers stand in the formulas, light and dark', async () => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.getByText('numbers', { exact: true }).click();
  await expect(page.locator('.filled').first()).toBeVisible({ timeout: 20_000 });
  expect(await axeFaultsInBothThemes(page, '.right')).toEqual([]);
});
