import { describe, expect, test } from 'vitest';
import {
  formatCount,
  middleOut,
  shapeLine,
  shortOperator,
  spokenNode,
  spokenWire,
} from '../../../app/canvas/card-text.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { setAttribute } from '../../../engine/graph/edit/edit.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const iris = findTemplate('iris')?.document ?? emptyDocument();
const checked = checkGraph(iris);
const line = (id: string) => {
  const node = checked.nodes.get(id);
  return node === undefined ? undefined : shapeLine(node);
};

describe('what a card says', () => {
  test('shapes: data whole, layers as in and out, losses with their batch', () => {
    expect(['x', 'fc1', 'act1', 'fc2', 'loss', 'y'].map(line)).toEqual([
      'N×4',
      '4 → 8',
      '8 → 8',
      '8 → 3',
      'N×3, N → 1',
      'N',
    ]);
  });

  test('counts are exact at any size', () => {
    expect(formatCount(101770n)).toBe('101,770');
    expect(formatCount(134217729n * 134217727n)).toBe('18,014,398,509,481,983');
  });

  test('a long name loses its middle, a short one nothing', () => {
    expect(middleOut('fc1')).toBe('fc1');
    const short = middleOut('encoder_projection_out', 12);
    expect(short).toHaveLength(12);
    expect(short).toMatch(/^enc.*…/);
  });

  test('a loss is known by its triangle, so the word is left out', () => {
    expect(shortOperator('CrossEntropyLoss')).toBe('CrossEntropy');
    expect(shortOperator('Linear')).toBe('Linear');
  });

  test('a screen reader hears name, operator, sizes, parameters and faults', () => {
    const fc1 = iris.nodes.find(({ id }) => id === 'fc1');
    if (fc1 === undefined) throw new Error('no fc1');
    expect(spokenNode(fc1, checked)).toBe('fc1, Linear, 4 to 8, 40 parameters');
    const broken = checkGraph(setAttribute(iris, 'fc1', 'in_features', 5));
    expect(spokenNode(fc1, broken)).toMatch(/^fc1, Linear, error: /);
  });
});

test('a wire is spoken with its ends and what it carries', () => {
  const spoken = checked.document.edges.map((edge) => spokenWire(checked, edge));
  expect(spoken).toContain('fc2 output to loss input, logits N by 3');
  expect(spoken).toContain('y output to loss target, class indices N');
  expect(spoken).toContain('x output to fc1 input, features N by 4');
});
