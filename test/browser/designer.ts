import { expect, type Locator, type Page, test } from '@playwright/test';
import { writeDocument } from '../../engine/formats/json.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';

/** The app as a person meets it: places to click, named after what they see. */
export class Designer {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the app with nothing remembered from before. */
  async open(): Promise<void> {
    await this.page.goto('');
    // How fast a page opens is measured elsewhere; beside other work it may take long.
    const controls = this.page.getByRole('region', { name: 'Training controls' });
    await expect(controls).toBeVisible({ timeout: 30_000 });
  }

  async chooseTemplate(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Templates' }).click();
    await this.page.getByRole('menuitem', { name }).click();
  }

  /** Chooses a file in the browser's own dialog. */
  async openFile(name: string, text: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    // The browser must have heard that its dialog is awaited before the keys come: one round trip sees to that.
    await this.page.evaluate(() => undefined);
    await this.page.keyboard.press('Control+o');
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  }

  /** Opens a graph as a file, with the focus on the sheet and nothing selected. */
  async openGraph(document: GraphDocument): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.openFile('graph.json', writeDocument(document));
    await expect(this.nodes).toHaveCount(document.nodes.length);
    // The graph before may have as many, and have been trained.
    await expect(this.trainButton).not.toHaveText('Train again');
    await this.clickSheet();
  }

  node(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`);
  }

  port(node: string, port: string): Locator {
    return this.page.locator(`.react-flow__handle[data-nodeid="${node}"][data-handleid="${port}"]`);
  }

  get nodes(): Locator {
    return this.page.locator('.react-flow__node');
  }

  get wires(): Locator {
    return this.page.locator('.react-flow__edge');
  }

  /** The middle of something on the page, in page coordinates. */
  async middle(of: Locator): Promise<{ readonly x: number; readonly y: number }> {
    // A card that was just added is measured before it is drawn.
    let box = await of.boundingBox();
    await expect(async () => {
      box = await of.boundingBox();
      expect(box, 'its place on the page').not.toBeNull();
    }).toPass({ timeout: 10_000 });
    if (box === null) throw new Error('it is not on the page');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** Presses at one place, moves in small steps and lets go at another, as a hand does. */
  async drag(
    from: { readonly x: number; readonly y: number },
    to: { readonly x: number; readonly y: number },
  ): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 6, from.y + 4, { steps: 2 });
    await this.page.mouse.move(to.x, to.y, { steps: 12 });
    await this.page.mouse.up();
  }

  /** The same with a finger; `meanwhile` is looked at before it is lifted. */
  async dragByTouch(
    from: { readonly x: number; readonly y: number },
    to: { readonly x: number; readonly y: number },
    meanwhile: () => Promise<void> = async () => {},
  ): Promise<void> {
    const finger = await this.page.context().newCDPSession(this.page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: (typeof from)[]) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', [from]);
    for (const part of [0.1, 0.3, 0.6, 1])
      await touch('touchMove', [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }]);
    await meanwhile();
    await touch('touchEnd', []);
    await finger.detach();
  }

  /** Drags an operator from the palette so that it lands at a place of the canvas, given from its top left. */
  async dragOperator(operator: string, x: number, y: number): Promise<void> {
    const option = this.page.getByRole('option', { name: operator, exact: true });
    await option.scrollIntoViewIfNeeded();
    const canvas = await this.page.locator('.react-flow').boundingBox();
    if (canvas === null) throw new Error('there is no canvas');
    await this.drag(await this.middle(option), { x: canvas.x + x, y: canvas.y + y });
  }

  async wire(from: readonly [string, string], to: readonly [string, string]): Promise<void> {
    await this.drag(await this.middle(this.port(...from)), await this.middle(this.port(...to)));
  }

  async select(node: string): Promise<void> {
    await this.node(node).locator('header, .hd').first().click();
  }

  /** A place of the sheet where nothing lies, in page coordinates. */
  async emptyPlace(): Promise<{ readonly x: number; readonly y: number }> {
    const sheet = await this.page.locator('.react-flow').boundingBox();
    if (sheet === null) throw new Error('there is no canvas');
    return { x: sheet.x + 320, y: sheet.y + 24 };
  }

  /** Takes the focus to the sheet, with nothing selected. */
  async clickSheet(): Promise<void> {
    const { x, y } = await this.emptyPlace();
    await this.page.mouse.click(x, y);
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** The total of the summary panel. */
  get total(): Locator {
    return this.page.getByTestId('total-parameters');
  }

  get trainButton(): Locator {
    return this.page.getByRole('region', { name: 'Training controls' }).locator('button.train');
  }

  /** Values of a training chart, epoch by epoch, as its table shows them once it has come to the last epoch trained. */
  async curve(title: 'Loss' | 'Accuracy', column: 'train' | 'validation'): Promise<readonly number[]> {
    const chart = this.page.getByRole('region', { name: title, exact: true });
    await chart.getByRole('button', { name: `${title} as a table` }).click();
    const progress = await this.page.getByRole('status', { name: 'Progress' }).textContent();
    const [, trained = ''] = /^epoch\s*(\S+) of/.exec(progress ?? '') ?? [];
    await expect(chart.locator('tbody tr:last-child td:first-child')).toHaveText(trained);
    const cells = await chart.locator(`tbody td:nth-child(${column === 'train' ? 2 : 3})`).allTextContents();
    await chart.getByRole('button', { name: `${title} as a chart` }).click();
    return cells.map((text) => Number.parseFloat(text));
  }
}

/** Opens one page for all tests of a file, in which each opens the graph it needs afresh. */
export function onOnePage(use: (designer: Designer) => void): void {
  let page: Page;
  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const designer = new Designer(page);
    await designer.open();
    use(designer);
  });
  test.afterAll(() => page.close());
}
