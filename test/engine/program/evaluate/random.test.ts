import { describe, expect, test } from 'vitest';
import { philox, randomTensor } from '../../../../engine/program/evaluate/random.ts';

const words = (text: string): readonly number[] => text.split(' ').map((word) => Number.parseInt(word, 16));

/** Lines `philox4x32 10` of Random123's tests/kat_vectors: counter, key, result. */
const knownAnswers = [
  ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
] as const;

test.each(knownAnswers)('Philox4x32-10 of %s under %s is %s', (counter, key, result) => {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = words(counter);
  const [k0 = 0, k1 = 0] = words(key);
  expect(philox([c0, c1, c2, c3], [k0, k1])).toEqual(words(result));
});

/** The same in exact integers, from the paper's definition (section 4.3). */
function exactPhilox(counter: readonly bigint[], key: readonly bigint[]): readonly bigint[] {
  let [a = 0n, b = 0n, c = 0n, d = 0n] = counter;
  let [k = 0n, l = 0n] = key;
  const word = 0xffffffffn;
  for (let round = 0; round < 10; round += 1) {
    const [p, q] = [0xd2511f53n * a, 0xcd9e8d57n * c];
    [a, b, c, d] = [(q >> 32n) ^ b ^ k, q & word, (p >> 32n) ^ d ^ l, p & word];
    [k, l] = [(k + 0x9e3779b9n) & word, (l + 0xbb67ae85n) & word];
  }
  return [a, b, c, d];
}

describe('a random leaf', () => {
  const count = 20_000;
  const draw = { seed: 42, step: 5 };
  const numbers = randomTensor(draw, 3, [count]).data;
  const upperBits = (word: bigint): number => Number(word >> 8n) / 2 ** 24;

  test('holds the upper 24 bits of word j mod 4 of (j div 4, step, stream, 0) under (seed, 0)', () => {
    for (const index of [0, 1, 4095, count - 2, count - 1]) {
      const words = exactPhilox([BigInt(index >> 2), 5n, 3n, 0n], [42n, 0n]);
      expect(numbers[index]).toBe(upperBits(words[index % 4] ?? 0n));
    }
    const seed = 2 ** 32 - 1;
    const [word = 0n] = exactPhilox([0n, 2n, 1n, 0n], [BigInt(seed), 0n]);
    expect(randomTensor({ seed, step: 2 }, 1, []).data[0]).toBe(upperBits(word));
  });

  test('is exact in float32 and within [0, 1)', () => {
    expect([...Float32Array.from(numbers)]).toEqual([...numbers]);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
  });

  test('has the moments of the uniform distribution, within five standard errors', () => {
    const mean = numbers.reduce((sum, u) => sum + u, 0) / count;
    const square = numbers.reduce((sum, u) => sum + u * u, 0) / count;
    // Var u = 1/12; Var u² = 1/5 − 1/9 = 4/45.
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(square - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / count));
  });

  test('begins each row with a new counter, whatever the axes before the last', () => {
    const rows = [0, 8, 16, 24].flatMap((start) => [...numbers.subarray(start, start + 5)]);
    expect([...randomTensor(draw, 3, [4, 5]).data]).toEqual(rows);
    expect([...randomTensor(draw, 3, [2, 2, 5]).data]).toEqual(rows);
    expect([...randomTensor(draw, 3, [4, 1]).data]).toEqual([0, 4, 8, 12].map((at) => numbers[at]));
  });

  test('is independent at neighbouring places', () => {
    for (const distance of [1, 2, 3, 4]) {
      const covariance =
        numbers
          .subarray(distance)
          .reduce((sum, u, index) => sum + (u - 0.5) * ((numbers[index] as number) - 0.5), 0) / count;
      expect(Math.abs(covariance * 12)).toBeLessThan(5 / Math.sqrt(count));
    }
  });

  test.each([
    ['step', { seed: 42, step: 6 }, 3],
    ['stream', draw, 4],
    ['seed', { seed: 43, step: 5 }, 3],
  ] as const)('is independent of that of the next %s', (_, other, stream) => {
    const others = randomTensor(other, stream, [count]).data;
    // Of independent pairs the correlation is 0 with standard error 1/√count.
    const covariance =
      numbers.reduce((sum, u, index) => sum + (u - 0.5) * ((others[index] as number) - 0.5), 0) / count;
    expect(Math.abs(covariance * 12)).toBeLessThan(5 / Math.sqrt(count));
  });
});
