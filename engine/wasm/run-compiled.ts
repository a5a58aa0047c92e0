import { chooseSwappedLeaves } from '../passes/schedule/choose-layouts.ts';
import { readLaidOut, writeLaidOut } from '../passes/schedule/layout.ts';
import { schedule } from '../passes/schedule.ts';
import type { Feeds } from '../program/evaluate/evaluate.ts';
import type { OutputKey, Program } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import { type Compiled, type CompileOptions, compile } from './compile.ts';
import { header, type Located, mapMemory } from './memory-map.ts';
import { type Memory, requiredHost } from './web-assembly.ts';

const pageBytes = 65_536;

export function writeTensor(memory: Memory, { address, layout }: Located, { data }: Tensor): void {
  writeLaidOut(layout, data, new Float32Array(memory.buffer, address, layout.floats));
}

export function readTensor(memory: Memory, { address, layout }: Located): Tensor {
  const data = readLaidOut(layout, new Float32Array(memory.buffer, address, layout.floats));
  return { shape: layout.shape, data };
}

/** The most that a memory of WebAssembly can have, which a shared one says beforehand. */
const mostPages = 65_536;

export function newMemory(bytes: number, isShared = false): Memory {
  const initial = Math.ceil(bytes / pageBytes);
  return new (requiredHost().Memory)(isShared ? { initial, maximum: mostPages, shared: true } : { initial });
}

/** Makes a memory reach at least as far. */
export function growTo(memory: Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}

export const moduleOf = (bytes: Uint8Array<ArrayBuffer>): object => new (requiredHost().Module)(bytes);

export const instanceOf = (module: object, memory: Memory): Readonly<Record<string, unknown>> =>
  new (requiredHost().Instance)(module, { host: { memory } }).exports;

export const instantiate = (
  bytes: Uint8Array<ArrayBuffer>,
  memory: Memory,
): Readonly<Record<string, unknown>> => instanceOf(moduleOf(bytes), memory);

/** What was run, for whoever wants to look at it afterwards. */
export interface CompiledRun {
  readonly outputs: ReadonlyMap<OutputKey, Tensor>;
  readonly compiled: Compiled;
  readonly memory: Memory;
}

/** As `evaluate`, but compiled and in float32: one step from the given leaves. */
export function runCompiled(
  program: Program,
  feeds: Feeds,
  keys: readonly OutputKey[] = [...program.outputs.keys()],
  options: CompileOptions & { readonly before?: (memory: Memory, compiled: Compiled) => void } = {},
): CompiledRun {
  const swapped = chooseSwappedLeaves(program);
  const isShared = options.workers === 2;
  const map = { ...mapMemory([program], swapped), isShared };
  const compiled = compile(schedule(program, keys, feeds.batch, swapped), map, options);
  const memory = newMemory(compiled.end, isShared);
  options.before?.(memory, compiled);
  const view = new DataView(memory.buffer);
  view.setUint32(header.seed, feeds.draw?.seed ?? 0, true);
  view.setUint32(header.drawStep, feeds.draw?.step ?? 0, true);
  for (const [key, address] of map.settings)
    view.setFloat64(address, feeds.settings.get(key) ?? Number.NaN, true);
  const given = (
    located: ReadonlyMap<string, Located>,
    tensors: ReadonlyMap<string, Tensor> | undefined,
  ): void => {
    for (const [key, place] of located) {
      const tensor = tensors?.get(key);
      if (tensor !== undefined) writeTensor(memory, place, tensor);
    }
  };
  given(map.parameters, feeds.parameters);
  given(map.states, feeds.states);
  given(compiled.inputs, feeds.inputs);
  (instantiate(compiled.bytes, memory)['step'] as () => void)();
  const outputs = new Map([...compiled.outputs].map(([key, place]) => [key, readTensor(memory, place)]));
  return { outputs, compiled, memory };
}
