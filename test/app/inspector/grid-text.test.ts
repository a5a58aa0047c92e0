import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gridAsLists, gridAsNumpy, gridAsTable, readGrid } from '../../../app/inspector/grid-text.ts';

const numbersOf = (text: string, shape: readonly number[]) => {
  const reading = readGrid(text, shape);
  return reading.kind === 'fits' ? [...reading.data] : reading.message;
};

describe('a grid of numbers', () => {
  test.each([
    ['a spreadsheet’s rows', '1\t2\t3\r\n4\t5\t6\r\n'],
    ['with decimal commas', '1,0\t2,0\t3,0\n4,0\t5,0\t6,0'],
    ['CSV', '1,2,3\n4, 5, 6\n'],
    ['CSV in quotes', '"1","2","3"\n"4","5","6"'],
    ['CSV with semicolons', '1;2;3\n4;5;6'],
    ['columns of spaces', '  1  2 3\n  4 5e0  6.0'],
    ['decimal commas in columns of spaces', '1,0 2,0 3,0\n4,0 5,0 6,0'],
    ['JSON', '[[1, 2, 3], [4, 5, 6]]'],
    ['NumPy', 'array([[1., 2., 3.],\n       [4., 5., 6.]], dtype=float32)'],
    ['NumPy’s print', '[[1. 2. 3.]\n [4. 5. 6.]]'],
    [
      'PyTorch',
      "Parameter containing:\ntensor([[1., 2., 3.],\n        [4., 5., 6.]], device='cuda:0', requires_grad=True)",
    ],
  ])('is read from %s', (_what, text) => {
    expect(numbersOf(text, [2, 3])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a vector may stand in a row, a column or a list; a single number alone', () => {
    for (const text of ['1 2 3', '1\n2\n3', '[1, 2, 3]', '[[1], [2], [3]]', '1\t2\t3']) {
      expect(numbersOf(text, [3])).toEqual([1, 2, 3]);
    }
    expect(numbersOf('−0,5', [])).toEqual([-0.5]);
    expect(numbersOf('0,5\n1,5', [2])).toEqual([0.5, 1.5]);
    expect(numbersOf('[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]', [2, 2, 2])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test.each([
    ['', [2, 2], 'Expected numbers; found no text.'],
    ['1 2 3', [2, 2], 'Expected 2×2; found 1×3.'],
    ['1 2\n3 4', [3], 'Expected 3 numbers; found 2×2.'],
    ['1\t2\n3', [2, 2], 'Expected 2 numbers in row 2, as in row 1; found 1.'],
    ['in 0\tin 1\n1\t2', [2, 2], 'Expected a number in row 1, column 1; found in 0. Leave headings out.'],
    ['1,,2\n3,4,5', [2, 3], 'Expected a number in row 1, column 2; found an empty cell.'],
    ['1 nan\n3 4', [2, 2], 'Expected a number in row 1, column 2; found nan. Leave headings out.'],
    ['1 1e39\n3 4', [2, 2], 'Expected a float32 number in row 1, column 2; 1e39 is too large.'],
    ['[[1, 2], [3, 4]', [2, 2], 'Expected as many closing brackets as opening ones.'],
    ['[[1, 2], [3, 4], 5]', [2, 2], 'Expected lists of numbers alone; found 5 beside them.'],
    ['[[1. 2. ... 3. 4.]]', [1, 9], 'Expected every number; found “...”. Print it whole, or copy tolist().'],
    ['[]', [2], 'Expected 2 numbers; found 1×0.'],
  ] as const)('%j for %j is refused', (text, shape, message) => {
    expect(numbersOf(text, shape)).toBe(message);
  });

  test('the other way round is said, and given the right way', () => {
    expect(readGrid('1 2\n3 4\n5 6', [2, 3])).toEqual({
      kind: 'refused',
      message: 'Expected 2×3; found 3×2: rows and columns are exchanged.',
      exchanged: Float64Array.of(1, 3, 5, 2, 4, 6),
    });
  });

  test('what is copied out is read back to the bit, in every form', () => {
    const float32 = fc
      .float({ noNaN: true, noDefaultInfinity: true })
      .filter((value) => !Object.is(value, -0));
    const tensors = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }).chain((shape) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return fc
        .array(float32, { minLength: count, maxLength: count })
        .map((data) => ({ shape, data: Float64Array.from(data) }));
    });
    fc.assert(
      fc.property(tensors, (tensor) => {
        for (const write of [gridAsTable, gridAsLists, gridAsNumpy]) {
          if (tensor.shape.length === 0 && write !== gridAsTable) continue;
          expect(numbersOf(write(tensor), tensor.shape)).toEqual([...tensor.data]);
        }
      }),
    );
    expect(gridAsTable({ shape: [2, 2], data: Float64Array.of(Math.fround(0.1), 2, -3, 4) })).toBe(
      '0.1\t2\n-3\t4',
    );
    expect(gridAsNumpy({ shape: [1, 2], data: Float64Array.of(1, 2) })).toBe(
      'np.array([[1, 2]], dtype=np.float32)',
    );
  });
});
