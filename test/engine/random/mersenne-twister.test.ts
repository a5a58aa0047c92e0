import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MersenneTwister } from '../../../engine/random/mersenne-twister.ts';

interface Words {
  readonly seed: number;
  readonly first: readonly number[];
  readonly from_620: readonly number[];
  readonly from_1245: readonly number[];
}

const file: { readonly mt19937: readonly Words[] } = JSON.parse(
  readFileSync(new URL('../../oracle/init.json', import.meta.url), 'utf8'),
);

const words = (twister: MersenneTwister, count: number): readonly number[] =>
  Array.from({ length: count }, () => twister.next());

describe('MersenneTwister', () => {
  test.each(file.mt19937)('gives the words of seed $seed', ({ seed, first, from_620, from_1245 }) => {
    const all = words(new MersenneTwister(seed), 1245 + from_1245.length);
    expect(all.slice(0, first.length)).toEqual(first);
    expect(all.slice(620, 620 + from_620.length)).toEqual(from_620);
    expect(all.slice(1245)).toEqual(from_1245);
  });

  test('keeps the low 32 bits of a seed, negative and big ones too', () => {
    expect(words(new MersenneTwister(-5), 3)).toEqual(words(new MersenneTwister(0xfffffffb), 3));
    expect(words(new MersenneTwister((1n << 40n) + 7n), 3)).toEqual(words(new MersenneTwister(7), 3));
  });

  test('goes on from a state that went through JSON', () => {
    const twister = new MersenneTwister(11);
    words(twister, 700);
    const restored = new MersenneTwister(0);
    restored.state = JSON.parse(JSON.stringify(twister.state));
    expect(words(restored, 700)).toEqual(words(twister, 700));
  });

  test('refuses a state of the wrong size', () => {
    const twister = new MersenneTwister(1);
    expect(() => {
      twister.state = { words: [1, 2], position: 0 };
    }).toThrow('624 words');
    expect(() => {
      twister.state = { ...new MersenneTwister(1).state, position: 625 };
    }).toThrow('position');
  });
});
