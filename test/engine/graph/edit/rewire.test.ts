import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument, GraphEdge } from '../../../../engine/graph/document.ts';
import { setWeights } from '../../../../engine/graph/edit/edit.ts';
import {
  insertNew,
  insertOnWire,
  removeAndHeal,
  replaceOperator,
  reroute,
  withRoom,
} from '../../../../engine/graph/edit/rewire.ts';
import { draw, irisGraph } from '../drawing.ts';

const wires = ({ edges }: GraphDocument): readonly string[] =>
  edges.map(({ from, to }) => `${from.join('.')}>${to.join('.')}`);

const places = ({ nodes }: GraphDocument) =>
  Object.fromEntries(nodes.map(({ id, position }) => [id, position.x]));

const wireOf = (document: GraphDocument, from: string, to: string): GraphEdge => {
  const found = document.edges.find((edge) => edge.from[0] === from && edge.to[0] === to);
  if (found === undefined) throw new Error(`no wire from ${from} to ${to}`);
  return found;
};

describe('putting a node into a wire', () => {
  test('leads the wire through it', () => {
    const document = { ...irisGraph(), nodes: [...irisGraph().nodes, ...draw('d:Tanh').nodes] };
    const inserted = insertOnWire(document, 'd', wireOf(document, 'fc1', 'act1'));
    expect(inserted.ok ? wires(inserted.document) : []).toEqual([
      'x.output>fc1.input',
      'fc1.output>d.input',
      'd.output>act1.input',
      'act1.output>fc2.input',
      'fc2.output>loss.input',
      'y.output>loss.target',
    ]);
    expect(inserted.ok && checkGraph(inserted.document).diagnostics).toEqual([]);
  });

  test('keeps the order of a port that takes several', () => {
    const drawn = draw(
      'a:Input{shape:[2]} -> c:Concat; b:Input{shape:[3]} -> c; e:Input{shape:[4]} -> c',
      'd:ReLU',
    );
    const inserted = insertOnWire(drawn, 'd', wireOf(drawn, 'b', 'c'));
    expect(inserted.ok ? wires(inserted.document).filter((wire) => wire.includes('>c')) : []).toEqual([
      'a.output>c.inputs',
      'd.output>c.inputs',
      'e.output>c.inputs',
    ]);
  });

  test('is refused where the node does not fit, is at an end of it, or would close a cycle', () => {
    const drawn = draw(
      'x:Input{shape:[4]} -> fc:Linear{in_features:4} -> loss:CrossEntropyLoss; y:Target -> loss.target',
      'wide:Linear{in_features:7}; other:MSELoss',
    );
    const wire = wireOf(drawn, 'x', 'fc');
    const reason = (document: GraphDocument, id: string, at: GraphEdge) => {
      const inserted = insertOnWire(document, id, at);
      return inserted.ok ? undefined : inserted.reason;
    };
    expect(reason(drawn, 'wide', wire)).toBe('expects 7 features, gets 4');
    expect(reason(drawn, 'other', wire)).toBe('gives nothing that could be read');
    expect(reason(drawn, 'fc', wire)).toBe('is at an end of this wire');
    const chain = draw('x:Input{shape:[4]} -> a:ReLU -> b:ReLU -> c:ReLU');
    expect(reason(chain, 'c', wireOf(chain, 'x', 'a'))).toBe('already connected');
    const target = draw('x:Input{shape:[4]} -> a:ReLU; y:Target');
    expect(reason(target, 'y', wireOf(target, 'x', 'a'))).toBe('takes nothing in');
  });

  test('makes room for it where it was dropped over an end, and only there', () => {
    const size = { width: 120, height: 90 };
    const drawn = irisGraph();
    const dropped = (x: number, y: number, nodes = drawn.nodes): GraphDocument => {
      const [tanh] = draw('d:Tanh').nodes;
      const sheet = {
        ...drawn,
        nodes: [...nodes, ...(tanh === undefined ? [] : [{ ...tanh, position: { x, y } }])],
      };
      const wire = wireOf(sheet, 'fc1', 'act1');
      const inserted = insertOnWire(sheet, 'd', wire);
      return inserted.ok ? withRoom(inserted.document, 'd', wire, () => size) : sheet;
    };
    // fc1 ends at 280: after room for a wire the card, and again room; act1 stood at 320.
    const before = places(drawn);
    const made = places(dropped(250, 20));
    expect(made).toMatchObject({ x: 0, fc1: 160, d: 328, act1: 496 });
    expect(made['fc2']).toBe((before['fc2'] ?? 0) + 176);
    expect(places(dropped(250, 200))).toEqual({ ...before, d: 250 });
    // Where there is room already nothing moves but the card, into the middle.
    const apart = drawn.nodes.map((node) =>
      node.id === 'act1' ? { ...node, position: { x: 700, y: 0 } } : node,
    );
    expect(places(dropped(250, 20, apart))).toMatchObject({ fc1: 160, d: 430, act1: 700 });
    // Top to bottom it is rows that move.
    const down = drawn.nodes.map((node, row) => ({ ...node, position: { x: 0, y: row * 130 } }));
    const rows = dropped(10, 200, down).nodes.map(({ id, position }) => [id, position.x, position.y]);
    expect(rows).toContainEqual(['d', 0, 130 + 90 + 48]);
    expect(rows).toContainEqual(['act1', 0, 130 + 90 + 48 + 90 + 48]);
  });
});

describe('deleting from the middle', () => {
  test('closes the gap, over several nodes at once', () => {
    const healed = removeAndHeal(irisGraph(), ['act1']);
    expect(wires(healed)).toEqual([
      'x.output>fc1.input',
      'fc1.output>fc2.input',
      'fc2.output>loss.input',
      'y.output>loss.target',
    ]);
    expect(wires(removeAndHeal(irisGraph(), ['fc1', 'act1']))).toContain('x.output>fc2.input');
    expect(checkGraph(healed).trainable).toBe(true);
  });

  test('feeds everything that the node fed, in its place', () => {
    const drawn = draw('x:Input{shape:[3]} -> a:ReLU -> s:Concat; b:Input{shape:[3]} -> s; a -> t:Tanh');
    expect(wires(removeAndHeal(drawn, ['a']))).toEqual([
      'x.output>s.inputs',
      'b.output>s.inputs',
      'x.output>t.input',
    ]);
  });

  test('leaves a gap where shapes do not fit or several would feed it', () => {
    const narrow = draw('x:Input{shape:[4]} -> a:Linear{out_features:3} -> b:Linear{in_features:3}');
    expect(wires(removeAndHeal(narrow, ['a']))).toEqual([]);
    const sum = draw('x:Input{shape:[3]} -> s:Add; y:Input{shape:[3]} -> s; s -> r:ReLU');
    expect(wires(removeAndHeal(sum, ['s']))).toEqual([]);
    const same = draw('x:Input{shape:[3]} -> a:ReLU -> s:Add; x -> s');
    expect(wires(removeAndHeal(same, ['a']))).toEqual(['x.output>s.inputs']);
  });

  test('does nothing where nothing goes', () => {
    const document = irisGraph();
    expect(removeAndHeal(document, ['nobody'])).toBe(document);
  });
});

describe('a new node put into a wire', () => {
  const graph = irisGraph();
  const edge = { from: ['fc2', 'output'], to: ['loss', 'input'] } as const;

  test('takes the wire over and keeps its place in the order', () => {
    const next = insertNew(graph, edge, 'Tanh');
    expect(wires(next)).toEqual([
      'x.output>fc1.input',
      'fc1.output>act1.input',
      'act1.output>fc2.input',
      'fc2.output>act2.input',
      'act2.output>loss.input',
      'y.output>loss.target',
    ]);
    expect(checkGraph(next).trainable).toBe(true);
  });

  test('moves what lies to the right where it has no room, else stands between', () => {
    const tight = places(insertNew(graph, edge, 'Tanh'));
    const before = places(graph);
    expect(tight['act2']).toBe(before['loss']);
    expect(tight['loss']).toBe((before['loss'] as number) + 176);
    expect(tight['fc2']).toBe(before['fc2']);
    const wide = {
      ...graph,
      nodes: graph.nodes.map((node) => ({ ...node, position: { x: node.position.x * 3, y: 0 } })),
    };
    const roomy = places(insertNew(wide, edge, 'Tanh'));
    expect(roomy['loss']).toBe(places(wide)['loss']);
    expect(roomy['act2']).toBe(((places(wide)['fc2'] as number) + (places(wide)['loss'] as number)) / 2);
  });

  test('is not put where no wire is, nor one that has no input', () => {
    expect(insertNew(graph, { from: ['x', 'output'], to: ['loss', 'input'] }, 'Tanh')).toBe(graph);
    expect(insertNew(graph, edge, 'Target')).toBe(graph);
    expect(insertNew(graph, edge, 'Nothing')).toBe(graph);
  });

  test('drops weights that no longer fit', () => {
    const stored = setWeights(graph, 'fc2/weight', [3, 8], new Array(24).fill(0.5));
    const into = { from: ['act1', 'output'], to: ['fc2', 'input'] } as const;
    expect(insertNew(stored, into, 'Tanh').weights).toEqual(stored.weights);
    expect(insertNew(stored, into, 'Linear', { out_features: 5 }).weights).toBeUndefined();
  });
});

test('a wire led elsewhere keeps its place', () => {
  const graph = irisGraph();
  const next = reroute(graph, { from: ['act1', 'output'], to: ['fc2', 'input'] }, ['fc1', 'output']);
  expect(wires(next)[2]).toBe('fc1.output>fc2.input');
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
    expect(wires(replaceOperator(graph, 'm', 'Tanh'))).toEqual(['x.output>m.input', 'm.output>act1.input']);
    expect(replaceOperator(graph, 'm', 'Nothing')).toBe(graph);
  });
});

describe('stored weights that a new wire makes unfit are dropped', () => {
  const drawn = draw(
    'x:Input{shape:[4]} -> fc1:Linear{out_features:8} -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss',
    'y:Target -> loss.target; wide:Linear{out_features:16}',
  );
  const document = setWeights(
    setWeights(drawn, 'fc2/weight', [3, 8], new Float64Array(24)),
    'fc2/bias',
    [3],
    [1, 2, 3],
  );

  test('where a gap is closed', () => {
    const healed = removeAndHeal(document, ['fc1', 'wide']);
    expect(wires(healed)).toContain('x.output>fc2.input');
    expect(Object.keys(healed.weights ?? {})).toEqual(['fc2/bias']);
    expect(checkGraph(healed).trainable).toBe(true);
  });

  test('where a node is put into a wire', () => {
    const inserted = insertOnWire(document, 'wide', wireOf(document, 'fc1', 'fc2'));
    expect(inserted.ok && Object.keys(inserted.document.weights ?? {})).toEqual(['fc2/bias']);
    expect(inserted.ok && checkGraph(inserted.document).trainable).toBe(true);
  });
});
