import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build, type Rollup } from 'vite';
import { findBrowser, launchArguments } from '../../../browser/find-browser.mjs';

/** `main.ts` with all it needs, as one classic script. */
export async function bundle(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2020',
      lib: { entry: join(import.meta.dirname, 'main.ts'), formats: ['iife'], name: 'sameBits' },
    },
  })) as readonly Rollup.RollupOutput[];
  const script = built[0]?.output[0].code;
  if (script === undefined) throw new Error('nothing was built');
  return script;
}

/** In a worker of Chromium, as the designer trains. */
export async function inChromium(script: string): Promise<string> {
  const browser = await chromium.launch({ ...(await findBrowser()), args: launchArguments });
  try {
    const page = await browser.newPage();
    return await page.evaluate(
      (source) =>
        new Promise<string>((resolve, reject) => {
          const worker = new Worker(URL.createObjectURL(new Blob([source])));
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        }),
      script,
    );
  } finally {
    await browser.close();
  }
}

/** What SpiderMonkey 102 (of 2022) does not have yet, while current browsers do. */
const prelude = `
Array.prototype.findLastIndex ??= function (test) {
  for (let index = this.length - 1; index >= 0; index -= 1) if (test(this[index], index, this)) return index;
  return -1;
};
Array.prototype.findLast ??= function (test) { return this[this.findLastIndex(test)]; };
const changed = (list, change) => { const copy = [...list]; change(copy); return copy; };
Array.prototype.with ??= function (at, value) { return changed(this, (copy) => { copy.splice(at, 1, value); }); };
Array.prototype.toSpliced ??= function (...rest) { return changed(this, (copy) => copy.splice(...rest)); };
Array.prototype.toSorted ??= function (order) { return changed(this, (copy) => copy.sort(order)); };
Array.prototype.toReversed ??= function () { return changed(this, (copy) => copy.reverse()); };
`;

/** In a JavaScript engine's own shell; undefined where it is not installed. */
export function inShell(program: string, script: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'nodegrad-bits-'));
  const file = join(folder, 'same-bits.js');
  writeFileSync(file, `${prelude}${script}`);
  const { error, status, stdout, stderr } = spawnSync(program, [file], { encoding: 'utf8', timeout: 50_000 });
  rmSync(folder, { recursive: true });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return undefined;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${error?.message ?? stderr}`);
  return stdout;
}
