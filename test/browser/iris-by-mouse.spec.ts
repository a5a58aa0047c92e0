import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('Iris from an empty canvas by mouse: draw, count, train, read the gradient, export, reload', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.chooseTemplate('Empty');
  await expect(designer.nodes).toHaveCount(0);

  await designer.dragOperator('Input', 40, 60);
  await designer.dragOperator('Linear', 180, 60);
  await designer.dragOperator('ReLU', 340, 60);
  await designer.dragOperator('Linear', 480, 60);
  await designer.dragOperator('CrossEntropyLoss', 640, 60);
  await designer.dragOperator('Target', 480, 260);
  await expect(designer.nodes).toHaveCount(6);

  await designer.wire(['x', 'output'], ['fc1', 'input']);
  await designer.wire(['fc1', 'output'], ['act1', 'input']);
  await designer.wire(['act1', 'output'], ['fc2', 'input']);
  await designer.wire(['fc2', 'output'], ['loss', 'input']);
  await designer.wire(['y', 'output'], ['loss', 'target']);
  await expect(designer.wires).toHaveCount(5);

  await designer.select('fc2');
  const outputs = page.getByLabel('out_features');
  await outputs.fill('3');
  await outputs.press('Enter');
  await expect(designer.total).toHaveText('67');

  await designer.tab('Training').click();
  await page.getByLabel('lr', { exact: true }).fill('0.05');
  await page.getByLabel('lr', { exact: true }).press('Enter');
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  const losses = await designer.curve('Loss', 'train');
  expect(losses.length).toBeGreaterThan(10);
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
  const accuracies = await designer.curve('Accuracy', 'validation');
  expect(accuracies.at(-1)).toBeGreaterThanOrEqual(85);

  await designer.select('loss');
  await designer.tab('Formula').click();
  const chain = page.getByTestId('chain input');
  expect((await chain.locator('math').allTextContents()).join('').replaceAll(/\s/g, '')).toContain('y^−yN');
  await expect(chain).toContainText('softmax');

  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  const saved = await (await download).path();
  const document = JSON.parse(readFileSync(saved, 'utf8')) as {
    readonly nodes: readonly unknown[];
    readonly edges: readonly unknown[];
  };
  expect(document.nodes.length).toBe(6);
  expect(document.edges.length).toBe(5);

  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(designer.nodes).toHaveCount(6);
  await expect(designer.wires).toHaveCount(5);
  await designer.tab('Summary').click();
  await expect(designer.total).toHaveText('67');
  const again = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  expect(JSON.parse(readFileSync(await (await again).path(), 'utf8'))).toEqual(document);
});
