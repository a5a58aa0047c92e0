import { expect, type Page, test } from '@playwright/test';
import { Designer } from './designer.ts';

interface Wanted {
  readonly selector: string;
  readonly text?: string;
}

/** Presses a key until something has the focus; fails when it does not get there. */
async function pressUntil(page: Page, key: string, wanted: Wanted): Promise<void> {
  for (let times = 0; times < 60; times += 1) {
    const arrived = await page.evaluate(({ selector, text = '' }) => {
      const here = document.activeElement;
      const labels = here instanceof HTMLInputElement ? [...(here.labels ?? [])] : [];
      const words = [here, ...labels].map((element) => element?.textContent ?? '').join(' ');
      return here?.matches(selector) === true && words.includes(text);
    }, wanted);
    if (arrived) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${wanted.selector} ${wanted.text ?? ''} did not get the focus by pressing ${key}`);
}

async function typeOver(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

test('Iris from an empty canvas by keyboard alone', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await pressUntil(page, 'Tab', { selector: 'button', text: 'Templates' });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Empty' })).toBeVisible();
  await pressUntil(page, 'ArrowDown', { selector: '[role="menuitem"]', text: 'Empty' });
  await page.keyboard.press('Enter');
  await expect(designer.nodes).toHaveCount(0);

  await page.keyboard.press('/');
  for (const operator of ['Input', 'Linear', 'ReLU', 'Linear', 'CrossEntropyLoss', 'Target']) {
    await typeOver(page, operator);
  }
  await expect(designer.nodes).toHaveCount(6);
  // Each node was wired to the one that was selected, as far as it fits.
  await expect(designer.wires).toHaveCount(5);

  // A graph that cannot train says so when it is asked to, also by its key.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Not trained\. loss is not connected yet at target/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(designer.nodes).toHaveCount(6);

  // The sheet is entered at the card that is selected, or at the first.
  await pressUntil(page, 'F6', { selector: '[data-region="canvas"] .react-flow__node' });
  await pressUntil(page, 'Tab', { selector: '.react-flow__node[data-id="fc2"]' });
  await page.keyboard.press('Enter');
  await pressUntil(page, 'F6', { selector: '[data-region="inspector"] *' });
  await pressUntil(page, 'Tab', { selector: '[data-region="inspector"] input', text: 'out_features' });
  await typeOver(page, '3');
  await expect(designer.total).toHaveText('67');

  await page.keyboard.press('Control+Enter');
  await expect(designer.trainButton).toHaveText('Train again', { timeout: 30_000 });

  // Inside a field Ctrl+Z is the field's own; outside it undoes the last edit of the graph.
  await page.keyboard.press('F6');
  await page.keyboard.press('Control+z');
  await expect(designer.total).not.toHaveText('67');
  await page.keyboard.press('Control+Shift+z');
  await expect(designer.total).toHaveText('67');
});

test('a wire by keyboard: Connect to… lists what fits, and Enter draws it', async ({ page }) => {
  const designer = new Designer(page);
  await designer.open();
  await expect(designer.wires).toHaveCount(5);
  await pressUntil(page, 'F6', { selector: '[data-region="canvas"] *' });
  await pressUntil(page, 'Tab', { selector: '.react-flow__node[data-id="y"]' });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await expect(designer.wires).toHaveCount(4);
  await page.keyboard.press('/');
  await page.keyboard.type('Target');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(designer.nodes).toHaveCount(6);
  if ((await designer.wires.count()) === 4) {
    await pressUntil(page, 'Tab', { selector: '.react-flow__node[data-id="y"]' });
    await page.keyboard.press('Enter');
    await page.keyboard.press('c');
    await page.keyboard.type('loss');
    await page.keyboard.press('Enter');
  }
  await expect(designer.wires).toHaveCount(5);
});
