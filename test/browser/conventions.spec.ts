import { expect, type Page, test } from '@playwright/test';
import type { GraphNode } from '../../engine/graph/document.ts';
import { iris } from '../../engine/graph/templates/iris.ts';
import { Designer, onOnePage } from './designer.ts';

/**
 * What users of node editors and of PyTorch already know: each test is a row of reference/conventions.md. They share one
 * page, in which each opens the graph it needs afresh.
 */

let page: Page;
let designer: Designer;

onOnePage((opened) => {
  designer = opened;
  page = opened.page;
});
test.beforeEach(() => designer.openGraph(iris.document));

const edge = (id: string) => page.locator(`.react-flow__edge[data-id="${id}"]`);
const selected = () => page.locator('.react-flow__node.selected');

test('Drag from palette; click and Enter also add', async () => {
  await designer.dragOperator('Dropout', 500, 330);
  await expect(designer.nodes).toHaveCount(7);
  await designer.clickSheet();
  await page.getByRole('option', { name: 'Tanh', exact: true }).click();
  await expect(designer.nodes).toHaveCount(8);
  await page.keyboard.press('/');
  await page.keyboard.type('Softmax');
  await page.keyboard.press('Enter');
  await expect(designer.nodes).toHaveCount(9);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
});

test('Drag handle to empty canvas: a list of compatible nodes, auto-wired', async () => {
  const from = await designer.middle(designer.port('act1', 'output'));
  await designer.drag(from, { x: from.x + 20, y: from.y + 190 });
  const list = page.getByRole('dialog', { name: 'Add what follows…' });
  await expect(list).toBeVisible();
  await expect(list.getByRole('option', { name: /^Embedding/ })).toHaveCount(0);
  await list.getByRole('combobox').fill('tan');
  await expect(list.getByRole('option').first()).toContainText('Tanh');
  await page.keyboard.press('Enter');
  await expect(designer.wires).toHaveCount(6);
  await page.keyboard.press('Control+z');
  await expect(designer.nodes).toHaveCount(6);
  await expect(designer.wires).toHaveCount(5);
});

test('Drop a node on an edge to insert it, Alt suppresses, the edge is highlighted; a refusal says why', async () => {
  const start = await designer.middle(designer.port('fc1', 'output'));
  const end = await designer.middle(designer.port('act1', 'input'));
  const middle = { x: (start.x + end.x) / 2, y: start.y };
  const press = async (operator: string) => {
    const option = page.getByRole('option', { name: operator, exact: true });
    await option.scrollIntoViewIfNeeded();
    const at = await designer.middle(option);
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(middle.x - 20, middle.y, { steps: 4 });
    await page.mouse.move(middle.x, middle.y, { steps: 3 });
  };
  await press('Embedding');
  await expect(page.locator('.pointer-tip')).toContainText('needs class indices');
  await page.mouse.up();
  await page.keyboard.press('Control+z');
  await page.keyboard.down('Alt');
  await press('Tanh');
  await expect(page.locator('.react-flow__edge-path.entered')).toHaveCount(0);
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await expect(edge('fc1.output->act1.input')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await press('Tanh');
  await expect(page.locator('.react-flow__edge-path.entered')).toHaveCount(1);
  await page.mouse.up();
  await expect(edge('fc1.output->act1.input')).toHaveCount(0);
  await expect(designer.wires).toHaveCount(6);
});

test('Delete a middle node and heal the wire', async () => {
  await designer.select('act1');
  await page.keyboard.press('Delete');
  await expect(edge('fc1.output->fc2.input')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(designer.wires).toHaveCount(5);
});

test('Ports by type: class indices are a diamond, numbers a circle; Add grows a port when the last is used', async () => {
  await expect(designer.port('y', 'output')).toHaveClass(/cls/);
  await expect(designer.port('fc1', 'output')).not.toHaveClass(/cls/);
  await expect(designer.port('fc2', 'output')).toHaveAttribute('title', 'output · logits N×3');
  await expect(designer.port('loss', 'input')).toHaveAttribute('title', 'input · logits N×3');
  await designer.select('act1');
  await page.keyboard.press('/');
  await page.keyboard.type('Add');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  const inputs = page.locator('.react-flow__handle.target[data-nodeid^="add"]');
  await expect(inputs).toHaveCount(2);
  await page.keyboard.press('f');
  await page.waitForTimeout(300);
  await designer.drag(
    await designer.middle(designer.port('fc1', 'output')),
    await designer.middle(inputs.last()),
  );
  await expect(inputs).toHaveCount(3);
});

test('Quick add: double-click on the canvas, right-click, Shift+A', async () => {
  const list = page.getByRole('dialog', { name: 'Add a node…' });
  const sheet = await designer.emptyPlace();
  await page.mouse.dblclick(sheet.x, sheet.y);
  await list.getByRole('combobox').fill('tanh');
  await page.keyboard.press('Enter');
  await expect(designer.nodes).toHaveCount(7);
  await page.keyboard.press('Control+z');
  await page.mouse.click(sheet.x, sheet.y, { button: 'right' });
  await expect(page.getByRole('menuitem', { name: /^Add a node at the pointer/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+A');
  await expect(list).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
});

test('Click and Ctrl-click; Ctrl+A; select upstream and downstream', async () => {
  await designer.select('fc1');
  await page.keyboard.down('Control');
  await designer.select('fc2');
  await page.keyboard.up('Control');
  await expect(selected()).toHaveCount(2);
  await page.keyboard.press('Control+a');
  await expect(selected()).toHaveCount(6);
  await designer.select('act1');
  await expect(selected()).toHaveCount(1);
  await page.keyboard.press('u');
  await expect(selected()).toHaveCount(3);
  await designer.clickSheet();
  await designer.select('act1');
  await page.keyboard.press('d');
  await expect(selected()).toHaveCount(3);
});

test('Ctrl+Z, Y, Shift+Z, C, X, V; Ctrl+D duplicates; Ctrl+Shift+V keeps incoming links', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await designer.select('act1');
  await page.keyboard.press('Control+d');
  await expect(designer.nodes).toHaveCount(7);
  await page.keyboard.press('Control+z');
  await expect(designer.nodes).toHaveCount(6);
  await page.keyboard.press('Control+y');
  await expect(designer.nodes).toHaveCount(7);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+Shift+z');
  await expect(designer.nodes).toHaveCount(7);
  await page.keyboard.press('Control+z');
  await designer.select('act1');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(designer.nodes).toHaveCount(7);
  await expect(designer.wires).toHaveCount(5);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+Shift+v');
  await expect(designer.wires).toHaveCount(6);
  await page.keyboard.press('Control+x');
  await expect(designer.nodes).toHaveCount(6);
  // A stroke with Shift selects cards and no words of the page, which copying would else take; copies lie on nothing.
  const [first, last] = [await designer.node('fc1').boundingBox(), await designer.node('act1').boundingBox()];
  await page.keyboard.down('Shift');
  await designer.drag(
    { x: (first?.x ?? 0) - 12, y: (first?.y ?? 0) - 12 },
    { x: (last?.x ?? 0) + (last?.width ?? 0) + 12, y: (last?.y ?? 0) + (last?.height ?? 0) + 12 },
  );
  await page.keyboard.up('Shift');
  await expect(selected()).toHaveCount(2);
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(designer.nodes).toHaveCount(8);
  const boxes = await designer.nodes.evaluateAll((cards) =>
    cards.map((card) => card.getBoundingClientRect()),
  );
  const overlap = boxes.some((a, at) =>
    boxes
      .slice(at + 1)
      .some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
  );
  expect(overlap).toBe(false);
});

test('Ctrl+S exports, and keys of the browser are kept', async () => {
  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  expect((await download).suggestedFilename()).toMatch(/\.json$/);
});

test('Ctrl+Enter runs; Ctrl+Alt+Enter interrupts', async () => {
  const { document } = iris;
  await designer.openGraph({ ...document, training: { ...document.training, epochs: 1_000_000 } });
  await page.keyboard.press('Control+Enter');
  await expect(designer.trainButton).toHaveText('Pause');
  await page.keyboard.press('Control+Alt+Enter');
  await expect(designer.trainButton).toHaveText('Resume');
});

test('I folds the inspector, which comes back as it was', async () => {
  await designer.select('fc1');
  await designer.tab('Values').click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const width = async () => (await page.locator('.sheet').boundingBox())?.width ?? 0;
  const before = await width();
  await page.keyboard.press('i');
  await expect(inspector).toBeHidden();
  expect(await width()).toBeGreaterThan(before + 200);
  const button = page.getByRole('button', { name: 'Inspector', exact: true });
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await button.click();
  await expect(designer.tab('Values')).toHaveAttribute('aria-selected', 'true');
  await designer.tab('Attributes').click();
});

test('Ctrl+B bypass, Ctrl+M mute, Alt+C collapse, P pin, `.` fit selection, Ctrl+, settings', async () => {
  await designer.select('act1');
  const card = designer.node('act1');
  await page.keyboard.press('Control+b');
  await expect(card).toContainText('bypassed');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+m');
  await expect(card).toContainText('muted');
  await expect(designer.total).toHaveText('0');
  await page.keyboard.press('Control+m');
  await expect(designer.total).toHaveText('67');
  await page.keyboard.press('Alt+c');
  await expect(card.locator('.chip-card.folded')).toBeVisible();
  await page.keyboard.press('Alt+c');
  await page.keyboard.press('p');
  await expect(card.locator('.pinned')).toBeVisible();
  const fromNeighbour = async () => {
    const [own, other] = [await card.boundingBox(), await designer.node('fc1').boundingBox()];
    return Math.round((own?.x ?? 0) - (other?.x ?? 0));
  };
  const before = await fromNeighbour();
  const width = (await card.boundingBox())?.width;
  await page.keyboard.press('ArrowRight');
  const at = await designer.middle(card.locator('header'));
  const place = await designer.node('fc1').boundingBox();
  await designer.drag(at, { x: at.x + 40, y: at.y + 90 });
  await designer.dragByTouch(at, { x: at.x + 40, y: at.y + 90 }, () =>
    expect(page.locator('.pointer-tip')).toContainText('act1 is pinned'),
  );
  expect(await fromNeighbour()).toBe(before);
  expect(await designer.node('fc1').boundingBox()).toEqual(place);
  // Taken along with others, it says that it stays behind.
  await page.keyboard.press('Control+a');
  const loose = await designer.middle(designer.node('fc1').locator('header'));
  await page.mouse.move(loose.x, loose.y);
  await page.mouse.down();
  await page.mouse.move(loose.x, loose.y + 60, { steps: 6 });
  await expect(page.locator('.pointer-tip')).toContainText('act1 is pinned and stays behind');
  await page.mouse.up();
  expect(await fromNeighbour()).toBe(before);
  expect((await card.boundingBox())?.y).not.toBe((await designer.node('fc1').boundingBox())?.y);
  await page.keyboard.press('Control+z');
  await designer.select('act1');
  await page.keyboard.press('.');
  await expect.poll(async () => (await card.boundingBox())?.width).not.toBe(width);
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog', { name: 'Settings' }).getByRole('button', { name: 'Comfortable' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
  await page.getByRole('dialog', { name: 'Settings' }).getByRole('button', { name: 'Compact' }).click();
  await page.keyboard.press('Escape');
});

test('Action list Ctrl+Shift+P, search Ctrl+F, help ?', async () => {
  await page.keyboard.press('Control+Shift+p');
  await page.getByRole('dialog', { name: 'Do…' }).getByRole('combobox').fill('select all');
  await page.keyboard.press('Enter');
  await expect(selected()).toHaveCount(6);
  await page.keyboard.press('Control+f');
  const list = page.getByRole('dialog', { name: /^Find a node/ });
  // Typed at once: the search itself is still to be fetched.
  await page.keyboard.type('params > 30');
  await expect(list.getByRole('combobox')).toHaveValue('params > 30');
  await expect(list.getByRole('option')).toHaveCount(1);
  await expect(page.locator('.passed-over')).toHaveCount(5);
  // Of several, the chosen one stands out on the sheet too, which stays in sight under the list.
  await list.getByRole('combobox').fill('params > 20');
  await expect(list).toContainText('1 of 2');
  await page.keyboard.press('ArrowDown');
  await expect(list).toContainText('2 of 2');
  await expect(designer.node('fc2').locator('.chosen')).toHaveCount(1);
  expect((await list.boundingBox())?.height).toBeLessThan(160);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.locator('.passed-over')).toHaveCount(0);
  await expect(designer.node('fc1')).toHaveClass(/selected/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Bypass');
  await page.keyboard.press('Escape');
});

test('Arrows move, Shift+arrows move further; align; a dragged card finds the line of others', async () => {
  await designer.select('act1');
  const card = designer.node('act1');
  const x = async () => (await card.boundingBox())?.x ?? 0;
  const start = await x();
  await page.keyboard.press('ArrowRight');
  const one = (await x()) - start;
  await page.keyboard.press('Shift+ArrowRight');
  const four = (await x()) - start - one;
  expect(one).toBeGreaterThan(0);
  expect(four / one).toBeCloseTo(4, 1);
  await page.keyboard.press('Control+z');
  const at = await designer.middle(card.locator('header'));
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  // A drag begins after a little way, here the first quarter.
  await page.mouse.move(at.x + 9, at.y + 40, { steps: 4 });
  await page.mouse.move(at.x + 9, at.y + 13, { steps: 4 });
  await expect(page.locator('.guide.across')).toHaveCount(1);
  await page.mouse.up();
  await expect(page.locator('.guide')).toHaveCount(0);
  expect((await card.boundingBox())?.y).toBeCloseTo((await designer.node('fc1').boundingBox())?.y ?? 0, 0);
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Align left edges' }).click();
  const lefts = await designer.nodes.evaluateAll((cards) =>
    cards.map((each) => each.style.transform.split('px')[0]),
  );
  expect(new Set(lefts).size).toBe(1);
});

test('Left to right; minimap, controls, fit view, contextual zoom; tap and tap connects', async () => {
  const map = page.locator('.react-flow__minimap');
  await expect(map).toBeVisible();
  const styleOfMap = await map.getAttribute('style');
  const box = (id: string) => designer.node(id).boundingBox();
  expect((await box('x'))?.x).toBeLessThan((await box('fc1'))?.x ?? 0);
  await designer.port('act1', 'output').click();
  await designer.port('loss', 'input').click();
  await expect(edge('act1.output->loss.input')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  for (let times = 0; times < 6; times += 1) await page.keyboard.press('-');
  await expect(page.locator('.chip-card')).toHaveCount(6);
  // Whatever is written there has the styles of all nodes of the map found again, at every move.
  expect(await map.getAttribute('style')).toBe(styleOfMap);
  await page.keyboard.press('f');
  await expect(page.locator('.chip-card')).toHaveCount(0);
});

test('PyTorch class and argument names, exact defaults', async () => {
  await designer.select('fc1');
  const inspector = page.locator('[data-region="inspector"]');
  await expect(inspector).toContainText('nn.Linear(4, 8)');
  for (const name of ['in_features', 'out_features', 'bias'])
    await expect(inspector.getByText(name, { exact: true }).first()).toBeVisible();
});

test('torchsummary layout: Linear(784,128), ReLU, Linear(128,10) is 101,770; freezing is per layer', async () => {
  const sizes: Readonly<Record<string, GraphNode['attributes']>> = {
    x: { shape: [784] },
    fc1: { out_features: 128 },
    fc2: { out_features: 10 },
  };
  const nodes = iris.document.nodes.map((node) => ({
    ...node,
    attributes: { ...node.attributes, ...sizes[node.id] },
  }));
  await designer.openGraph({ ...iris.document, nodes });
  await designer.tab('Summary').click();
  const panel = page.getByRole('tabpanel', { name: 'Summary' });
  await expect(panel).toContainText('Total params: 101,770');
  await expect(panel).toContainText('100,480');
  await designer.select('fc1');
  await page.keyboard.press('Control+Shift+p');
  await page.getByRole('dialog', { name: 'Do…' }).getByRole('combobox').fill('freeze');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText('Non-trainable params: 100,480');
});

test('Accessibility: Tab reaches nodes, Enter selects, Escape clears; nodes have a spoken label', async () => {
  await expect(designer.node('fc1')).toHaveAttribute('aria-label', 'fc1, Linear, 4 to 8, 40 parameters');
  await designer.node('fc1').focus();
  await page.keyboard.press('Enter');
  await expect(designer.node('fc1')).toHaveClass(/selected/);
  // Tab moves the focus wherever it is; out of a list it goes on from the node for which that was opened.
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog', { name: 'Connect to…' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.locator('.react-flow :focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(selected()).toHaveCount(0);
  const handle = await designer.port('fc1', 'output').boundingBox();
  expect(handle?.width).toBeGreaterThanOrEqual(12);
});

test('Save and restore including the viewport, by autosave', async () => {
  await designer.select('act1');
  await page.keyboard.press('Delete');
  await page.keyboard.press('+');
  await page.waitForTimeout(400);
  const zoom = await page.getByRole('button', { name: /^Zoom \d+ %/ }).innerText();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.waitForTimeout(600);
  await page.reload();
  await expect(designer.nodes).toHaveCount(5);
  await expect(page.getByRole('button', { name: /^Zoom \d+ %/ })).toHaveText(zoom);
});

test('Parameters in the URL: a link carries the graph with every seed, and opens it beside what is open', async ({
  browser,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const { document } = iris;
  const training = { ...document.training, seed: 1234, batchSize: 32 };
  await designer.openGraph({ ...document, name: 'Shared', training });
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Copy link', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'The link is copied' });
  const link = await dialog.getByRole('textbox', { name: 'Link to this graph' }).inputValue();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.keyboard.press('Escape');

  const other = await browser.newPage();
  const reader = new Designer(other);
  await other.goto(link);
  const name = other.getByRole('textbox', { name: 'Name of the graph' });
  await expect(name).toHaveValue('Shared');
  await reader.tab('Training').click();
  await expect(other.getByLabel('seed', { exact: true })).toHaveValue('1234');
  expect(new URL(other.url()).hash).toBe('');
  // It is kept, and a second time it opens beside what was made of the first.
  await reader.select('act1');
  await other.keyboard.press('Delete');
  await expect(other.getByText('Saved', { exact: true })).toBeVisible();
  await other.goto(link);
  await expect(reader.nodes).toHaveCount(6);
  await other.keyboard.press('Alt+PageUp');
  await expect(reader.nodes).toHaveCount(5);
  await other.goto(`${link.slice(0, 200)}`);
  await expect(other.getByRole('dialog', { name: 'The link was not opened' })).toBeVisible();
  await expect(reader.nodes).toHaveCount(5);
  await other.close();
});
