import { expect, type Locator, test } from '@playwright/test';
import { Designer } from './designer.ts';

/** Most actions of hands for the network below: a key, a word that is typed, a click, a drag. */
const mostGestures = 60;

test('a residual network of 20 nodes is built with at most 60 gestures', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Empty');
  const started = Date.now();
  let gestures = 0;
  const does = async (gesture: Promise<unknown>): Promise<void> => {
    gestures += 1;
    await gesture;
  };
  const press = (key: string) => does(page.keyboard.press(key));
  const dragWire = async (from: Locator, to: Locator) =>
    does(designer.drag(await designer.middle(from), await designer.middle(to)));

  // Each is wired to the one before; typing goes over what stands in the field of the search.
  await press('/');
  const block = ['Linear', 'ReLU', 'Linear', 'Add'];
  const chain = ['Input', 'Linear', 'ReLU', ...block, ...block, ...block, 'LayerNorm', 'Dropout', 'Linear'];
  const search = page.getByRole('combobox', { name: 'Add a node' });
  for (const operator of [...chain, 'CrossEntropyLoss', 'Target']) {
    await does(search.fill(operator));
    await press('Enter');
  }
  await expect(designer.nodes).toHaveCount(20);
  await press('Escape');
  await press('Escape');
  await does(page.getByRole('button', { name: 'Tidy up' }).click());
  await press('f');
  // Cards become chips when the page finds the time.
  await expect(page.locator('.chip-card')).toHaveCount(20);
  await page.waitForTimeout(400);
  for (const [from, to] of [
    ['act1', 'add1'],
    ['add1', 'add2'],
    ['add2', 'add3'],
  ] as const) {
    await dragWire(designer.port(from, 'output'), designer.port(to, 'inputs:1'));
  }
  // x to loss in a row, the three ways around, and the target.
  await expect(designer.wires).toHaveCount(18 + 3 + 1);
  // None of them runs under a card, and no card lies under the map of the graph.
  const hidden = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.react-flow__node')].map((card) =>
      card.getBoundingClientRect(),
    );
    const map = document.querySelector('.mini')?.getBoundingClientRect() ?? new DOMRect();
    const isUnder = boxes.filter(({ right, bottom }) => right > map.left && bottom > map.top).length;
    const runs = [...document.querySelectorAll<SVGPathElement>('.react-flow__edge-path')].filter((path) => {
      const matrix = path.getScreenCTM();
      const length = path.getTotalLength();
      return Array.from({ length: 200 }, (_, at) =>
        DOMPoint.fromPoint(path.getPointAtLength((length * at) / 200)).matrixTransform(matrix ?? undefined),
      ).some(({ x, y }) =>
        boxes.some((box) => x > box.left + 2 && x < box.right - 2 && y > box.top + 2 && y < box.bottom - 2),
      );
    });
    return { isUnder, wires: runs.map((path) => path.closest('.react-flow__edge')?.getAttribute('data-id')) };
  });
  expect(hidden).toEqual({ isUnder: 0, wires: [] });
  await does(designer.node('fc8').click());
  const field = page.getByRole('textbox', { name: 'out_features' });
  await does(field.fill('3'));
  await press('Enter');
  await press('Control+Enter');
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  expect(gestures).toBeLessThanOrEqual(mostGestures);
  test
    .info()
    .annotations.push({ type: 'gestures', description: `${gestures} in ${Date.now() - started} ms` });
});
