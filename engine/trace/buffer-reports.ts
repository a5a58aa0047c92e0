import { type Buffer, scratchId } from '../passes/plan-memory.ts';
import { boundAt } from '../passes/schedule/bound-program.ts';
import type { ValueId } from '../program/program.ts';
import type { Compilation } from './compilation.ts';
import type { Names, Reference } from './names.ts';

/** Memory that values lie in. */
export interface BufferReport extends Reference {
  /** The value whose memory it is; a scratch is numbered from the back, by its kernel. */
  readonly place: ValueId;
  readonly bytes: number;
  /** From the start of the module's memory. */
  readonly address: number;
  /** The first and last kernel that need it; undefined for what stays from step to step. */
  readonly lives: { readonly from: number; readonly to: number } | undefined;
  /** Other values that lie in it at the same time or one after the other, such as a parameter's next value. */
  readonly holds: readonly Reference[];
  /** Buffers that have some of the same bytes at other times. */
  readonly reused: readonly Reference[];
}

const overlap = (a: BufferReport, b: BufferReport): boolean =>
  a.address < b.address + b.bytes && b.address < a.address + a.bytes;

/** Every buffer of a module, by place. */
export function bufferReports(
  { schedule, map, compiled }: Compilation,
  names: Names,
): ReadonlyMap<ValueId, BufferReport> {
  const { program, places, layouts } = schedule;
  const holds = new Map<ValueId, Reference[]>();
  for (const [value, place] of places) {
    if (value === place) continue;
    holds.set(place, [...(holds.get(place) ?? []), names.reference(value)]);
  }
  const referenceOf = (place: ValueId): Reference =>
    place < 0 ? { name: `scratch of kernel ${scratchId(place)}`, node: '' } : names.reference(place);
  const inArena = compiled.buffers.map(
    ({ id, bytes, from, to }: Buffer): BufferReport => ({
      ...referenceOf(id),
      place: id,
      bytes,
      address: compiled.arena + (compiled.offsets.get(id) ?? 0),
      lives: { from, to },
      holds: holds.get(id) ?? [],
      reused: [],
    }),
  );
  const staying = program.values.flatMap((_, id): readonly BufferReport[] => {
    const { operation } = boundAt(program, id);
    if (operation.primitive !== 'parameter' && operation.primitive !== 'state') return [];
    const located = (operation.primitive === 'parameter' ? map.parameters : map.states).get(operation.key);
    const floats = layouts.get(id)?.floats;
    if (located === undefined || floats === undefined) return [];
    return [
      {
        ...names.reference(id),
        place: id,
        bytes: 4 * floats,
        address: located.address,
        lives: undefined,
        holds: holds.get(id) ?? [],
        reused: [],
      },
    ];
  });
  return new Map(
    [...staying, ...inArena].map((buffer) => [
      buffer.place,
      buffer.lives === undefined
        ? buffer
        : {
            ...buffer,
            reused: inArena
              .filter((other) => other !== buffer && overlap(buffer, other))
              .map(({ name, node }) => ({ name, node })),
          },
    ]),
  );
}

/** The buffer that has this byte while a kernel runs. */
export const bufferAt = (
  buffers: Iterable<BufferReport>,
  address: number,
  kernel: number,
): BufferReport | undefined => {
  for (const buffer of buffers) {
    const isHere = address >= buffer.address && address < buffer.address + buffer.bytes;
    const isNow = buffer.lives === undefined || (buffer.lives.from <= kernel && kernel <= buffer.lives.to);
    if (isHere && isNow) return buffer;
  }
  return undefined;
};
