import { expect, test } from '@playwright/test';
import { Designer } from './designer.ts';

test('Subgraph = reusable group with its own ports; frames = visual only', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  const parameters = page.getByText('67 parameters').first();
  await expect(parameters).toBeVisible();

  // A frame around two nodes; its title is written at once.
  await designer.select('fc1');
  await designer.node('act1').click({ modifiers: ['Control'] });
  await page.keyboard.press('Shift+F');
  await page.keyboard.type('Hidden layer');
  await page.keyboard.press('Enter');
  const frame = designer.node('frame1');
  await expect(frame.getByText('Hidden layer')).toBeVisible();
  await expect(parameters).toBeVisible();

  // Taken by its title it takes along what lies in it, and nothing else; one undo step.
  const placeOf = async (id: string) => (await designer.node(id).boundingBox())?.y ?? 0;
  const [before, other] = [await placeOf('fc1'), await placeOf('fc2')];
  const title = await designer.middle(frame.locator('.frame-title b'));
  await designer.drag(title, { x: title.x, y: title.y + 60 });
  // Guides may lead it by a few pixels.
  await expect.poll(() => placeOf('fc1')).toBeGreaterThan(before + 45);
  expect(await placeOf('fc2')).toBeCloseTo(other, 0);
  await page.keyboard.press('Control+z');
  await expect.poll(() => placeOf('fc1')).toBeCloseTo(before, 0);
  await expect(frame).toBeVisible();

  // By keyboard too, and its size with Alt.
  await frame.locator('.frame-title').click();
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => placeOf('act1')).toBeGreaterThan(before + 5);
  await page.keyboard.press('Control+z');
  const bottom = async () => {
    const { y = 0, height = 0 } = (await frame.locator('.annotation').boundingBox()) ?? {};
    return y + height;
  };
  const own = await bottom();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(bottom).toBeGreaterThan(own + 10);
  expect(await placeOf('act1')).toBeCloseTo(before, 0);
  await page.keyboard.press('Control+z');

  // It grows around a card that is dragged over its border, and is as before when that leaves.
  const card = await designer.middle(designer.node('act1').locator('header'));
  await designer.drag(card, { x: card.x, y: card.y + 60 });
  await expect.poll(bottom).toBeGreaterThan(own + 10);
  await page.keyboard.press('Control+z');
  await expect.poll(bottom).toBeCloseTo(own, 0);

  // Tidying up leaves it around its nodes; deleting it leaves them.
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await frame.locator('.frame-title').click();
  const size = page.getByLabel('width', { exact: true });
  const fitted = await size.inputValue();
  await size.fill('900');
  await size.press('Enter');
  await page.getByRole('button', { name: 'Fit the frame to what lies in it' }).click();
  await expect(size).not.toHaveValue('900');
  expect(Number(fitted)).toBeGreaterThan(200);
  await frame.locator('.frame-title').click();
  await page.keyboard.press('Delete');
  await expect(frame).toHaveCount(0);
  await expect(designer.nodes).toHaveCount(6);
});

test('Notes are written on the sheet, coloured, resized, copied, and found in the outline', async ({
  page,
}) => {
  const designer = new Designer(page);
  await designer.open();
  // Quick add finds them as it finds operators.
  await page.mouse.dblclick(260, 260);
  await page.keyboard.type('note');
  await page.getByRole('option', { name: 'Note' }).click();
  await page.keyboard.type('Eight neurons\nare enough');
  await page.keyboard.press('Control+Enter');
  const note = designer.node('note1');
  await expect(note).toContainText('Eight neurons\nare enough');
  await expect(note).toHaveAttribute('aria-label', /^Note: Eight neurons/);

  // Escape ends the writing and keeps what was written; the focus stays with the note, and undo takes the words back.
  await note.click();
  await page.keyboard.press('F2');
  await page.keyboard.type(' or not');
  await page.keyboard.press('Escape');
  await expect(note).toContainText('or not');
  await expect(note).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(note).toContainText('are enough');
  await expect(note).not.toContainText('or not');

  await page.getByLabel('colour', { exact: true }).selectOption('yellow');
  await expect(note.locator('.annotation.yellow')).toBeVisible();
  await note.click();
  const corner = await designer.middle(note.locator('.corner svg'));
  const width = page.getByLabel('width', { exact: true });
  const before = Number(await width.inputValue());
  await designer.drag(corner, { x: corner.x + 60, y: corner.y + 30 });
  await expect.poll(async () => Number(await width.inputValue())).toBeGreaterThan(before + 30);

  await page.keyboard.press('Control+d');
  await expect(designer.node('note2')).toContainText('are enough');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+Shift+O');
  const row = page.getByRole('treeitem', { name: 'Note: Eight neurons' });
  await row.focus();
  await expect(page.getByRole('heading', { name: 'Note', exact: true })).toBeVisible();

  // It is part of the document, and of nothing that is computed.
  await page.getByRole('button', { name: 'Train', exact: true }).first().click();
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });
  await page.reload();
  await expect(designer.node('note1')).toContainText('are enough');
});
