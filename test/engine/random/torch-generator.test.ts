import { describe, expect, test } from 'vitest';
import { createTorchGenerator, TorchGenerator } from '../../../engine/random/torch-generator.ts';

describe('TorchGenerator', () => {
  test('takes the high half of 64 bits first', () => {
    const [words, pairs] = [createTorchGenerator(5), createTorchGenerator(5)];
    const [high, low] = [words.random(), words.random()];
    expect(pairs.random64()).toBe(BigInt(high) * 2n ** 32n + BigInt(low));
  });

  test('keeps the spare normal number through other draws, and forgets it on a new seed', () => {
    const generator = createTorchGenerator(1);
    const [first, second] = createTorchGenerator(1).normal(2);
    expect(generator.normal(1)[0]).toBe(first);
    generator.uniform(3);
    expect(generator.normal(1)[0]).toBe(second);
    generator.normal(1);
    generator.manualSeed(1);
    expect(generator.normal(1)[0]).toBe(first);
  });

  test('goes on from a state that went through JSON, spare number included', () => {
    const generator = createTorchGenerator(8);
    generator.normal(3);
    const restored = new TorchGenerator(0);
    restored.state = JSON.parse(JSON.stringify(generator.state));
    expect(restored.normal(5)).toEqual(generator.normal(5));
    expect(restored.state).toEqual(generator.state);
  });

  test('seventeen normal numbers take 33 words', () => {
    const [normals, words] = [createTorchGenerator(2), createTorchGenerator(2)];
    normals.normal(17);
    words.uniform(33);
    expect(normals.random()).toBe(words.random());
  });

  test.each([0, 1])('dropout with probability %d draws nothing', (probability) => {
    const generator = createTorchGenerator(4);
    expect(generator.dropoutMask(6, probability)).toEqual(new Float32Array(6).fill(1 - probability));
    expect(generator.random()).toBe(createTorchGenerator(4).random());
  });

  test('draws nothing for an empty tensor or a permutation of one', () => {
    const generator = createTorchGenerator(4);
    expect([...generator.uniform(0), ...generator.normal(0), ...generator.permutation(1)]).toEqual([0]);
    expect(generator.random()).toBe(createTorchGenerator(4).random());
  });

  test('has the moments it should over many numbers', () => {
    const values = createTorchGenerator(6).normal(40_000, 2, 3);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // Five standard errors: 3/√n of the mean, 9 √(2/n) of the variance.
    expect(Math.abs(mean - 2)).toBeLessThan((5 * 3) / 200);
    expect(Math.abs(variance - 9)).toBeLessThan((5 * 9 * Math.SQRT2) / 200);
  });
});
