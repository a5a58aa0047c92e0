import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { initialise } from '../../../engine/random/initialisers.ts';
import { createTorchGenerator } from '../../../engine/random/torch-generator.ts';

/** Element of the product of the transpose of one matrix and another, both rows × columns. */
const inner = (
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  rows: number,
  columns: number,
  i: number,
  j: number,
) =>
  Array.from(
    { length: rows },
    (_, row) => (a[row * columns + i] as number) * (b[row * columns + j] as number),
  ).reduce((sum, x) => sum + x, 0);

const flipped = (matrix: ArrayLike<number>, rows: number, columns: number): readonly number[] =>
  Array.from(
    { length: rows * columns },
    (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)] as number,
  );

describe.each([
  [5, 3],
  [3, 5],
  [4, 4],
  [1, 6],
  [6, 1],
])('orthogonal_ of %i×%i', (out, input) => {
  // QᵀQ = 1 and QᵀA upper triangular with a positive diagonal determine Q: it is what torch.linalg.qr with the sign of
  // R's diagonal gives for the numbers that normal_ drew.
  test('is the Q of the drawn normal numbers with R’s diagonal positive, times the gain', () => {
    const gain = 1.5;
    const drawn = createTorchGenerator(42).normal(out * input, 0, 1);
    const made = initialise(
      createTorchGenerator(42),
      [out, input],
      { fanIn: input, fanOut: out },
      {
        kind: 'orthogonal',
        gain,
      },
    );
    const [rows, columns] = [Math.max(out, input), Math.min(out, input)];
    const q = (out < input ? flipped(made, out, input) : [...made]).map((value) => value / gain);
    const a = out < input ? flipped(drawn, out, input) : [...drawn];
    for (let i = 0; i < columns; i += 1) {
      for (let j = 0; j < columns; j += 1) {
        expect(inner(q, q, rows, columns, i, j)).toBeCloseTo(i === j ? 1 : 0, 6);
        if (i > j) expect(inner(q, a, rows, columns, i, j)).toBeCloseTo(0, 5);
      }
      expect(inner(q, a, rows, columns, i, i)).toBeGreaterThan(0);
    }
  });
});

interface DrawnByTorch {
  readonly seed: number;
  readonly shape: readonly [number, number];
  readonly gain: number;
  readonly out: readonly number[];
}

const { cases }: { readonly cases: readonly DrawnByTorch[] } = JSON.parse(
  readFileSync(new URL('./orthogonal.json', import.meta.url), 'utf8'),
);

test(`orthogonal_ makes of the numbers that PyTorch draws what NumPy’s QR makes of them (${cases.length} cases)`, () => {
  expect(cases.length).toBe(92);
  for (const { seed, shape, gain, out } of cases) {
    const [rows, columns] = shape;
    const made = initialise(
      createTorchGenerator(seed),
      shape,
      { fanIn: columns, fanOut: rows },
      { kind: 'orthogonal', gain },
    );
    expect(made.length).toBe(out.length);
    // NumPy computes in float32 here, the initialiser in float64.
    made.forEach((value, at) => {
      expect(Math.abs(value - (out[at] as number))).toBeLessThan(2e-6);
    });
  }
});
