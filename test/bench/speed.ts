import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { folder, type Peer, type PeerName, startPeers } from './peers.ts';

// The speed of training beside peers that are installed, interleaved in one run so that ratios can be trusted.

/** Least ratios of our steps per second to a peer's that the project aims at; of two workers' to one's. */
const goals: Readonly<Record<string, Partial<Record<PeerName, number>>>> = {
  W1: { 'C++ 128-bit': 0.7, PyTorch: 1000, synaptic: 5 },
  W2: { 'C++ 128-bit': 0.6, PyTorch: 40 },
  W3: { 'C++ 128-bit': 0.75, PyTorch: 7, 'jax-js': 11 },
  W4: { 'C++ 128-bit': 0.8, PyTorch: 0.78, 'jax-js': 2.3 },
  W5: { 'C++ 128-bit': 0.8, PyTorch: 0.55, 'jax-js': 2, 'ours, two workers': 1.6 },
  W6: { 'C++ 128-bit': 0.8, PyTorch: 3, onnxruntime: 2 },
  W7: { 'C++ 128-bit': 0.85, PyTorch: 12, 'jax-js': 35, tfjs: 35 },
};

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const figure = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toFixed(2)} M`
    : value >= 1e4
      ? `${(value / 1e3).toFixed(1)} k`
      : value.toFixed(0);

const ratioText = (ratio: number): string => ratio.toFixed(ratio < 10 ? 2 : 0);

async function measure(
  peers: readonly Peer[],
  workload: string,
  rounds: number,
  ms: number,
): Promise<ReadonlyMap<PeerName, number>> {
  const speeds = new Map<PeerName, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, ask } of peers) {
      const { sps } = await ask({ cmd: 'bench', w: workload, ms });
      // The first round warms up.
      if (sps !== undefined && round > 0) speeds.set(name, [...(speeds.get(name) ?? []), sps]);
    }
  }
  return new Map([...speeds].map(([name, all]) => [name, median(all)]));
}

/** Prints steps per second by workload and peer, our ratio to each, its goal, and SHORT where it is missed. */
export async function benchSpeed(quick: boolean): Promise<void> {
  console.log(
    `\nTraining, steps per second, on ${cpus()[0]?.model ?? 'this machine'}, Node ${process.version}`,
  );
  if (!existsSync(join(folder, 'data', 'W1.x.bin'))) {
    console.log(`  no data in ${folder}/data: set BENCH_DIR to a folder that the bench's set-up has filled`);
    return;
  }
  const peers = startPeers();
  for (const [workload, wanted] of Object.entries(goals)) {
    const asked = peers.filter(
      ({ name }) => name === 'ours' || name === 'ours, relaxed' || wanted[name] !== undefined,
    );
    const speeds = await measure(asked, workload, quick ? 1 : 5, quick ? 150 : 400);
    const ours = speeds.get('ours') ?? Number.NaN;
    for (const [name, speed] of speeds) {
      const ratio = name.startsWith('ours,') ? speed / ours : ours / speed;
      const goal = wanted[name];
      const verdict = goal === undefined ? '' : ` (goal ≥ ${goal})${ratio < goal ? '  SHORT' : ''}`;
      const shown = name === 'ours' ? '' : `${ratioText(ratio).padStart(6)} ×${verdict}`;
      console.log(`${workload}  ${name.padEnd(17)} ${figure(speed).padStart(8)}  ${shown}`);
    }
    const missing = Object.keys(wanted).filter((name) => !speeds.has(name as PeerName));
    if (missing.length > 0) console.log(`${workload}  not installed: ${missing.join(', ')}`);
  }
  for (const { end } of peers) end();
}
