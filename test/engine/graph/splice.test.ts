import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { setWeights } from '../../../engine/graph/edit.ts';
import { bypassNode, insertOnEdge, replaceOperator, reroute } from '../../../engine/graph/splice.ts';
import { draw, irisGraph } from './drawing.ts';

const wires = ({ edges }: GraphDocument): readonly string[] =>
  edges.map(({ from, to }) => `${from.join('.')} -> ${to.join('.')}`);
const places = ({ nodes }: GraphDocument) =>
  Object.fromEntries(nodes.map(({ id, position }) => [id, position.x]));

describe('a node put into a wire', () => {
  const graph = irisGraph();
  const edge = { from: ['fc2', 'output'], to: ['loss', 'input'] } as const;

  test('takes the wire over and keeps its place in the order', () => {
    const next = insertOnEdge(graph, edge, 'Tanh');
    expect(wires(next)).toEqual([
      'x.output -> fc1.input',
      'fc1.output -> act1.input',
      'act1.output -> fc2.input',
      'fc2.output -> act2.input',
      'act2.output -> loss.input',
      'y.output -> loss.target',
    ]);
    expect(checkGraph(next).trainable).toBe(true);
  });

  test('moves what lies to the right where it has no room, else stands between', () => {
    const tight = places(insertOnEdge(graph, edge, 'Tanh'));
    const before = places(graph);
    expect(tight['act2']).toBe(before['loss']);
    expect(tight['loss']).toBe((before['loss'] as number) + 176);
    expect(tight['fc2']).toBe(before['fc2']);
    const wide = {
      ...graph,
      nodes: graph.nodes.map((node) => ({ ...node, position: { x: node.position.x * 3, y: 0 } })),
    };
    const roomy = places(insertOnEdge(wide, edge, 'Tanh'));
    expect(roomy['loss']).toBe(places(wide)['loss']);
    expect(roomy['act2']).toBe(((places(wide)['fc2'] as number) + (places(wide)['loss'] as number)) / 2);
  });

  test('is not put where no wire is, nor one that has no input', () => {
    expect(insertOnEdge(graph, { from: ['x', 'output'], to: ['loss', 'input'] }, 'Tanh')).toBe(graph);
    expect(insertOnEdge(graph, edge, 'Target')).toBe(graph);
    expect(insertOnEdge(graph, edge, 'Nothing')).toBe(graph);
  });

  test('drops weights that no longer fit', () => {
    const stored = setWeights(graph, 'fc2/weight', [3, 8], new Array(24).fill(0.5));
    const into = { from: ['act1', 'output'], to: ['fc2', 'input'] } as const;
    expect(insertOnEdge(stored, into, 'Tanh').weights).toEqual(stored.weights);
    expect(insertOnEdge(stored, into, 'Linear', { out_features: 5 }).weights).toBeUndefined();
  });
});

describe('a node taken out of a wire', () => {
  test('heals the wire, for all that read it and in their order', () => {
    const graph = draw('x:Input -> act1:ReLU -> a:Add; x -> b:Concat; act1 -> b; act1 -> c:Tanh -> a');
    expect(wires(bypassNode(graph, 'act1'))).toEqual([
      'x.output -> a.inputs',
      'x.output -> b.inputs',
      'x.output -> c.input',
      'c.output -> a.inputs',
    ]);
  });

  test('with several inputs or none is only removed', () => {
    const graph = draw('x:Input -> a:Add; y:Input -> a; a -> act1:ReLU');
    expect(wires(bypassNode(graph, 'a'))).toEqual([]);
    expect(wires(bypassNode(graph, 'x'))).toEqual(['y.output -> a.inputs', 'a.output -> act1.input']);
    expect(bypassNode(graph, 'nobody')).toBe(graph);
  });
});

test('a wire led elsewhere keeps its place', () => {
  const graph = irisGraph();
  const next = reroute(graph, { from: ['act1', 'output'], to: ['fc2', 'input'] }, ['fc1', 'output']);
  expect(wires(next)[2]).toBe('fc1.output -> fc2.input');
  expect(reroute(graph, { from: ['x', 'output'], to: ['fc2', 'input'] }, ['fc1', 'output'])).toBe(graph);
});

describe('another operator in its place', () => {
  test('keeps wires and attributes that both know', () => {
    const graph = draw(
      'x:Input{shape:[1]} -> loss:BCEWithLogitsLoss{reduction:"sum",pos_weight:[2]}; y:Target{kind:"real"} -> loss.target',
    );
    const next = replaceOperator(graph, 'loss', 'BCELoss');
    expect(next.nodes.find(({ id }) => id === 'loss')).toMatchObject({
      operator: 'BCELoss',
      attributes: { reduction: 'sum' },
    });
    expect(next.nodes.find(({ id }) => id === 'loss')?.attributes).not.toHaveProperty('pos_weight');
    expect(wires(next)).toEqual(wires(graph));
  });

  test('drops wires of ports it does not have', () => {
    const graph = draw('x:Input -> m:Multiply; y:Input -> m.other; m -> act1:ReLU');
    expect(wires(replaceOperator(graph, 'm', 'Tanh'))).toEqual([
      'x.output -> m.input',
      'm.output -> act1.input',
    ]);
    expect(replaceOperator(graph, 'm', 'Nothing')).toBe(graph);
  });
});
