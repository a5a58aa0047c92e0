import { expect, test } from 'vitest';
import { nextWhole, outlineRows, rowAfter, stretch } from '../../../app/outline/outline-rows.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { draw, irisGraph } from '../../engine/graph/drawing.ts';

const texts = (rows: ReturnType<typeof outlineRows>) =>
  rows.map((row) => (row.kind === 'node' ? row.node.id : `  ${row.text}`));

test('nodes in the order of the data, an open one with its wires and free ports', () => {
  const turned = { ...irisGraph(), nodes: irisGraph().nodes.toReversed() };
  expect(texts(outlineRows(checkGraph(turned), new Set(['act1', 'loss'])))).toEqual([
    'y',
    'x',
    'fc1',
    'act1',
    '  input ← fc1.output',
    '  output → fc2.input',
    '  output to…',
    'fc2',
    'loss',
    '  input ← fc2.output',
    '  target ← y.output',
  ]);
});

test('a port that takes several offers one more, a free one says so', () => {
  const drawn = draw('x:Input{shape:[2]} -> a:Add; r:ReLU');
  expect(texts(outlineRows(checkGraph(drawn), new Set(['a', 'r'])))).toEqual([
    'x',
    'a',
    '  inputs ← x.output',
    '  inputs takes another',
    '  output is not read',
    'r',
    '  input is not connected',
    '  output is not read',
  ]);
});

test('arrows go from row to row and stop at the ends', () => {
  const rows = outlineRows(checkGraph(irisGraph()), new Set());
  expect(rowAfter(rows, 0, 'ArrowUp')).toBe('node x');
  expect(rowAfter(rows, 0, 'ArrowDown')).toBe('node fc1');
  expect(rowAfter(rows, 2, 'End')).toBe('node loss');
  expect(rowAfter(rows, 2, 'Home')).toBe('node x');
  expect(rowAfter(rows, 2, 'x')).toBeUndefined();
});

test('several rows are selected as a stretch of whole nodes, whatever is unfolded between them', () => {
  const rows = outlineRows(checkGraph(irisGraph()), new Set(['fc1']));
  const at = rows.findIndex(({ key }) => key === 'node fc1');
  expect(nextWhole(rows, at, 1)?.key).toBe('node act1');
  expect(nextWhole(rows, at, -1)?.key).toBe('node x');
  expect(nextWhole(rows, rows.length - 1, 1)).toBeUndefined();
  expect(stretch(rows, 'node x', 'node act1')).toEqual(['x', 'fc1', 'act1']);
  expect(stretch(rows, 'node act1', 'node x')).toEqual(['x', 'fc1', 'act1']);
});
