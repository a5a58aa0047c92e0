import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

/** A spreadsheet of western Europe saved it: semicolons, decimal commas, a byte-order mark; some cells are missing. */
function leaves(): string {
  const rows = Array.from({ length: 90 }, (_, at) => {
    const kind = ['oak', 'beech', 'birch'][at % 3] as string;
    const length = (5 + (at % 3) * 2 + ((at * 7) % 10) / 10).toFixed(1).replace('.', ',');
    const width = (3 - (at % 3) + ((at * 3) % 10) / 10).toFixed(1).replace('.', ',');
    return `${at % 11 === 4 ? '' : length};${at % 13 === 5 ? 'NA' : width};${at % 2 === 0 ? 'sun' : 'shade'};${at === 40 ? '' : kind}`;
  });
  return `\uFEFF${['length;width;place;tree', ...rows, 'torn;1'].join('\r\n')}\r\n`;
}

test("a person's own CSV (semicolons, byte-order mark, missing cells, a text target) becomes a trained classifier with a confusion matrix without leaving the page", async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  const wizard = page.getByRole('dialog', { name: 'Use your own table' });
  // Called from the list of commands, which is gone by then, it leaves the focus on the sheet.
  await page.keyboard.press('Control+Shift+p');
  await page.keyboard.type('own table');
  await page.keyboard.press('Enter');
  await expect(wizard.getByRole('group', { name: 'Source' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('.react-flow__node:focus')).toHaveCount(1);
  await designer.chooseTemplate('Empty');
  await page.getByRole('button', { name: 'Use your own table' }).click();

  // What is far too large is refused at once, in words.
  const input = wizard.getByLabel('From a file');
  await input.evaluate((element: HTMLInputElement) => {
    const list = new DataTransfer();
    list.items.add(new File([new Uint8Array(100 * 2 ** 20)], 'huge.csv'));
    element.files = list.files;
    element.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await expect(wizard.getByRole('alert')).toContainText('huge.csv has 100 MB; a table may have 32 MB');

  // Pasted rows are read by Next too and still there after Back; a file that is none leaves no older table to go on with.
  const [rows, next] = [wizard.getByLabel('Rows of a table'), wizard.getByRole('button', { name: 'Next' })];
  await rows.fill('a;b\n1;2\n');
  await next.click();
  await wizard.getByRole('button', { name: 'Back' }).click();
  await expect(rows).toHaveValue('a;b\n1;2\n');
  await expect(next).toBeEnabled();
  await input.setInputFiles({ name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.from('') });
  await expect(wizard.getByRole('alert')).toContainText('found an empty text');
  await expect(next).toBeDisabled();

  await input.setInputFiles({ name: 'leaves.csv', mimeType: 'text/csv', buffer: Buffer.from(leaves()) });
  await expect(wizard.getByRole('heading', { name: 'leaves.csv 90×4' })).toBeVisible();
  // The keyboard goes on in the step that has come.
  await expect(wizard.getByRole('group', { name: 'Columns' })).toBeFocused();
  await expect(wizard.getByText('1 row was left out for not having 4 cells: row 92 has 2.')).toBeVisible();
  await expect(wizard.getByLabel('delimiter')).toHaveValue(';');
  await expect(wizard.getByLabel('decimal mark')).toHaveValue(',');
  await expect(wizard.getByRole('row', { name: /^length/ })).toContainText('9');
  await expect(wizard.getByLabel('Use of tree')).toHaveValue('target');
  await expect(wizard.getByLabel('Kind of place')).toHaveValue('category');
  await wizard.getByLabel('oak', { exact: true }).fill('Oak');
  await next.press('Enter');
  await expect(wizard.getByRole('group', { name: 'Tensors' })).toBeFocused();
  // Rows in their order cannot be stratified; what has no effect cannot be changed.
  await wizard.getByLabel('shuffle').uncheck({ force: true });
  await expect(wizard.getByLabel('stratify')).toBeDisabled();
  await wizard.getByLabel('shuffle').check({ force: true });
  await wizard.getByLabel('stratify').check({ force: true });
  const train = wizard.getByRole('row', { name: /^train/ });
  await expect(train).toContainText('53×4');
  await wizard.getByRole('button', { name: 'Use this table' }).press('Enter');

  // Input and target follow; the sheet was empty, so a network is begun, and the keyboard goes on there.
  await expect(designer.node('x')).toBeFocused();
  await expect(designer.node('x')).toContainText('N×4');
  await expect(designer.node('y')).toContainText('{0,1,2}');
  await designer.trainButton.click();
  await expect(designer.trainButton).toHaveText(/Train again/, { timeout: 40_000 });
  await designer.tab('Results').click();
  const matrix = page.getByRole('table', { name: /Rows are true classes/ });
  await expect(matrix.getByRole('row', { name: /^Oak/ })).toBeVisible();
  const cells = (await matrix.getByRole('cell').allTextContents()).map(Number);
  const right = cells.filter((_, at) => at % 4 === 0).reduce((sum, value) => sum + value, 0);
  expect(right / cells.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0.9);

  // Nothing is lost: one step takes it back, and the page left and opened again has the table.
  await page.keyboard.press('Control+z');
  await expect(designer.nodes).toHaveCount(0);
  await page.keyboard.press('Control+y');
  await expect(designer.nodes).toHaveCount(6);
  await page.reload();
  await designer.tab('Data').click();
  await expect(page.getByRole('tabpanel', { name: 'Data' })).toContainText('leaves.csv');
});

test('a digit drawn on the pad is told by the network, points are drawn, moved, given another class and deleted, and cells are edited in place, each one undo step', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Training').click();
  await page.getByLabel('data set').selectOption('digits');
  await designer.tab('Data').click();
  const panel = page.getByRole('tabpanel', { name: 'Data' });
  // Input and target follow; the last layer is for the person to widen, and a fix does it.
  await expect(designer.node('x')).toContainText('N×64');
  await expect(panel.getByRole('img', { name: 'Sample 3, 3' })).toBeVisible();
  await page.getByRole('button', { name: 'Set out_features of fc2 to 10' }).click();
  await panel.getByRole('button', { name: 'Draw', exact: true }).click();
  const pad = panel.getByRole('application', { name: /^Drawing pad/ });
  await expect(panel.getByText(/^Draw a digit/)).toBeVisible();
  await pad.focus();
  await page.keyboard.press('Shift+ArrowDown');
  const scores = panel.getByRole('row', { name: /%$/ });
  await expect(scores).toHaveCount(10);
  await panel.getByRole('button', { name: 'Clear' }).click();
  const at = await designer.middle(pad);
  await designer.drag({ x: at.x, y: at.y - 60 }, { x: at.x, y: at.y + 60 });
  await expect(scores).toHaveCount(10);
  // Undo on the pad takes back the stroke, and never a change of the graph.
  await pad.press('Control+z');
  await expect(panel.getByText(/^Draw a digit/)).toBeVisible();
  await pad.press('Control+Shift+z');
  await expect(scores).toHaveCount(10);
  await expect(page.getByRole('button', { name: 'Undo: Set out_features of fc2 to 10' })).toBeVisible();
  // All ten are seen at once, and which it is.
  for (const row of await scores.all()) await expect(row).toBeInViewport({ ratio: 1 });
  await expect(scores.filter({ hasText: 'most likely' })).toHaveCount(1);

  await designer.tab('Training').click();
  await page.getByLabel('data set').selectOption('xor');
  await designer.tab('Data').click();
  await panel.getByRole('button', { name: 'Draw points' }).click();
  const plane = panel.getByRole('application', { name: /^Plane of/ });
  for (const [x, y] of [
    [30, 40],
    [60, 50],
  ] as const) {
    await plane.click({ position: { x, y } });
  }
  await panel.getByRole('button', { name: 'B', exact: true }).click();
  await panel.getByLabel('x', { exact: true }).fill('0.5');
  await panel.getByRole('button', { name: 'Add this point' }).click();
  await expect(panel.getByRole('application', { name: /^Plane of 3 points/ })).toBeVisible();

  // A point is dragged and then deleted by the mouse; the network's nodes stay.
  const box = await plane.boundingBox();
  if (box === null) throw new Error('there is no plane');
  const onPlane = (x: number, y: number) => ({ x: box.x + x, y: box.y + y });
  const said = panel.getByRole('status');
  await designer.drag(onPlane(31, 41), onPlane(131, 141));
  await expect(said).toContainText('Point 0 is selected, class A, x 0.3, y −0.4');
  await panel.getByRole('button', { name: 'Delete this point' }).click();
  await expect(plane).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(panel.getByRole('application', { name: /^Plane of 2 points/ })).toBeVisible();
  await page.getByRole('button', { name: 'Undo: Delete point 0' }).click();
  await page.getByRole('button', { name: 'Undo: Move point 0' }).click();

  // The same by keys: presses of arrow keys that follow one another are one step.
  await expect(said).toContainText('Point 0 is selected');
  await plane.focus();
  await page.keyboard.press('PageDown');
  await expect(said).toContainText('Point 1 is selected, class A, x −0.4, y 0.5');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(said).toContainText('x −0.36, y 0.7');
  await panel
    .getByRole('group', { name: 'Class of point 1' })
    .getByRole('button', { name: 'B' })
    .press('Enter');
  await expect(said).toContainText('class B');
  await plane.press('Backspace');
  await expect(said).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo: Delete point 1' }).click();
  await page.getByRole('button', { name: 'Undo: Make point 1 a B' }).click();
  await page.getByRole('button', { name: 'Undo: Move point 1' }).click();
  await expect(page.getByRole('button', { name: 'Undo: Add a point of B' })).toBeVisible();

  await panel.getByRole('button', { name: 'Rows', exact: true }).click();
  const cell = panel.getByLabel('x of row 2');
  await expect(cell).toHaveValue('0.5');
  await cell.fill('0.75');
  await cell.press('Enter');
  // In a field that has given on what was typed, undo is the graph's.
  await page.keyboard.press('Control+z');
  await expect(cell).toHaveValue('0.5');
  await page.keyboard.press('Control+y');
  await expect(cell).toHaveValue('0.75');
  await panel.getByLabel('class of row 1').fill('C');
  await panel.getByLabel('class of row 1').press('Enter');
  // One goes on in the new row, and by keys from row to row.
  await panel.getByRole('button', { name: 'Add a row' }).click();
  await expect(panel.getByLabel('x of row 3')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(cell).toBeFocused();
  await page.keyboard.press('Shift+Enter');
  await expect(panel.getByLabel('x of row 1')).toBeFocused();
  await panel.getByRole('button', { name: 'Delete row 0' }).click();
  await expect(panel.getByLabel('x of row 1')).toHaveValue('0.75');
  await page.getByRole('button', { name: 'Undo: Delete row 0' }).click();
  await page.getByRole('button', { name: 'Undo: Add a row' }).click();
  await page.getByRole('button', { name: 'Undo: Change class of row 1' }).click();
  await page.getByRole('button', { name: 'Undo: Change x of row 2' }).click();
  await expect(cell).toHaveValue('0.5');
  await expect(panel.getByLabel('class of row 1')).toHaveValue('A');

  // New points take the place of the table, which stays among the versions.
  await designer.tab('Training').click();
  await page.getByLabel('data set').selectOption('xor');
  await designer.tab('Data').click();
  await panel.getByRole('button', { name: 'Draw points' }).click();
  await expect(panel.getByRole('application', { name: /^Plane of 0 points/ })).toBeVisible();
  await page.keyboard.press('Control+Shift+p');
  await page.keyboard.type('history');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByText('Before: Draw points')).toBeVisible();
});

test('a data set that cannot be fetched is said, and the graph keeps the one it had', async ({ page }) => {
  await page.route('**/wine-*.js', (route) => route.abort());
  const designer = new Designer(page);
  await designer.open();
  await designer.tab('Training').click();
  await page.getByLabel('data set').selectOption('wine');
  await expect(page.getByRole('dialog', { name: 'The data set stays as it is' })).toContainText(
    'Reload the page',
  );
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('data set')).toHaveValue('iris');

  // Numbers in place of classes: the fault hangs whole within the sheet, and its fixes lead to a network that learns.
  await page.getByLabel('data set').selectOption('diabetes');
  const [slip, sheet] = [page.locator('.slip'), page.getByRole('main', { name: 'Canvas' })];
  const isWhole = async () => {
    const [box, around] = [await slip.boundingBox(), await sheet.boundingBox()];
    if (box === null || around === null) return false;
    const [right, bottom] = [box.x + box.width, box.y + box.height];
    return (
      box.x >= around.x &&
      box.y >= around.y &&
      right <= around.x + around.width &&
      bottom <= around.y + around.height
    );
  };
  await expect.poll(isWhole).toBe(true);
  await slip.getByRole('button', { name: 'Set out_features of fc2 to 1' }).click();
  await designer.select('loss');
  await expect(slip).toContainText('there is one');
  await expect.poll(isWhole).toBe(true);
  await slip.getByRole('button', { name: 'Use MSELoss instead' }).click();
  await expect(slip).toHaveCount(0);
  await expect(designer.trainButton).toBeEnabled();
});
