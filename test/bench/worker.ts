import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { secondWorkers } from '../../engine/cli/start-second-worker.ts';
import { CallSize } from '../../engine/train/call-size.ts';
import { openWorkload, type Workload, type WorkloadSpec } from './workload.ts';

// Our side of the bench, with --relaxed where fused multiply-adds are allowed, with --two-workers in two threads: one JSON per line on standard input, one answer per line.
//   {"cmd":"check","w":"W1"}            → {"loss":[the first 20 losses]}, for W6 {"out":[the first row's outputs]}
//   {"cmd":"bench","w":"W1","ms":400}   → {"sps":steps per second,"setup_ms":…}, over at least `ms`

const folder = process.env['BENCH_DIR'] ?? join(tmpdir(), 'nodegrad-bench');
const specs: Readonly<Record<string, WorkloadSpec>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'workloads.json'), 'utf8'),
);

function numbers(file: string): Float32Array {
  const bytes = readFileSync(join(folder, 'data', file));
  return new Float32Array(new Uint8Array(bytes).buffer);
}

const open = (name: string): Workload => {
  const spec = specs[name];
  if (spec === undefined) throw new Error(`there is no workload ${name}`);
  const [x, y, p] = ['x', 'y', 'p'].map((part) => numbers(`${name}.${part}.bin`));
  const data = { x, y, p } as { x: Float32Array; y: Float32Array; p: Float32Array };
  const source = process.argv.includes('--two-workers') ? secondWorkers : undefined;
  return openWorkload(spec, data, process.argv.includes('--relaxed'), source);
};

interface Warm {
  readonly workload: Workload;
  readonly setup: number;
  readonly size: CallSize;
}

const warm = new Map<string, Warm>();

function warmed(name: string): Warm {
  const known = warm.get(name);
  if (known !== undefined) return known;
  const began = performance.now();
  const workload = open(name);
  workload.steps(1);
  const made: Warm = { workload, setup: performance.now() - began, size: new CallSize() };
  const start = performance.now();
  const isWarm = (): boolean => !process.argv.includes('--two-workers') || workload.workers === 'two';
  // A second thread takes its time to begin.
  while (performance.now() - start < (isWarm() ? 300 : 5000)) slice(made);
  warm.set(name, made);
  return made;
}

/** One call of about 10 ms, as the product's worker makes it. */
function slice({ workload, size }: Warm): number {
  const before = performance.now();
  const count = size.within(10);
  workload.steps(count);
  size.took(count, performance.now() - before);
  return count;
}

function answer({ cmd, w, ms = 400 }: { cmd: string; w: string; ms?: number }): object {
  if (cmd === 'check') {
    const workload = open(w);
    return w === 'W6' ? { out: workload.outputs() } : { loss: workload.steps(20) };
  }
  const one = warmed(w);
  let steps = 0;
  const start = performance.now();
  while (performance.now() - start < ms) steps += slice(one);
  return { sps: (steps / (performance.now() - start)) * 1000, setup_ms: one.setup };
}

for await (const line of createInterface({ input: process.stdin })) {
  let result: object;
  try {
    result = answer(JSON.parse(line));
  } catch (error) {
    result = { err: String(error).slice(0, 400) };
  }
  console.log(JSON.stringify(result));
}
