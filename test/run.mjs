// `npm test`: every check of the project, one stage after the other. The last line is `N passed, M failed`, the totals
// of all test runners added up, where a stage that is no test runner (types, lint, build) counts as one when it fails.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const results = mkdtempSync(join(tmpdir(), 'nodegrad-test-'));

/**
 * A stage runs one command; a test stage also names the report in which its runner counts its tests.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ name: string, program: string, arguments: string[], needs?: string, minutes: number, count?: () => Counts }} Stage
 * @typedef {{ stage: Stage, ok: boolean, seconds: number, counts: Counts, note: string }} Outcome
 */

/** @type {Stage[]} */
const stages = [
  { name: 'types', program: 'tsc', arguments: ['--noEmit', '-p', '.'], minutes: 2 },
  { name: 'types of the engine alone', program: 'tsc', arguments: ['--noEmit', '-p', 'engine'], minutes: 2 },
  { name: 'lint and format', program: 'biome', arguments: ['ci', '.'], minutes: 2 },
  { name: 'unused files and exports', program: 'knip', arguments: ['--no-progress'], minutes: 2 },
  {
    name: 'engine and app tests',
    program: 'vitest',
    arguments: [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(results, 'unit.json')}`,
    ],
    minutes: 6,
    count: countUnitTests,
  },
  { name: 'build', program: 'vite', arguments: ['build'], minutes: 2 },
  {
    name: 'browser tests',
    program: 'playwright',
    arguments: ['test', '--config', join('test', 'browser', 'playwright.config.ts')],
    needs: 'build',
    minutes: 11,
    count: countBrowserTests,
  },
];

/**
 * What is read of Vitest's and of Playwright's JSON report.
 * @typedef {{ status: string, assertionResults: { status: string }[] }} UnitTestFile
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: UnitTestFile[] }} UnitReport
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} BrowserReport
 */

/** @param {string} file */
function readReport(file) {
  return JSON.parse(readFileSync(join(results, file), 'utf8'));
}

/** A file that cannot be loaded has no tests to fail: it counts as one failure itself. */
function countUnitTests() {
  /** @type {UnitReport} */
  const report = readReport('unit.json');
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function countBrowserTests() {
  /** @type {BrowserReport} */
  const { stats } = readReport('browser.json');
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/**
 * @param {Stage} stage
 * @returns {Promise<string>} what went wrong, empty when nothing did
 */
function runCommand(stage) {
  const path = [join(project, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(stage.program, stage.arguments, {
      cwd: project,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: path, NODEGRAD_RESULTS: results },
      shell: process.platform === 'win32',
      timeout: stage.minutes * 60_000,
      killSignal: 'SIGKILL',
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      if (signal) resolve(`stopped by ${signal}; it may take ${stage.minutes} minutes`);
      else resolve(code === 0 ? '' : `exit code ${code}`);
    });
  });
}

/**
 * The runner's own count, brought in line with how it ended: none at all is a failure, and so is a bad end that no
 * failed test explains.
 * @param {Stage} stage
 * @param {string} note
 * @returns {Pick<Outcome, 'ok' | 'counts' | 'note'>}
 */
function judge(stage, note) {
  const none = { passed: 0, failed: 0, skipped: 0 };
  if (!stage.count) return { ok: note === '', counts: { ...none, failed: note === '' ? 0 : 1 }, note };
  let counts = none;
  let reason = note;
  try {
    counts = stage.count();
  } catch {
    reason ||= 'no report was written';
  }
  if (counts.passed + counts.failed === 0) reason = `no test ran${reason ? ` (${reason})` : ''}`;
  if (reason && counts.failed === 0) counts = { ...counts, failed: 1 };
  return { ok: reason === '' && counts.failed === 0, counts, note: reason };
}

/** @param {Outcome[]} outcomes */
function printTable(outcomes) {
  const width = Math.max(...outcomes.map(({ stage }) => stage.name.length));
  console.log('');
  for (const { stage, ok, seconds, counts, note } of outcomes) {
    const tests = stage.count
      ? `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`
      : '';
    const details = [tests, note].filter(Boolean).join('; ');
    console.log(
      `${ok ? 'ok    ' : 'FAILED'}  ${stage.name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${details}`.trimEnd(),
    );
  }
}

/** @type {Outcome[]} */
const outcomes = [];
for (const stage of stages) {
  console.log(`\n── ${stage.name}`);
  const began = Date.now();
  const needed = outcomes.find((outcome) => outcome.stage.name === stage.needs);
  const note = needed && !needed.ok ? `not started: ${stage.needs} failed` : await runCommand(stage);
  outcomes.push({ stage, seconds: (Date.now() - began) / 1000, ...judge(stage, note) });
}

const failed = outcomes.reduce((sum, { counts }) => sum + counts.failed, 0);
const passed = outcomes.reduce((sum, { counts }) => sum + counts.passed, 0);
printTable(outcomes);
if (failed === 0) rmSync(results, { recursive: true, force: true });
else console.log(`\nReports and screenshots of what failed: ${results}`);
console.log(`${failed === 0 ? '\n' : ''}${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
