import { expect, type Page, test } from '@playwright/test';
import { iris } from '../../engine/graph/templates/iris.ts';
import { type Designer, onOnePage } from './designer.ts';

/** The rows of reference/conventions.md about wires, as conventions.spec.ts has the others. */

let page: Page;
let designer: Designer;

onOnePage((opened) => {
  designer = opened;
  page = opened.page;
});
test.beforeEach(() => designer.openGraph(iris.document));

const edge = (id: string) => page.locator(`.react-flow__edge[data-id="${id}"]`);

test('Reconnect an edge by dragging its end; drop on nothing deletes; slice wires with Alt+drag', async () => {
  const grip = edge('act1.output->fc2.input').locator('.react-flow__edgeupdater-target');
  const at = await designer.middle(grip);
  await designer.drag(at, { x: at.x - 30, y: at.y + 170 });
  await expect(designer.wires).toHaveCount(4);
  await page.keyboard.press('Control+z');
  await expect(designer.wires).toHaveCount(5);
  const from = await designer.middle(designer.port('fc1', 'output'));
  const to = await designer.middle(designer.port('act1', 'input'));
  const x = (from.x + to.x) / 2;
  await page.keyboard.down('Alt');
  await designer.drag({ x, y: from.y - 60 }, { x: x + 4, y: from.y + 60 });
  await page.keyboard.up('Alt');
  await expect(edge('fc1.output->act1.input')).toHaveCount(0);
  await expect(designer.wires).toHaveCount(4);
  await page.keyboard.press('Control+z');
  await expect(designer.wires).toHaveCount(5);
  // Fingers have no Alt: once armed, their stroke cuts and leaves the sheet where it is.
  const sheet = page.locator('.react-flow__viewport');
  const place = (await sheet.getAttribute('style')) ?? '';
  await page.getByRole('button', { name: 'Cut wires with a stroke' }).click();
  await designer.dragByTouch({ x, y: from.y - 60 }, { x: x + 4, y: from.y + 60 });
  await expect(edge('fc1.output->act1.input')).toHaveCount(0);
  await expect(designer.wires).toHaveCount(4);
  await expect(sheet).toHaveAttribute('style', place);
  await expect(page.locator('.slice-hint')).toBeHidden();
  await page.keyboard.press('Control+z');
  // A finger takes a wire's end too, and is told before it lets go over nothing.
  await designer.dragByTouch(at, { x: at.x - 30, y: at.y + 170 }, () =>
    expect(page.locator('.pointer-tip')).toHaveText(
      'act1 output to fc2 input is taken out if you let go here',
    ),
  );
  await expect(designer.wires).toHaveCount(4);
  // What is done to the selection is there for those who have no keys: the menu's button.
  await designer.select('act1');
  await page.getByRole('button', { name: 'More for what is selected' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(designer.nodes).toHaveCount(5);
  await page.keyboard.press('Control+z');
  // A locked sheet keeps its cards and wires from the hand, and says so.
  await page.getByRole('button', { name: 'Lock the sheet' }).click();
  const fc1 = await designer.node('fc1').boundingBox();
  await designer.drag({ x: (fc1?.x ?? 0) + 40, y: (fc1?.y ?? 0) + 10 }, { x: from.x - 60, y: from.y + 120 });
  expect(await designer.node('fc1').boundingBox()).toEqual(fc1);
  await designer.wire(['x', 'output'], ['fc2', 'input']);
  await page.keyboard.down('Alt');
  await designer.drag({ x, y: from.y - 60 }, { x: x + 4, y: from.y + 60 });
  await page.keyboard.up('Alt');
  await expect(page.getByText('Cut wires: not done, because the sheet is locked')).toBeVisible();
  await expect(designer.wires).toHaveCount(4);
  await page.getByRole('button', { name: 'Unlock the sheet' }).click();
});

test('One link per input, many per output; connecting to a used input replaces, the doomed one shown', async () => {
  const from = await designer.middle(designer.port('fc1', 'output'));
  const to = await designer.middle(designer.port('fc2', 'input'));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 30, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 10 });
  await expect(page.locator('.react-flow__edge-path.doomed')).toHaveCount(1);
  await expect(page.locator('.pointer-tip')).toContainText('instead of act1');
  await page.mouse.up();
  await expect(edge('fc1.output->fc2.input')).toHaveCount(1);
  await expect(edge('fc1.output->act1.input')).toHaveCount(1);
  await expect(edge('act1.output->fc2.input')).toHaveCount(0);
  await expect(page.locator('.react-flow__edge-path.doomed')).toHaveCount(0);
});

test('Refuse cycles and wrong kinds while dragging, and say why', async () => {
  const from = await designer.middle(designer.port('fc2', 'output'));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 30, { steps: 3 });
  await expect(designer.port('fc1', 'input')).toHaveClass(/dim/);
  const cycle = await designer.middle(designer.port('fc1', 'input'));
  await page.mouse.move(cycle.x, cycle.y, { steps: 6 });
  await expect(page.locator('.pointer-tip')).toContainText('would make a cycle');
  await page.mouse.up();
  await expect(page.getByText('No wire from fc2 to fc1: would make a cycle.')).toBeVisible();
  const classes = await designer.middle(designer.port('y', 'output'));
  const numbers = await designer.middle(designer.port('fc1', 'input'));
  await page.mouse.move(classes.x, classes.y);
  await page.mouse.down();
  await page.mouse.move(classes.x - 20, classes.y + 30, { steps: 3 });
  await page.mouse.move(numbers.x, numbers.y, { steps: 6 });
  await expect(page.locator('.pointer-tip')).toContainText('needs numbers');
  await page.mouse.up();
  await expect(designer.wires).toHaveCount(5);
});

test('A wire let go over a card goes to its port; the sheet stays while the hand is beside its edge, and Escape drops the wire', async () => {
  const sheet = (await page.locator('.react-flow').boundingBox()) ?? { x: 0, y: 0, height: 0 };
  const viewport = page.locator('.react-flow__viewport');
  const place = (await viewport.getAttribute('style')) ?? '';
  const from = await designer.middle(designer.port('x', 'output'));
  const take = async () => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
  };
  await take();
  // Where the ports of the first cards lie when the graph is seen whole.
  await page.mouse.move(sheet.x + 20, sheet.y + sheet.height / 2, { steps: 8 });
  const drawnTwice = () =>
    page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
  await drawnTwice();
  await expect(viewport).toHaveAttribute('style', place);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  // So it stays under a card that is dragged there, and under a stroke that selects.
  const card = (await designer.node('x').boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(card.x + 8, card.y + 8);
  await page.mouse.down();
  await page.mouse.move(card.x + 2, card.y + 60, { steps: 4 });
  await drawnTwice();
  await page.mouse.up();
  await page.keyboard.press('Control+z');
  await page.keyboard.down('Shift');
  await page.mouse.move(sheet.x + 20, sheet.y + 20);
  await page.mouse.down();
  await page.mouse.move(sheet.x + 22, sheet.y + 60, { steps: 4 });
  await drawnTwice();
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(viewport).toHaveAttribute('style', place);
  await expect(page.locator('.drawn-wire')).toHaveCount(0);
  await expect(page.locator('.chooser')).toHaveCount(0);
  await take();
  const body = await designer.middle(designer.node('act1'));
  await page.mouse.move(body.x, body.y, { steps: 8 });
  await expect(page.locator('.pointer-tip')).toHaveText('act1.input takes x instead of fc1');
  await page.mouse.up();
  await expect(edge('x.output->act1.input')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(designer.wires).toHaveCount(5);
  await take();
  await page.mouse.move(sheet.x + 1, sheet.y + sheet.height / 2, { steps: 8 });
  await expect(viewport).not.toHaveAttribute('style', place);
  await page.keyboard.press('Escape');
  await page.mouse.up();
});
