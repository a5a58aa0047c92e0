import type { Browser, Page } from '@playwright/test';
import { writeDocument } from '../../../engine/formats/json.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { Designer } from '../../browser/designer.ts';
import { installTaps } from './taps.ts';

/** The built app in a tab, with what is noted down of it. */
export interface OpenedPage {
  readonly page: Page;
  readonly designer: Designer;
}

export async function openPage(browser: Browser): Promise<OpenedPage> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    baseURL: process.env['NODEGRAD_ADDRESS'] ?? '',
  });
  page.setDefaultTimeout(120_000);
  // What compiles this file names its functions with a helper that the page does not have.
  await page.addInitScript({ content: 'globalThis.__name = (it) => it' });
  await page.addInitScript(installTaps);
  const designer = new Designer(page);
  await designer.open();
  return { page, designer };
}

/** Opens a graph, of which not all nodes need be drawn, and starts its training. */
export async function train({ page, designer }: OpenedPage, graph: GraphDocument): Promise<void> {
  await designer.openFile('graph.json', writeDocument(graph));
  await page.waitForFunction(
    (name) => document.querySelector<HTMLInputElement>('input.doc')?.value === name,
    graph.name,
  );
  await page.locator('.react-flow__node').first().waitFor();
  await designer.trainButton.click();
  await page.waitForFunction(() => taps.latest.step > 0);
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** What was measured, what is aimed at, and SHORT where it falls short. */
export function line(what: string, measured: string, goal: string, holds = true): void {
  console.log(`${what.padEnd(66)} ${measured.padStart(12)}   goal: ${goal}${holds ? '' : '   SHORT'}`);
}
