import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeBase64,
  decodeTensor,
  encodeBase64,
  encodeTensor,
  tensorFault,
} from '../../../engine/graph/weights.ts';

describe('base64', () => {
  test('is that of Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(encodeBase64(bytes)).toBe(text);
        expect(decodeBase64(text)).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  test('also beyond one chunk of text', () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => (index * 31) & 255);
    expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });

  test.each(['A', 'AA', 'AAA', 'A===', 'AA=A', 'AAA*', 'AAAA====', ' AAAA', 'AAA-'])('refuses %s', (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });
});

describe('tensors', () => {
  test('are little-endian float32, row-major', () => {
    expect(encodeTensor([2], [1, -0.5])).toEqual({ shape: [2], data: 'AACAPwAAAL8=' });
  });

  test('come back as the nearest float32, NaN, infinities and −0 included', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 50 }), (values) => {
        const stored = encodeTensor([values.length], values);
        expect(tensorFault(stored)).toBeUndefined();
        expect(decodeTensor(stored)).toEqual(Float32Array.from(values));
      }),
    );
  });

  test('a scalar has one number, a tensor with a zero size none', () => {
    expect(tensorFault(encodeTensor([], [3]))).toBeUndefined();
    expect(tensorFault(encodeTensor([0, 5], []))).toBeUndefined();
  });

  test('say what they need and have where they do not fit', () => {
    expect(tensorFault({ shape: [2, 3], data: 'AACAPw==' })).toBe('2×3 needs 24 bytes of float32, found 4.');
    expect(() => decodeTensor({ shape: [2], data: '' })).toThrow('needs 8 bytes');
  });
});
