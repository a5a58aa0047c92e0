import { describe, expect, test } from 'vitest';
import {
  type Buffer,
  buffersOf,
  largestLiveBytes,
  planArena,
  planGuarded,
} from '../../../engine/passes/plan-memory.ts';
import { chooseSwappedLeaves } from '../../../engine/passes/schedule/choose-layouts.ts';
import { schedule } from '../../../engine/passes/schedule.ts';
import { uniformNumbers } from '../operators/sample-network.ts';
import { randomCase } from '../wasm/random-programs.ts';

/** Buffers as a step has them: values that live shortly, and some that the way back needs again. */
function randomBuffers(seed: number): readonly Buffer[] {
  const random = uniformNumbers(seed);
  const kernels = 4 + Math.floor(random() * 60);
  const buffers: Buffer[] = [];
  for (let from = 0; from < kernels; from += 1) {
    const sizes = Math.floor(random() * 3);
    for (let index = 0; index < sizes; index += 1) {
      const isKept = random() < 0.5;
      const to = isKept ? Math.max(from, 2 * kernels - from) : from + Math.floor(random() * 4);
      buffers.push({ id: buffers.length, bytes: 16 * (1 + Math.floor(random() ** 2 * 4000)), from, to });
    }
  }
  return buffers;
}

function overlapping(buffers: readonly Buffer[], offsets: ReadonlyMap<number, number>): string | undefined {
  for (const [index, a] of buffers.entries()) {
    for (const b of buffers.slice(index + 1)) {
      if (a.to < b.from || b.to < a.from) continue;
      const [startA, startB] = [offsets.get(a.id) ?? Number.NaN, offsets.get(b.id) ?? Number.NaN];
      if (!(startA + a.bytes <= startB || startB + b.bytes <= startA)) return `${a.id} and ${b.id}`;
    }
  }
  return undefined;
}

const seeds = Array.from({ length: 300 }, (_, index) => index + 1);

describe('the arena', () => {
  test('keeps buffers apart that live at the same time, inside its size, aligned', () => {
    for (const seed of seeds) {
      const buffers = randomBuffers(seed);
      const { offsets, bytes } = planArena(buffers);
      expect(overlapping(buffers, offsets), `seed ${seed}`).toBeUndefined();
      for (const { id, bytes: size } of buffers) {
        const offset = offsets.get(id) ?? Number.NaN;
        expect(offset % 64).toBe(0);
        expect(offset + size).toBeLessThanOrEqual(bytes);
      }
    }
  });

  test('is at most a tenth larger than the largest sum of live buffers', () => {
    for (const seed of seeds) {
      const buffers = randomBuffers(seed);
      expect(planArena(buffers).bytes / largestLiveBytes(buffers), `seed ${seed}`).toBeLessThanOrEqual(1.1);
    }
  });

  test('of random programs too', () => {
    for (const seed of seeds.slice(0, 100)) {
      const { program, feeds } = randomCase(seed);
      const swapped = chooseSwappedLeaves(program);
      const plan = schedule(program, [...program.outputs.keys()], feeds.batch, swapped);
      const buffers = buffersOf(plan, new Map());
      const { offsets, bytes } = planArena(buffers);
      expect(overlapping(buffers, offsets), `seed ${seed}`).toBeUndefined();
      expect(bytes / largestLiveBytes(buffers), `seed ${seed}`).toBeLessThanOrEqual(1.1);
    }
  });

  test('of nothing is empty', () => {
    expect(planArena([]).bytes).toBe(0);
  });
});

test('guarded buffers never share memory and have room on both sides', () => {
  const buffers = randomBuffers(5);
  const { offsets, bytes } = planGuarded(buffers, 64);
  const always = buffers.map((buffer) => ({ ...buffer, from: 0, to: 1, bytes: buffer.bytes + 64 }));
  expect(overlapping(always, offsets)).toBeUndefined();
  for (const { id, bytes: size } of buffers) {
    expect(offsets.get(id)).toBeGreaterThanOrEqual(64);
    expect((offsets.get(id) ?? 0) + size + 64).toBeLessThanOrEqual(bytes);
  }
});
