// Finds a Chromium that really starts on this machine: `node test/browser/find-browser.mjs` prints it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

/**
 * Which browser Playwright starts: a path, a channel, or neither for Playwright's own build.
 * @typedef {{ executablePath?: string, channel?: string }} Browser
 */

/** Flags with which Chromium starts as root, in a container and without a network. */
export const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const project = fileURLToPath(new URL('../..', import.meta.url));
const rememberedFile = join(project, 'node_modules', '.cache', 'nodegrad', 'browser.json');

/** @returns {Generator<Browser>} in the order in which they are tried */
function* installedBrowsers() {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen) yield { executablePath: chosen };
  const remembered = readRemembered();
  if (remembered) yield remembered;
  yield {};
  for (const executablePath of systemPaths) if (existsSync(executablePath)) yield { executablePath };
  yield { channel: 'chrome' };
  yield { channel: 'msedge' };
}

/** Each way to get a browser that is not there yet, with the one it brings. */
const installations = [
  {
    program: 'npx',
    arguments: ['playwright', 'install', '--only-shell', 'chromium'],
    possible: () => true,
    brings: {},
  },
  {
    program: 'apt-get',
    arguments: ['install', '-y', 'chromium'],
    possible: () => existsSync('/usr/bin/apt-get') && process.getuid?.() === 0,
    brings: { executablePath: '/usr/bin/chromium' },
  },
];

/** @returns {Browser | undefined} */
function readRemembered() {
  try {
    return JSON.parse(readFileSync(rememberedFile, 'utf8'));
  } catch {
    return undefined; // never found before, or a damaged note: search again
  }
}

/** @param {Browser} browser */
function remember(browser) {
  mkdirSync(dirname(rememberedFile), { recursive: true });
  writeFileSync(rememberedFile, JSON.stringify(browser));
}

/**
 * @param {Browser} browser
 * @returns {Promise<string | undefined>} its version, or undefined when it does not start
 */
async function startedVersion(browser) {
  try {
    const started = await chromium.launch({ ...browser, args: launchArguments, timeout: 30_000 });
    try {
      const page = await started.newPage();
      await page.goto('about:blank');
      return started.version();
    } finally {
      await started.close();
    }
  } catch {
    return undefined;
  }
}

/**
 * The first browser that starts; where none does, one is installed if this machine allows it.
 * @returns {Promise<Browser>}
 * @throws when there is none, with the ways out
 */
export async function findBrowser() {
  for (const browser of installedBrowsers()) {
    if (await startedVersion(browser)) {
      remember(browser);
      return browser;
    }
  }
  for (const installation of installations) {
    if (!installation.possible()) continue;
    const { program, arguments: rest, brings } = installation;
    console.error(`No browser starts here; trying: ${[program, ...rest].join(' ')}`);
    spawnSync(program, rest, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'], timeout: 300_000 });
    if (await startedVersion(brings)) {
      remember(brings);
      return brings;
    }
  }
  throw new Error(
    [
      'The browser tests found no Chromium that starts. Any one of these helps:',
      '  CHROMIUM_PATH=/path/to/chromium npm test',
      '  npx playwright install --with-deps --only-shell chromium',
      '  apt-get install chromium          (Debian, as root)',
      '  install Google Chrome or Microsoft Edge',
    ].join('\n'),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const browser = await findBrowser();
    const name = browser.executablePath ?? browser.channel ?? "Playwright's own Chromium";
    console.log(`${name} ${await startedVersion(browser)}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
