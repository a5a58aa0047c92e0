/**
 * `npm run bench:page [-- display|frames|pause|opening|shifts]`: what the built app costs and how fast it answers, in a headless
 * Chromium that paints in software. Prints; judges nothing, because times vary by machine: compare shares of one run.
 */
import { cpus, loadavg } from 'node:os';
import { chromium } from '@playwright/test';
import { findBrowser, launchArguments } from '../../browser/find-browser.mjs';
import serve from '../../browser/serve.mjs';
import { benchOpening, benchPause } from './answers.ts';
import { benchDisplay } from './display.ts';
import { benchFrames } from './frames.ts';
import { benchShifts } from './shifts.ts';

const parts = {
  display: benchDisplay,
  frames: benchFrames,
  pause: benchPause,
  opening: benchOpening,
  shifts: benchShifts,
};

const wanted = process.argv.slice(2);
const stop = await serve();
const browser = await chromium.launch({ ...(await findBrowser()), args: launchArguments });
try {
  console.log(
    `Chromium ${browser.version()}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)} before it began`,
  );
  for (const [name, bench] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name)) await bench(browser);
  }
} finally {
  await browser.close();
  stop();
}
