import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('graphs in tabs keep what was trained and undone; versions come back by name, after a reload too', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  await page.keyboard.press('Alt+n');
  await designer.chooseTemplate('MLP with ReLU');
  await expect(designer.total).toHaveText('9');
  const strip = page.getByRole('navigation', { name: 'Open graphs' });
  await strip.getByRole('button', { name: 'Iris 4-8-3', exact: true }).click();
  await expect(designer.total).toHaveText('67');
  await expect(page.getByRole('button', { name: 'Undo: Store the trained weights' })).toBeVisible();

  await page.keyboard.press('h');
  const history = page.getByRole('dialog', { name: 'History' });
  await history.getByRole('textbox', { name: 'Name of the version' }).fill('trained');
  await page.keyboard.press('Enter');
  await expect(history.getByText('6 nodes')).toBeVisible();
  await page.keyboard.press('Escape');
  await designer.select('act1');
  await page.keyboard.press('Delete');
  await expect(designer.nodes).toHaveCount(5);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  await page.reload();
  await expect(designer.nodes).toHaveCount(5);
  await page.keyboard.press('Alt+PageDown');
  await expect(designer.total).toHaveText('9');
  await page.keyboard.press('Alt+PageUp');
  await expect(designer.nodes).toHaveCount(5);
  await page.keyboard.press('h');
  await history.getByRole('button', { name: 'Go back to trained' }).click();
  await expect(history).toBeHidden();
  await expect(designer.nodes).toHaveCount(6);
  await page.keyboard.press('Control+z');
  await expect(designer.nodes).toHaveCount(5);

  await page.keyboard.press('Alt+w');
  await expect(strip).toHaveCount(0);
  await expect(designer.total).toHaveText('9');
  await page.keyboard.press('Alt+Shift+w');
  await expect(designer.nodes).toHaveCount(5);
});

test('two pages of the browser on one graph keep the work of both', async ({ page, context }) => {
  const first = new Designer(page);
  await first.open();
  const second = new Designer(await context.newPage());
  await second.open();
  const remove = async (designer: Designer, node: string) => {
    await designer.page.bringToFront();
    await designer.select(node);
    await designer.page.keyboard.press('Delete');
    await expect(designer.page.getByText('Saved', { exact: true })).toBeVisible();
  };
  await remove(first, 'act1');
  await remove(second, 'y');
  const notice = second.page.getByRole('dialog', { name: 'This graph was changed in another window too' });
  await expect(notice).toBeVisible();
  await second.page.keyboard.press('Escape');
  await expect(second.node('y')).toHaveCount(0);
  await expect(second.node('act1')).toBeVisible();
  await page.close();

  // What is being typed when a page is left counts too.
  const name = second.page.getByRole('textbox', { name: 'Name of the graph' });
  await name.fill('Mine');
  await second.page.reload();
  await expect(name).toHaveValue('Mine');
  await expect(second.node('y')).toHaveCount(0);
  await expect(second.node('act1')).toBeVisible();
  await second.page.keyboard.press('Alt+PageUp');
  await expect(second.node('act1')).toHaveCount(0);
  await expect(second.node('y')).toBeVisible();

  // What another graph took the place of comes back even where undo no longer knows of it.
  await second.chooseTemplate('MLP with ReLU');
  await expect(second.total).toHaveText('9');
  await expect(second.page.getByText('Saved', { exact: true })).toBeVisible();
  await second.page.reload();
  await expect(second.total).toHaveText('9');
  await second.page.keyboard.press('h');
  const history = second.page.getByRole('dialog', { name: 'History' });
  await history.getByRole('button', { name: 'Go back to Before: Open MLP with ReLU' }).click();
  await expect(second.node('act1')).toHaveCount(0);
  await expect(second.node('y')).toBeVisible();
});
