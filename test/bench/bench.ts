import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { prepareData } from '../../engine/data/prepare.ts';
import { buildProgram } from '../../engine/graph/build-program.ts';
import { checkGraph } from '../../engine/graph/check/check.ts';
import { emptyDocument, type GraphDocument } from '../../engine/graph/document.ts';
import { nodeFormulas } from '../../engine/graph/formula/formulas.ts';
import { iris } from '../../engine/graph/templates/iris.ts';
import { summarize } from '../../engine/summary/summarize.ts';
import { createSession } from '../../engine/train/running-session.ts';
import { benchBeyond } from './beyond.ts';
import { chainOf } from './chain.ts';
import { compileTraining } from './compile.ts';
import { benchSpeed } from './speed.ts';

// What the issue sets a figure for, measured on this machine. Prints; judges nothing, because times vary by machine.

const project = join(import.meta.dirname, '..', '..');

function line(what: string, measured: string, goal: string): void {
  console.log(`${what.padEnd(58)} ${measured.padStart(14)}   (goal: ${goal})`);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Milliseconds of each of `times` calls, after a few that warm the compiler up. */
function timed(times: number, call: () => void): readonly number[] {
  for (let round = 0; round < 5; round += 1) call();
  return Array.from({ length: times }, () => {
    const start = performance.now();
    call();
    return performance.now() - start;
  });
}

const position = { x: 0, y: 0 };

function benchCheck(): void {
  const document = chainOf(100);
  const { diagnostics } = checkGraph(document);
  const whole = median(timed(100, () => checkGraph(document)));
  line('check of 100 nodes, from nothing', `${whole.toFixed(2)} ms`, 'under 5 ms');
  const checked = checkGraph(document);
  const edited = {
    ...document,
    nodes: document.nodes.map((node) =>
      node.id === 'n50' ? { ...node, attributes: { out_features: 17 } } : node,
    ),
  };
  const after = median(timed(100, () => checkGraph(edited, checked)));
  line('check of 100 nodes, one changed', `${after.toFixed(2)} ms`, 'under 5 ms');
  const table = median(timed(100, () => summarize(checked)));
  line('summary of 100 nodes', `${table.toFixed(2)} ms`, 'none');
  if (diagnostics.length > 0) console.log(`  the benchmark's graph has ${diagnostics.length} diagnostics`);
}

function benchFormulas(): void {
  const graph = checkGraph(chainOf(1000));
  const program = buildProgram(graph);
  for (const [node, place] of [
    ['n0', 'first'],
    ['n500', 'middle'],
  ] as const) {
    const spent = median(timed(10, () => nodeFormulas(graph, program, node)));
    line(`formulas of the ${place} layer of 1,000 nodes`, `${spent.toFixed(1)} ms`, 'under 100 ms');
  }
}

/**
 * The first and the tenth of the compilations that fresh processes make, each the median of three processes. They run what Vite makes
 * of the modules, as the page does: what reads TypeScript for this bench wraps every closure to keep its name, which costs more than it does.
 */
function compiledAfresh(script: string, count: number): readonly [first: number, tenth: number] {
  const times = Array.from({ length: 3 }, (): readonly number[] => {
    const { stdout } = spawnSync(process.execPath, [script, `${count}`], { encoding: 'utf8' });
    return JSON.parse(stdout) as readonly number[];
  });
  const medianAt = (index: number): number =>
    median(times.map((ofProcess) => ofProcess[index] ?? Number.NaN));
  return [medianAt(0), medianAt(9)];
}

/** Builds a script and gives the path of what came of it. */
async function built(name: string): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'nodegrad-bench-'));
  await build({
    configFile: false,
    root: project,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: { ssr: join(import.meta.dirname, `${name}.ts`), outDir, emptyOutDir: true, minify: true },
  });
  return join(outDir, `${name}.js`);
}

async function benchCompile(): Promise<void> {
  const script = await built('compile-afresh');
  const goals = { 100: 'under 50 ms', 1000: 'under 500 ms' };
  for (const [count, goal] of Object.entries(goals)) {
    const [first, tenth] = compiledAfresh(script, Number(count));
    line(`from drawing to code, ${count} nodes, the first of a process`, `${first.toFixed(0)} ms`, goal);
    line('  the tenth, when the engine has optimised some of it', `${tenth.toFixed(0)} ms`, goal);
  }
  const start = performance.now();
  compileTraining(chainOf(10_000));
  rmSync(dirname(script), { recursive: true });
  line('from drawing to code, 10,000 nodes', `${(performance.now() - start).toFixed(0)} ms`, 'ends');
}

function benchTraining(): void {
  const prepared = prepareData(iris.document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const result = createSession(checkGraph(iris.document), prepared.data);
  if (!result.ok) throw new Error(result.message);
  const { session } = result;
  const start = performance.now();
  let longest = 0;
  while (!session.progress.done) {
    const before = performance.now();
    session.step();
    longest = Math.max(longest, performance.now() - before);
  }
  const { epochs, step } = session.progress;
  const seconds = (performance.now() - start) / 1000;
  line(
    `Iris, ${epochs} epochs of ${step / epochs} single-sample updates`,
    `${seconds.toFixed(2)} s`,
    'under 5 s',
  );
  line('  the longest of its steps', `${longest.toFixed(1)} ms`, 'under 50 ms');
}

function benchCounts(): void {
  const [inputs, outputs] = [134_217_729, 134_217_727];
  const document: GraphDocument = {
    ...emptyDocument('big'),
    nodes: [
      { id: 'x', operator: 'Input', attributes: { shape: [inputs] }, position },
      { id: 'fc', operator: 'Linear', attributes: { out_features: outputs }, position },
    ],
    edges: [{ from: ['x', 'output'], to: ['fc', 'input'] }],
  };
  const { total } = summarize(checkGraph(document)).parameters;
  const exact = BigInt(inputs) * BigInt(outputs) + BigInt(outputs);
  line(`parameters of Linear(${inputs}, ${outputs})`, total === exact ? 'exact' : `${total}`, `${exact}`);
}

/** What the page asks for before it shows: index.html, and the scripts and styles that it names. */
function benchFirstLoad(): void {
  const dist = join(project, 'dist');
  if (!existsSync(join(dist, 'index.html'))) {
    line('first load, gzip', 'no dist', 'at most 350 kB; run npm run build first');
    return;
  }
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const named = [...page.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path ?? '',
  );
  const files = ['index.html', ...new Set(named)];
  const sizes = files.map((file) => gzipSync(readFileSync(join(dist, file))).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  line(`first load, gzip (${files.length} files)`, `${(total / 1000).toFixed(1)} kB`, 'at most 350 kB');
  const scripts = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.js'));
  const all = scripts.reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(dist, 'assets', file))).length,
    0,
  );
  line(`all scripts, gzip (${scripts.length} files)`, `${(all / 1000).toFixed(1)} kB`, 'none');
}

benchCheck();
await benchCompile();
benchFormulas();
benchTraining();
benchCounts();
benchFirstLoad();
const isQuick = process.argv.includes('--quick');
benchBeyond(isQuick);
await benchSpeed(isQuick);
