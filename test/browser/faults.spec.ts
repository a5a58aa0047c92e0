import { expect, type Page, test } from '@playwright/test';
import { writeDocument } from '../../engine/formats/json.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { iris } from '../../engine/graph/templates/iris.ts';
import { Designer } from './designer.ts';

/**
 * Faults that a rival found in itself: each test is one of the list at the end of reference/designer.md. They share one
 * page, in which each opens the graph it needs afresh.
 */

let page: Page;
let designer: Designer;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  designer = new Designer(page);
  await designer.open();
});
test.afterAll(() => page.close());

async function open(document: GraphDocument): Promise<void> {
  await page.keyboard.press('Escape');
  await designer.openFile('graph.json', writeDocument(document));
  await expect(designer.nodes).toHaveCount(document.nodes.length);
  await designer.clickSheet();
}

const inBatchesOf = (batchSize: number, epochs = 2): GraphDocument => ({
  ...iris.document,
  training: { ...iris.document.training, batchSize, epochs },
});

async function train(): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
}

test('an old training result does not overwrite a newer graph, and old accuracy is not shown after an edit', async () => {
  await open(inBatchesOf(4, 1_000_000));
  await designer.tab('Training').click();
  await page.keyboard.press('Control+Enter');
  await expect(designer.trainButton).toHaveText('Pause');
  // The graph changes while results of the old one are on their way.
  await open(inBatchesOf(4));
  await expect(designer.trainButton).toHaveText('Train');
  await page.waitForTimeout(300);
  await expect(designer.trainButton).toHaveText('Train');
  await train();
  await expect(page.getByTestId('test-accuracy')).toHaveText(/%/);
  await designer.select('act1');
  await page.keyboard.press('Control+b');
  await expect(page.getByText('stale since an edit').first()).toBeVisible();
});

test('a batch axis is not broadcast as features: batches of 1, 2 and 7 train alike', async () => {
  for (const size of [1, 2, 7]) {
    await open(inBatchesOf(size));
    await designer.tab('Summary').click();
    await train();
    await expect(designer.total).toHaveText('67');
  }
});

test('an inline edit reaches the model', async () => {
  await open(iris.document);
  await designer.tab('Summary').click();
  await designer.select('fc1');
  const field = page.getByRole('textbox', { name: 'out_features' });
  await field.fill('5');
  await field.press('Enter');
  // 4·5 + 5 + 5·3 + 3
  await expect(designer.total).toHaveText('43');
  await expect(designer.node('fc2')).toContainText('5 → 3');
});

test('no stale closure restores an old learning rate', async () => {
  await open(inBatchesOf(4));
  await designer.tab('Training').click();
  const rate = page.getByLabel('lr', { exact: true });
  await rate.fill('0.037');
  await rate.press('Enter');
  await train();
  await designer.select('act1');
  await page.keyboard.press('ArrowRight');
  await expect(rate).toHaveValue('0.037');
  await train();
  await expect(rate).toHaveValue('0.037');
});

test('accuracy is never above 100 %', async () => {
  await open(inBatchesOf(7, 12));
  await designer.tab('Training').click();
  await train();
  const accuracies = await designer.curve('Accuracy', 'train');
  expect(accuracies.length).toBeGreaterThan(0);
  for (const accuracy of accuracies) {
    expect(accuracy).toBeGreaterThanOrEqual(0);
    expect(accuracy).toBeLessThanOrEqual(100);
  }
});

test('a click with a modifier keeps the selection', async () => {
  await open(iris.document);
  await designer.select('fc1');
  await page.keyboard.down('Control');
  await designer.select('fc2');
  await page.keyboard.up('Control');
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(2);
});

test('hidden contents are not reached by Tab', async () => {
  await open(iris.document);
  for (let times = 0; times < 60; times += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const here = document.activeElement;
      return (
        here === document.body || here?.checkVisibility({ visibilityProperty: true, opacityProperty: false })
      );
    });
    expect(seen).toBe(true);
  }
});

test('an unused parameter does not break the backward pass', async () => {
  const apart = {
    id: 'apart',
    operator: 'Linear',
    attributes: { out_features: 2 },
    position: { x: 200, y: 300 },
  };
  await open({
    ...inBatchesOf(7),
    nodes: [...iris.document.nodes, apart],
    edges: [...iris.document.edges, { from: ['act1', 'output'], to: ['apart', 'input'] }],
  });
  await designer.tab('Summary').click();
  await train();
  // What leads to no loss counts and stays as it was drawn.
  await expect(designer.total).toHaveText('85');
});
