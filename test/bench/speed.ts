import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// The speed of training beside peers that are installed in $BENCH_DIR, interleaved in one run so that ratios can be trusted.

const folder = process.env['BENCH_DIR'] ?? join(tmpdir(), 'nodegrad-bench');
const yardstick = 'C++ 128-bit';

/** Least ratio to the yardstick that the project aims at. */
const goals: Readonly<Record<string, number>> = {
  W1: 0.7,
  W2: 0.6,
  W3: 0.75,
  W4: 0.8,
  W5: 0.8,
  W6: 0.8,
  W7: 0.85,
};

type Command = readonly [program: string, ...arguments_: string[]];

/** Ours, the yardstick where it is built, and whatever `peers.json` lists: { name: [program, argument, …] }. */
function installedPeers(): ReadonlyMap<string, Command> {
  const peers = new Map<string, Command>([
    ['ours', [process.execPath, '--import', 'tsx', fileURLToPath(new URL('./worker.ts', import.meta.url))]],
  ]);
  const native = join(folder, 'mlp128vex');
  if (existsSync(native)) peers.set(yardstick, [native, join(folder, 'data')]);
  const listed = join(folder, 'peers.json');
  if (existsSync(listed)) {
    const more: Readonly<Record<string, Command>> = JSON.parse(readFileSync(listed, 'utf8'));
    for (const [name, command] of Object.entries(more)) peers.set(name, command);
  }
  return peers;
}

interface Peer {
  readonly name: string;
  readonly ask: (question: object) => Promise<{ readonly sps?: number; readonly err?: string }>;
  readonly end: () => void;
}

function start(name: string, [program, ...rest]: Command): Peer {
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting: ((answer: { sps?: number; err?: string }) => void)[] = [];
  const stop = (): void => {
    for (const answered of waiting.splice(0)) answered({ err: 'ended' });
  };
  child.on('error', stop).on('close', stop);
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) waiting.shift()?.(JSON.parse(line));
  });
  return {
    name,
    ask: (question) =>
      new Promise((answered) => {
        waiting.push(answered);
        child.stdin.write(`${JSON.stringify(question)}\n`);
      }),
    end: () => child.stdin.end(),
  };
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const figure = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toFixed(2)} M`
    : value >= 1e4
      ? `${(value / 1e3).toFixed(1)} k`
      : value.toFixed(0);

async function measure(
  peers: readonly Peer[],
  workload: string,
  rounds: number,
  ms: number,
): Promise<ReadonlyMap<string, number>> {
  const speeds = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, ask } of peers) {
      const { sps } = await ask({ cmd: 'bench', w: workload, ms });
      // The first round warms up.
      if (sps !== undefined && round > 0) speeds.set(name, [...(speeds.get(name) ?? []), sps]);
    }
  }
  return new Map([...speeds].map(([name, all]) => [name, median(all)]));
}

/** Prints steps per second by workload and peer, the ratio to the yardstick, the goal, and SHORT where it is missed. */
export async function benchSpeed(quick: boolean): Promise<void> {
  console.log(
    `\nTraining, steps per second, on ${cpus()[0]?.model ?? 'this machine'}, Node ${process.version}`,
  );
  if (!existsSync(join(folder, 'data', 'W1.x.bin'))) {
    console.log(`  no data in ${folder}/data: set BENCH_DIR to a folder that the bench's set-up has filled`);
    return;
  }
  const peers = [...installedPeers()].map(([name, command]) => start(name, command));
  for (const [workload, goal] of Object.entries(goals)) {
    const speeds = await measure(peers, workload, quick ? 1 : 5, quick ? 150 : 400);
    const [ours, native] = [speeds.get('ours') ?? Number.NaN, speeds.get(yardstick) ?? Number.NaN];
    const ratio = ours / native;
    const shown = [...speeds].map(([name, speed]) => `${name} ${figure(speed)}`).join('   ');
    const verdict = Number.isNaN(ratio)
      ? 'no yardstick'
      : `${ratio.toFixed(2)} × (goal ≥ ${goal})${ratio < goal ? '  SHORT' : ''}`;
    console.log(`${workload}  ${shown.padEnd(60)} ${verdict}`);
  }
  for (const { end } of peers) end();
}
