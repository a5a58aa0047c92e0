import { expect, test } from 'vitest';
import { checkGraph } from '../../../../../engine/graph/check/check.ts';
import {
  type Aspect,
  describeOrigin,
  originsOf,
} from '../../../../../engine/graph/check/conflict/origins.ts';
import { draw } from '../../drawing.ts';

const cases: readonly (readonly [string, string, Aspect, readonly string[]])[] = [
  ['x:Input{shape:[4]}', 'x', { axis: 1 }, ['shape of x']],
  ['x:Input{shape:[4]}', 'x', { axis: 0 }, ['x']],
  [
    'x:Input -> fc1:Linear -> act1:ReLU -> i:Identity',
    'i',
    { axis: 1 },
    ['out_features of fc1, through act1, i'],
  ],
  ['x:Input{shape:[2,3]} -> f:Flatten', 'f', { axis: 1 }, ['shape of x, through f', 'shape of x, through f']],
  [
    'x:Input -> fc1:Linear{out_features:2} -> c:Concat; x -> c',
    'c',
    { axis: 1 },
    ['out_features of fc1, through c', 'shape of x, through c'],
  ],
  [
    'x:Input -> fc1:Linear -> a:Add; x -> fc2:Linear -> a',
    'a',
    { axis: 1 },
    ['out_features of fc1, through a', 'out_features of fc2, through a'],
  ],
  [
    'x:Input{shape:[2,3]} -> m:MatMul; z:Input{shape:[3,5]} -> m.other',
    'm',
    { axis: 1 },
    ['shape of x, through m'],
  ],
  [
    'x:Input{shape:[2,3]} -> m:MatMul; z:Input{shape:[3,5]} -> m.other',
    'm',
    { axis: 2 },
    ['shape of z, through m'],
  ],
  ['x:Input{shape:[2,3]} -> t:Transpose', 't', { axis: 1 }, ['shape of x, through t']],
  ['x:Input{shape:[6]} -> s:Slice{end:4}', 's', { axis: 1 }, ['end of s']],
  ['x:Input{shape:[6]} -> r:Reshape{shape:[2,-1]}', 'r', { axis: 2 }, ['shape of x, through r']],
  ['y:Target{kind:"one-hot",classes:5} -> act1:ReLU', 'act1', { axis: 1 }, ['classes of y, through act1']],
  ['y:Target{classes:5}', 'y', 'classes', ['classes of y']],
];

test.each(cases)('%s: %s %j', (drawing, node, aspect, expected) => {
  const { nodes } = checkGraph(draw(drawing));
  const output = [...(nodes.get(node)?.outputs.keys() ?? [])][0] ?? '';
  expect(originsOf(nodes, [node, output], aspect).map(describeOrigin).sort()).toEqual([...expected].sort());
});

test('a long chain names a few of the nodes between', () => {
  const chain = Array.from({ length: 900 }, (_, index) => ` -> a${index}:Identity`).join('');
  const { nodes } = checkGraph(draw(`x:Input -> fc:Linear${chain}`));
  const [origin] = originsOf(nodes, ['a899', 'output'], { axis: 1 });
  expect(origin === undefined ? '' : describeOrigin(origin)).toBe(
    'out_features of fc, through a0, a1, 897 more, a899',
  );
});

test('what meets again is walked once: 60 diamonds', () => {
  const diamonds = Array.from(
    { length: 60 },
    (_, index) =>
      `n${index} -> l${index}:ReLU -> n${index + 1}:Add; n${index} -> r${index}:Tanh -> n${index + 1}`,
  );
  const { nodes } = checkGraph(draw('n0:Input', ...diamonds));
  expect(originsOf(nodes, ['n60', 'output'], { axis: 1 })).toMatchObject([{ attribute: 'shape', index: 0 }]);
});
