import { boundAt } from '../passes/schedule/bound-program.ts';
import type { Schedule } from '../passes/schedule.ts';

/**
 * By value, the kernels that compute it: its own or, where it is computed anew wherever it is read or only another way to read
 * something, those of its readers. Leaves and numbers that are known before have none.
 */
export function kernelsOf({ program, roles, units, kernels }: Schedule): readonly (readonly number[])[] {
  const own = new Map(kernels.flatMap(({ members }, index) => members.map((id) => [id, index] as const)));
  const found = program.values.map(() => new Set<number>());
  for (let id = program.values.length - 1; id >= 0; id -= 1) {
    const kernel = own.get(id);
    const here = kernel === undefined ? (found[id] ?? []) : [kernel];
    if (kernel !== undefined) found[id] = new Set(here);
    for (const input of boundAt(program, id).inputs) {
      const isComputedHere = roles[input] !== 'leaf' && roles[input] !== 'known' && units[input] !== true;
      const sharesMemory = units[input] === true && !own.has(input);
      if (isComputedHere || sharesMemory) for (const index of here) found[input]?.add(index);
    }
  }
  return found.map((indices) => [...indices].sort((a, b) => a - b));
}
