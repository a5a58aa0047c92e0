import { expect } from 'vitest';
import type { Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import type { Program } from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import type { CompileOptions } from '../../../engine/wasm/compile.ts';
import { runCompiled } from '../../../engine/wasm/run-compiled.ts';

/** Within 1e-4 of each number and 2e-6 of the largest number on the way, by which cancelling digits are lost. */
export function expectClose(
  found: Tensor | undefined,
  expected: Tensor | undefined,
  peak: number,
  where: string,
): void {
  expect(found?.shape, where).toEqual(expected?.shape);
  expected?.data.forEach((wanted, index) => {
    const value = found?.data[index] ?? Number.NaN;
    const close = value === wanted || Math.abs(value - wanted) <= 1e-4 * Math.abs(wanted) + 2e-6 * peak;
    if (!close && !(Number.isNaN(value) && Number.isNaN(wanted)))
      expect.fail(`${where}[${index}]: ${value}, not ${wanted}`);
  });
}

/** All that two workers can share, cut into their halves. */
export const halved = { workers: 2, sharedFrom: 1 } as const;

/** Fails where a step writes a word between its buffers; gives how many there are. */
export function guardedWords(
  program: Program,
  feeds: Feeds,
  where: string,
  options: CompileOptions = {},
): number {
  const [guard, word] = [64, 0x7fa5a5a5];
  let before: Uint32Array = new Uint32Array();
  const { compiled, memory } = runCompiled(program, feeds, undefined, {
    ...options,
    guard,
    before: (fresh) => {
      before = new Uint32Array(fresh.buffer);
      before.fill(word);
    },
  });
  const after = new Uint32Array(memory.buffer);
  const arena = compiled.arena / 4;
  const free = new Uint8Array(after.length).fill(1);
  for (const { id, bytes } of compiled.buffers) {
    const from = arena + (compiled.offsets.get(id) ?? 0) / 4;
    free.fill(0, from, from + bytes / 4);
  }
  let guarded = 0;
  for (let at = arena; at < arena + compiled.arenaBytes / 4; at += 1) {
    if (free[at] === 1 && after[at] !== word) expect.fail(`${where}: word ${at} was written`);
    guarded += free[at] ?? 0;
  }
  return guarded;
}

/** Numbers of a shape, made by `next`. */
export const tensorOf = (shape: readonly number[], next: () => number): Tensor => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((product, size) => product * size, 1) }, next),
});
