import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NumpyGenerator } from '../../../engine/random/numpy-generator.ts';

interface Permutations {
  readonly permutations: readonly { readonly seed: number; readonly permutation: readonly number[] }[];
}

interface Streams {
  readonly streams: readonly {
    readonly seed: number;
    readonly random_sample: readonly number[];
    readonly normal: readonly number[];
  }[];
}

function read<File>(path: string): File {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

const { permutations } = read<Permutations>('../../oracle/iris/splits.json');
const { streams } = read<Streams>('./numpy-streams.json');

describe('NumpyGenerator', () => {
  test.each(permutations)('permutes as RandomState($seed) does', ({ seed, permutation }) => {
    expect(new NumpyGenerator(seed).permutation(permutation.length)).toEqual(permutation);
  });

  test.each(streams)('gives the fractions of RandomState($seed) exactly', ({ seed, random_sample }) => {
    const generator = new NumpyGenerator(seed);
    expect(random_sample.map(() => generator.fraction())).toEqual(random_sample);
  });

  test.each(streams)('gives the normal numbers of RandomState($seed) to the last bits', (stream) => {
    const generator = new NumpyGenerator(stream.seed);
    const errors = stream.normal.map((value) => Math.abs(generator.normal(1.5, 0.2) / value - 1));
    // The C library rounds one logarithm in a thousand the other way.
    expect(Math.max(...errors)).toBeLessThanOrEqual(4.5e-16);
  });

  test('interval stays within its top, and reaches it', () => {
    const generator = new NumpyGenerator(3);
    const drawn = Array.from({ length: 500 }, () => generator.interval(9));
    expect(Math.min(...drawn)).toBe(0);
    expect(Math.max(...drawn)).toBe(9);
    expect(new NumpyGenerator(3).interval(0)).toBe(0);
  });
});
