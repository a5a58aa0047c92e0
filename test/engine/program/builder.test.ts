import { describe, expect, test } from 'vitest';
import { Builder } from '../../../engine/program/builder.ts';
import type { Operation, ValueId } from '../../../engine/program/program.ts';

type Made = readonly [Operation, readonly ValueId[]];

/** Operations that differ in one thing each; 0 is a matrix, 1 a column, 2 a square. */
const different: readonly Made[] = [
  ...[1, 0.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(
    (value): Made => [{ primitive: 'constant', value }, []],
  ),
  [{ primitive: 'setting', key: 'rate' }, []],
  [{ primitive: 'parameter', key: 'a/w', shape: [2, 2] }, []],
  [{ primitive: 'parameter', key: 'b/w', shape: [2, 2] }, []],
  [{ primitive: 'state', key: 'a/w', shape: [2, 2] }, []],
  [{ primitive: 'random', stream: 0, shape: [2] }, []],
  [{ primitive: 'random', stream: 1, shape: [2] }, []],
  [{ primitive: 'size', of: ['N'] }, []],
  [{ primitive: 'size', of: ['2N'] }, []],
  [{ primitive: 'exp' }, [0]],
  [{ primitive: 'exp' }, [2]],
  [{ primitive: 'tanh' }, [0]],
  [{ primitive: 'subtract' }, [0, 2]],
  [{ primitive: 'subtract' }, [2, 0]],
  [{ primitive: 'add' }, [2, 0]],
  [{ primitive: 'matmul' }, [0, 2]],
  [{ primitive: 'select' }, [0, 0, 2]],
  [{ primitive: 'select' }, [0, 2, 0]],
  [{ primitive: 'sum', axes: [0] }, [0]],
  [{ primitive: 'sum', axes: [0, 1] }, [0]],
  [{ primitive: 'max', axes: [0] }, [0]],
  [{ primitive: 'broadcast', shape: [2, 3] }, [1]],
  [{ primitive: 'broadcast', shape: [2, 4] }, [1]],
  [{ primitive: 'reshape', shape: [1, 4] }, [0]],
  [{ primitive: 'reshape', shape: [4, 1] }, [0]],
  [{ primitive: 'transpose', permutation: [1, 0] }, [0]],
  [{ primitive: 'transpose', permutation: [0, 1] }, [0]],
  [{ primitive: 'concatenate', axis: 0 }, [0, 2]],
  [{ primitive: 'concatenate', axis: 1 }, [0, 2]],
  [{ primitive: 'slice', axis: 0, start: 0, end: 1 }, [0]],
  [{ primitive: 'slice', axis: 0, start: 1, end: 2 }, [0]],
  [{ primitive: 'slice', axis: 1, start: 0, end: 1 }, [0]],
  [{ primitive: 'oneHot', classes: 3, axis: 1 }, [0]],
  [{ primitive: 'oneHot', classes: 4, axis: 1 }, [0]],
  [{ primitive: 'oneHot', classes: 3, axis: 2 }, [0]],
  [{ primitive: 'port', node: 'a', port: 'input' }, [0]],
  [{ primitive: 'port', node: 'a', port: 'output' }, [0]],
];

describe('the same operation on the same operands is one value, and no other', () => {
  const builder = new Builder();
  builder.input('matrix', [2, 2]);
  builder.input('column', [2, 1]);
  builder.input('square', [2, 2]);
  const ids = different.map(([operation, inputs]) => builder.emit(operation, inputs));

  test('what differs in one thing is told apart', () => {
    expect(new Set(ids).size).toBe(different.length);
  });

  test.each(different.map(([operation, inputs], index) => [index, operation, inputs] as const))(
    '%i: %o is found again',
    (index, operation, inputs) => {
      expect(builder.find({ ...operation }, [...inputs])).toBe(ids[index]);
      expect(builder.emit({ ...operation }, [...inputs])).toBe(ids[index]);
    },
  );
});
