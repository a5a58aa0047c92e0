import { expect, test } from 'vitest';
import { carriedKind } from '../../../../engine/graph/check/carried-kind.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { setSkip } from '../../../../engine/graph/edit/edit.ts';
import { draw, irisGraph } from '../drawing.ts';

test('each output says what it gives', () => {
  const checked = checkGraph(irisGraph());
  const kinds = checked.document.nodes.map(({ id }) => `${id}: ${carriedKind(checked, [id, 'output'])}`);
  expect(kinds).toEqual([
    'x: features',
    'fc1: numbers',
    'act1: numbers',
    'fc2: logits',
    'loss: a scalar',
    'y: class indices',
  ]);
});

test('meanings of operators, also through what keeps values and through a bypassed node', () => {
  const drawn = draw(
    'x:Input{shape:[3]} -> s:Softmax -> i:Identity -> d:ReLU; x -> g:Sigmoid; y:Target{kind:"one-hot"}; a:ReLU',
  );
  const checked = checkGraph(setSkip(drawn, 'd', 'bypass'));
  const kindOf = (id: string) => carriedKind(checked, [id, 'output']);
  expect(['s', 'i', 'd', 'g', 'y', 'a'].map(kindOf)).toEqual([
    'class probabilities',
    'class probabilities',
    'class probabilities',
    'probabilities',
    'one-hot',
    undefined,
  ]);
});
