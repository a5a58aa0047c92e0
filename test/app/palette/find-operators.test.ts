import { describe, expect, test } from 'vitest';
import { bestOperator, findOperators } from '../../../app/palette/find-operators.ts';
import { operators } from '../../../engine/operators/catalogue.ts';

const names = (query: string) =>
  findOperators(query).flatMap((group) => group.operators.map(({ name }) => name));

describe('the palette', () => {
  test('shows every operator once, by category', () => {
    expect(names('').sort()).toEqual(operators.map(({ name }) => name).sort());
  });

  test('finds by name, whatever the case, and by synonym', () => {
    expect(names('relu')).toContain('ReLU');
    expect(names('dense')).toContain('Linear');
    expect(names('no such thing at all')).toEqual([]);
  });

  test('Enter adds the best answer: the exact name first', () => {
    expect(bestOperator('relu')?.name).toBe('ReLU');
    expect(bestOperator('Linear')?.name).toBe('Linear');
    expect(bestOperator('crossen')?.name).toBe('CrossEntropyLoss');
    expect(bestOperator(' ')).toBeUndefined();
  });
});
