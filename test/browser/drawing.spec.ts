import { expect, type Page, test } from '@playwright/test';
import { iris } from '../../engine/graph/templates/iris.ts';
import { type Designer, onOnePage } from './designer.ts';

let page: Page;
let designer: Designer;

onOnePage((opened) => {
  designer = opened;
  page = opened.page;
});
test.beforeEach(() => designer.openGraph(iris.document));

test('a wire that cannot be is refused while it is dragged, with the reason', async () => {
  const from = await designer.middle(designer.port('fc2', 'output'));
  const to = await designer.middle(designer.port('fc1', 'input'));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - 20, from.y + 60, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await expect(page.getByText(/cycle|already connected/)).toBeVisible();
  await page.mouse.up();
  await expect(designer.wires).toHaveCount(5);
});

test('a size that does not fit is said on the node, with both sizes, and one click mends it', async () => {
  await designer.select('fc2');
  const field = page.getByLabel('in_features');
  await field.fill('16');
  await field.press('Enter');
  await expect(designer.node('fc2')).toContainText('16');
  await expect(designer.node('fc2')).toContainText('8');
  await designer.tab('Diagnostics').click();
  await page
    .getByRole('tabpanel', { name: 'Diagnostics' })
    .getByRole('button', { name: 'Set in_features to 8' })
    .click();
  await designer.tab('Summary').click();
  await expect(designer.total).toHaveText('67');
});

test('delete closes the gap, undo and redo of a node bring its wires along', async () => {
  await designer.select('act1');
  await page.keyboard.press('Delete');
  await expect(designer.nodes).toHaveCount(5);
  await expect(designer.wires).toHaveCount(4);
  await page.keyboard.press('Control+z');
  await expect(designer.nodes).toHaveCount(6);
  await expect(designer.wires).toHaveCount(5);
  await page.keyboard.press('Control+Shift+z');
  await expect(designer.nodes).toHaveCount(5);
});

test('a bad file says what is wrong and leaves the open graph as it was', async () => {
  await designer.openFile('bad.json', '{"format":"nodegrad","version":99,"nodes":[]}');
  await expect(page.getByRole('dialog')).toContainText('E501');
  await page.keyboard.press('Escape');
  await expect(designer.nodes).toHaveCount(6);
});

test('200 nodes are drawn, fitted and moved without a fault', async () => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const count = 200;
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    operator: index === 0 ? 'Input' : index % 2 === 1 ? 'Linear' : 'ReLU',
    attributes: {},
    position: { x: (index % 20) * 176, y: Math.floor(index / 20) * 176 },
  }));
  const edges = nodes
    .slice(1)
    .map((node, index) => ({ from: [`n${index}`, 'output'], to: [node.id, 'input'] }));
  const text = JSON.stringify({
    format: 'nodegrad',
    version: 1,
    name: 'Two hundred',
    nodes,
    edges,
    training: {
      optimizer: { name: 'SGD', learningRate: 0.1 },
      batchSize: 1,
      epochs: 1,
      shuffle: false,
      seed: 1,
    },
    data: {
      dataset: 'iris',
      split: { validation: 0, test: 0, randomState: 0, shuffle: false, stratify: false },
      scaler: 'none',
    },
  });
  await designer.openFile('many.json', text);
  await expect(
    page.getByText('Two hundred').or(page.locator('input[value="Two hundred"]')).first(),
  ).toBeVisible();
  await page.keyboard.press('f');
  // 4 × 8 + 8 for the first Linear, 8 × 8 + 8 for each of the other 99.
  await expect(designer.total).toHaveText((40 + 99 * 72).toLocaleString('en-US'));
  expect(faults).toEqual([]);
});
