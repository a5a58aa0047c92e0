import { describe, expect, test } from 'vitest';
import { bestOperator, findOperators, paletteEntries } from '../../../app/palette/find-operators.ts';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { levelOf } from '../../../engine/graph/blocks/levels.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';
import { operators } from '../../../engine/operators/catalogue.ts';

const names = (query: string) =>
  findOperators(query).flatMap((group) => group.entries.map(({ operator }) => operator.name));

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
    expect(bestOperator('relu')?.id).toBe('ReLU');
    expect(bestOperator('Linear')?.id).toBe('Linear');
    expect(bestOperator('crossen')?.id).toBe('CrossEntropyLoss');
    expect(bestOperator(' ')).toBeUndefined();
  });

  test('lists the blocks of the document, but inside one none that would hold itself', () => {
    const iris = findTemplate('iris')?.document ?? emptyDocument();
    const inner = groupNodes(iris, [], ['fc1', 'act1']);
    if (!inner.ok) throw new Error(inner.reason);
    const outer = groupNodes(inner.document, [], ['block1', 'fc2']);
    if (!outer.ok) throw new Error(outer.reason);
    const blocks = (...path: readonly string[]) =>
      paletteEntries(levelOf(outer.document, path))
        .filter(({ operator }) => operator.category === 'block')
        .map(({ id }) => id);
    expect(blocks()).toEqual(['block:block1', 'block:block2']);
    expect(blocks('block2')).toEqual(['block:block1']);
    expect(blocks('block2', 'block1')).toEqual([]);
    const entries = paletteEntries(outer.document);
    expect(findOperators('block 2', entries)[0]?.entries.map(({ id }) => id)).toEqual(['block:block2']);
    expect(bestOperator('block 1', entries)?.id).toBe('block:block1');
  });
});
