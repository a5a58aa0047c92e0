import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { iris } from '../../engine/graph/templates/iris.ts';
import { mlpTanh } from '../../engine/graph/templates/mlp-tanh.ts';
import { type Designer, onOnePage } from './designer.ts';

/**
 * Faults that a rival found in itself: each test is one of the list at the end of reference/designer.md. They share one
 * page, in which each opens the graph it needs afresh.
 */

let page: Page;
let designer: Designer;

onOnePage((opened) => {
  designer = opened;
  page = opened.page;
});

const inBatchesOf = (batchSize: number, epochs = 2): GraphDocument => ({
  ...iris.document,
  training: { ...iris.document.training, batchSize, epochs },
});

async function train(): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
}

test('an old training result does not overwrite a newer graph, and old accuracy is not shown after an edit', async () => {
  await designer.openGraph(inBatchesOf(4, 1_000_000));
  await designer.tab('Training').click();
  await page.keyboard.press('Control+Enter');
  await expect(designer.trainButton).toHaveText('Pause');
  // The graph changes while results of the old one are on their way.
  await designer.openGraph(inBatchesOf(4));
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
    await designer.openGraph(inBatchesOf(size));
    await designer.tab('Summary').click();
    await train();
    await expect(designer.total).toHaveText('67');
  }
});

test('an inline edit reaches the model', async () => {
  await designer.openGraph(iris.document);
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
  await designer.openGraph(inBatchesOf(4));
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
  await designer.openGraph(inBatchesOf(7, 12));
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
  await designer.openGraph(iris.document);
  await designer.select('fc1');
  await page.keyboard.down('Control');
  await designer.select('fc2');
  await page.keyboard.up('Control');
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(2);
});

test('hidden contents are not reached by Tab', async () => {
  await designer.openGraph(iris.document);
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
  await designer.openGraph({
    ...inBatchesOf(7),
    nodes: [...iris.document.nodes, apart],
    edges: [...iris.document.edges, { from: ['act1', 'output'], to: ['apart', 'input'] }],
  });
  await designer.tab('Summary').click();
  await train();
  // What leads to no loss counts and stays as it was drawn.
  await expect(designer.total).toHaveText('85');
});

/** Two classes in the plane, told by two logits. */
const twoLogits: GraphDocument = {
  ...mlpTanh.document,
  nodes: [
    ['x', 'Input', { shape: [2] }],
    ['fc', 'Linear', { out_features: 2 }],
    ['loss', 'CrossEntropyLoss', {}],
    ['y', 'Target', { classes: 2 }],
  ].map(([id, operator, attributes], at) => ({
    id: id as string,
    operator: operator as string,
    attributes: attributes as Record<string, never>,
    position: { x: 180 * at, y: id === 'y' ? 200 : 0 },
  })),
  edges: [
    { from: ['x', 'output'], to: ['fc', 'input'] },
    { from: ['fc', 'output'], to: ['loss', 'input'] },
    { from: ['y', 'output'], to: ['loss', 'target'] },
  ],
};

test('two-logit data is not decoded as one probability', async () => {
  await designer.openGraph(twoLogits);
  await designer.tab('Results').click();
  await train();
  await page.getByRole('button', { name: 'Plane', exact: true }).click();
  const panel = page.getByRole('tabpanel', { name: 'Results' });
  for (const [name, value] of [
    ['x1', '1'],
    ['x2', '-0.8'],
  ] as const) {
    await panel.getByRole('textbox', { name }).fill(value);
    await panel.getByRole('textbox', { name }).press('Enter');
  }
  // Both at once: between two readings the answer to the second number may come.
  const shares = async (): Promise<readonly number[]> => {
    const rows = await panel.getByRole('row', { name: /^[01] / }).allTextContents();
    return rows.map((text) => Number.parseFloat(/([\d.]+)\s*%/.exec(text)?.[1] ?? ''));
  };
  await expect.poll(async () => (await shares())[1]).toBeGreaterThan(60);
  const [zero = Number.NaN, one = Number.NaN] = await shares();
  expect(zero + one).toBeCloseTo(100, 0);
});

test('evaluation does not block the page at 10,000 rows', async () => {
  await designer.openGraph({
    ...mlpTanh.document,
    data: { ...mlpTanh.document.data, samples: 10_000 },
    training: { ...mlpTanh.document.training, batchSize: 100, epochs: 10 },
  });
  await designer.tab('Results').click();
  await page.evaluate(() => {
    const blocked: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) blocked.push(duration);
    }).observe({ entryTypes: ['longtask'] });
    Object.assign(window, { blocked });
  });
  await train();
  const blocked: readonly number[] = await page.evaluate('window.blocked');
  // Milliseconds; a busy machine takes a few times what a free one takes.
  expect(Math.max(0, ...blocked)).toBeLessThan(1_000);
});

test('no label map is quadratic: 50,000 classes are read in seconds', async () => {
  await designer.openGraph(iris.document);
  const rows = Array.from({ length: 50_000 }, (_, at) => `${at % 97},label ${at}`);
  const started = Date.now();
  await designer.openFile('many.csv', `length,name\n${rows.join('\n')}\n`);
  const wizard = page.getByRole('dialog', { name: 'Use your own table' });
  await expect(wizard.getByLabel('Use of name')).toBeVisible({ timeout: 20_000 });
  await wizard.getByLabel('Kind of name').selectOption('category');
  await wizard.getByLabel('Use of name').selectOption('target');
  await expect(wizard.getByText('50,000').first()).toBeVisible({ timeout: 20_000 });
  expect(Date.now() - started).toBeLessThan(20_000);
  await page.keyboard.press('Escape');
  await expect(wizard).toBeHidden();
});

const exported = async (document: GraphDocument): Promise<string> => {
  await designer.openGraph(document);
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export PyTorch test' }).click();
  return readFileSync(await (await download).path(), 'utf8');
};

const withTable: GraphDocument = {
  ...twoLogits,
  data: {
    ...twoLogits.data,
    dataset: 'own',
    table: {
      name: 'points',
      columns: [
        { name: 'a', kind: 'number', use: 'feature' },
        { name: 'dropped', kind: 'number', use: 'unused' },
        { name: 'b', kind: 'number', use: 'feature' },
        { name: 'class', kind: 'category', use: 'target' },
      ],
      missing: 'drop',
      rows: Array.from({ length: 30 }, (_, at) => [at % 7, null, at % 5, at % 2 === 0 ? 'left' : 'right']),
    },
  },
};

test('an exported script does not fail when a column was dropped', async () => {
  const script = await exported(withTable);
  expect(script).toContain('nn.Linear(2, 2)');
  expect(script).not.toContain('dropped');
  // Where PyTorch is at hand it has the last word.
  const python = (...given: readonly string[]) =>
    spawnSync('python3', given, { input: script, timeout: 40_000 });
  if (python('-c', 'import torch').status === 0) expect(python('-').status).toBe(0);
});

test('an exported loss does not include the penalty', async () => {
  const plain = await exported(iris.document);
  const { training } = iris.document;
  const optimizer = { ...training.optimizer, settings: { weight_decay: 0.5 } };
  expect(await exported({ ...iris.document, training: { ...training, optimizer } })).toBe(plain);
});
