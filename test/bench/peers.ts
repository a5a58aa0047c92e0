import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hasFusedMultiplyAdd } from '../../engine/wasm/has-fused-multiply-add.ts';

/** Where the workloads' data, the C++ peers and the packages of the JavaScript ones are. */
export const folder = process.env['BENCH_DIR'] ?? join(tmpdir(), 'nodegrad-bench');
/** Where the workers of PyTorch and of the JavaScript peers are. */
const workers =
  process.env['BENCH_WORKERS'] ?? fileURLToPath(new URL('../../../shared/bench', import.meta.url));

export type PeerName =
  | 'ours'
  | 'ours, relaxed'
  | 'ours, two workers'
  | 'C++ 128-bit'
  | 'PyTorch'
  | 'synaptic'
  | 'jax-js'
  | 'tfjs'
  | 'onnxruntime';

interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder?: string;
  /** What must be there. */
  readonly needs: () => boolean;
}

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** Node 20 knows relaxed vectors behind a flag, later ones without. */
const relaxedFlag = '--experimental-wasm-relaxed-simd';
const knowsFlag = (): boolean => spawnSync(process.execPath, [relaxedFlag, '-e', '0']).status === 0;

function script(kind: string, packageName: string): Command {
  return {
    program: process.execPath,
    arguments: ['js_worker.mjs', kind],
    folder: workers,
    needs: () =>
      existsSync(join(workers, 'js_worker.mjs')) &&
      [folder, join(folder, 'ort')].some((at) => existsSync(join(at, 'node_modules', packageName))),
  };
}

const commands: Readonly<Record<PeerName, Command>> = {
  ours: { program: process.execPath, arguments: ['--import', 'tsx', worker], needs: () => true },
  'ours, relaxed': {
    program: process.execPath,
    arguments: [...(hasFusedMultiplyAdd() ? [] : [relaxedFlag]), '--import', 'tsx', worker, '--relaxed'],
    needs: () => hasFusedMultiplyAdd() || knowsFlag(),
  },
  'ours, two workers': {
    program: process.execPath,
    arguments: ['--import', 'tsx', worker, '--two-workers'],
    needs: () => cpus().length > 1,
  },
  'C++ 128-bit': {
    program: join(folder, 'mlp128vex'),
    arguments: [join(folder, 'data')],
    needs: () => existsSync(join(folder, 'mlp128vex')),
  },
  PyTorch: {
    program: '/usr/bin/python3',
    arguments: ['py_worker.py', 'torch', '1'],
    folder: workers,
    needs: () =>
      existsSync(join(workers, 'py_worker.py')) &&
      spawnSync('/usr/bin/python3', ['-c', 'import torch']).status === 0,
  },
  synaptic: script('synaptic', 'synaptic'),
  'jax-js': script('jaxjs', '@jax-js/jax'),
  tfjs: script('tfjs-wasm', '@tensorflow/tfjs-backend-wasm'),
  onnxruntime: script('ort-node', 'onnxruntime-node'),
};

interface Answer {
  readonly sps?: number;
  readonly err?: string;
}

/** A peer as a process that answers one question after the other. */
export interface Peer {
  readonly name: PeerName;
  readonly ask: (question: object) => Promise<Answer>;
  readonly end: () => void;
}

function start(name: PeerName, { program, arguments: given, folder: cwd }: Command): Peer {
  const child = spawn(program, given, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, BENCH_DIR: folder },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const waiting: ((answer: Answer) => void)[] = [];
  let ended = false;
  const stop = (): void => {
    ended = true;
    for (const answered of waiting.splice(0)) answered({ err: 'ended' });
  };
  child.on('error', stop).on('close', stop);
  child.stdin.on('error', stop);
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) waiting.shift()?.(JSON.parse(line));
  });
  return {
    name,
    ask: (question) =>
      new Promise((answered) => {
        if (ended) {
          answered({ err: 'ended' });
          return;
        }
        waiting.push(answered);
        child.stdin.write(`${JSON.stringify(question)}\n`);
      }),
    end: () => child.stdin.end(),
  };
}

/** Starts every peer that is installed. */
export const startPeers = (): readonly Peer[] =>
  (Object.entries(commands) as [PeerName, Command][])
    .filter(([, { needs }]) => needs())
    .map(([name, command]) => start(name, command));
