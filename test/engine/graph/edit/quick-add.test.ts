import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { addAtWire, fittingOperators } from '../../../../engine/graph/edit/quick-add.ts';
import { draw } from '../drawing.ts';

const names = (text: string, end: readonly [string, string], side: 'output' | 'input'): readonly string[] =>
  fittingOperators(checkGraph(draw(text)), end, side).map(({ operator }) => operator.name);

describe('operators for a loose wire', () => {
  test('from an output are those that take what it carries', () => {
    const afterNumbers = names('x:Input{shape:[4]}', ['x', 'output'], 'output');
    expect(afterNumbers).toContain('Linear');
    expect(afterNumbers).toContain('CrossEntropyLoss');
    expect(afterNumbers).not.toContain('Embedding');
    expect(afterNumbers).not.toContain('Input');
    const afterClasses = names('y:Target', ['y', 'output'], 'output');
    expect(afterClasses).toContain('Embedding');
    expect(afterClasses).toContain('CrossEntropyLoss');
    expect(afterClasses).not.toContain('ReLU');
  });

  test('to an input are those that give such a value, and never a loss', () => {
    const before = names('fc:Linear', ['fc', 'input'], 'input');
    expect(before).toContain('Input');
    expect(before).toContain('ReLU');
    expect(before).not.toContain('MSELoss');
  });

  test('are added with the wire', () => {
    const drawn = draw('x:Input{shape:[4]}');
    const { document, ids } = addAtWire(drawn, 'Linear', { x: 10, y: 20 }, ['x', 'output']);
    expect(document.edges).toEqual([{ from: ['x', 'output'], to: [ids[0], 'input'] }]);
    const target = addAtWire(draw('y:Target'), 'CrossEntropyLoss', { x: 0, y: 0 }, ['y', 'output']);
    expect(target.document.edges).toEqual([{ from: ['y', 'output'], to: [target.ids[0], 'target'] }]);
    const before = addAtWire(draw('fc:Linear'), 'ReLU', { x: 0, y: 0 }, ['fc', 'input']);
    expect(before.document.edges).toEqual([{ from: [before.ids[0], 'output'], to: ['fc', 'input'] }]);
  });

  test('to an input that has its one wire are the same, and take its place', () => {
    const drawn = draw('x:Input{shape:[4]} -> fc:Linear{out_features:6}');
    const offered = fittingOperators(checkGraph(drawn), ['fc', 'input'], 'input').map(({ id }) => id);
    expect(offered).toContain('ReLU');
    const { document, ids } = addAtWire(drawn, 'ReLU', { x: 0, y: 0 }, ['fc', 'input']);
    expect(document.edges).toEqual([{ from: [ids[0], 'output'], to: ['fc', 'input'] }]);
  });

  test('every one that is offered is wired when it is chosen', () => {
    const drawn = draw('x:Input{shape:[4]} -> fc:Linear{out_features:6}');
    for (const { operator } of fittingOperators(checkGraph(drawn), ['fc', 'output'], 'output')) {
      const { document } = addAtWire(drawn, operator.name, { x: 0, y: 0 }, ['fc', 'output']);
      expect(document.edges.length, operator.name).toBe(2);
    }
  });
});
