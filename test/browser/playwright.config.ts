import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findBrowser, launchArguments } from './find-browser.mjs';

// Workers load this file again: what the first load found reaches them through the environment.
process.env['NODEGRAD_BROWSER'] ??= JSON.stringify(await findBrowser());
process.env['NODEGRAD_RESULTS'] ??= join(tmpdir(), `nodegrad-browser-${process.pid}`);
const browser: { executablePath?: string; channel?: string } = JSON.parse(process.env['NODEGRAD_BROWSER']);
const results = process.env['NODEGRAD_RESULTS'];
const address = process.env['NODEGRAD_ADDRESS'];

export default defineConfig({
  testDir: '.',
  globalSetup: fileURLToPath(new URL('./serve.mjs', import.meta.url)),
  outputDir: join(results, 'browser'),
  reporter: [['list'], ['json', { outputFile: join(results, 'browser.json') }]],
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 60_000,
  globalTimeout: 660_000,
  projects: [{ name: 'chromium' }],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // A trace of every test costs a sixth of the time of all; `--trace on` makes one of the tests one names.
    trace: 'off',
    launchOptions: { args: launchArguments, ...browser },
    ...(address ? { baseURL: address } : {}),
  },
});
