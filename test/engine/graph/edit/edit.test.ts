import { describe, expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../../../engine/formats/json.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import {
  emptyDocument,
  farthestPosition,
  type GraphDocument,
  type GraphEdge,
} from '../../../../engine/graph/document.ts';
import { applyFix } from '../../../../engine/graph/edit/apply-fix.ts';
import {
  addNode,
  clearWeights,
  connect,
  disconnect,
  displayName,
  fittingWire,
  moveNodes,
  removeAttribute,
  removeNodes,
  renameDocument,
  renameNode,
  setAttribute,
  setCollapsed,
  setData,
  setFrozen,
  setPinned,
  setSkip,
  setTraining,
  setWeights,
} from '../../../../engine/graph/edit/edit.ts';
import { shareParameters } from '../../../../engine/graph/sharing.ts';
import { draw, irisGraph } from '../drawing.ts';

const origin = { x: 0, y: 0 };
const wires = ({ edges }: GraphDocument): readonly string[] =>
  edges.map(({ from, to }) => `${from.join('.')} > ${to.join('.')}`);
const ids = ({ nodes }: GraphDocument): readonly string[] => nodes.map(({ id }) => id);
const wire = (from: string, to: string): GraphEdge => ({
  from: from.split('.') as [string, string],
  to: to.split('.') as [string, string],
});
const zeros = (length: number) => new Float32Array(length);

describe('adding', () => {
  const addAll = (...operators: readonly string[]) =>
    operators.reduce((document, operator) => addNode(document, operator, origin).document, emptyDocument());

  test('names nodes as people do', () => {
    const document = addAll(
      'Input',
      'Linear',
      'ReLU',
      'Linear',
      'Tanh',
      'Target',
      'MSELoss',
      'BCELoss',
      'Input',
    );
    expect(ids(document)).toEqual(['x', 'fc1', 'act1', 'fc2', 'act2', 'y', 'loss', 'loss2', 'x2']);
  });

  test('gives no id that is a name already', () => {
    const renamed = renameNode(addAll('Input'), 'x', 'fc1');
    expect(addNode(renamed, 'Linear', origin).ids).toEqual(['fc2']);
  });

  test('wires from a node to the first input that takes what it sends', () => {
    let document = emptyDocument();
    let last: string | undefined;
    for (const operator of ['Input', 'Linear', 'ReLU', 'Linear', 'CrossEntropyLoss']) {
      const added = addNode(document, operator, origin, last === undefined ? {} : { after: last });
      document = added.document;
      last = added.ids[0];
    }
    expect(wires(document)).toEqual([
      'x.output > fc1.input',
      'fc1.output > act1.input',
      'act1.output > fc2.input',
      'fc2.output > loss.input',
    ]);
    const target = addNode(document, 'Target', origin);
    expect(fittingWire(target.document, 'y', 'loss')).toEqual(wire('y.output', 'loss.target'));
    expect(wires(addNode(target.document, 'CrossEntropyLoss', origin, { after: 'y' }).document)).toContain(
      'y.output > loss2.target',
    );
  });

  test('does not wire what would not fit, nor from a node that is not there', () => {
    const document = draw('y:Target');
    expect(wires(addNode(document, 'Linear', origin, { after: 'y' }).document)).toEqual([]);
    expect(wires(addNode(document, 'Linear', origin, { after: 'ghost' }).document)).toEqual([]);
  });

  test('takes attributes, and positions that a document can hold', () => {
    const { document } = addNode(
      emptyDocument(),
      'Linear',
      { x: Number.NaN, y: 1e308 },
      {
        attributes: { out_features: 3 },
      },
    );
    expect(document.nodes[0]).toEqual({
      id: 'fc1',
      operator: 'Linear',
      attributes: { out_features: 3 },
      position: { x: 0, y: farthestPosition },
    });
  });
});

describe('removing', () => {
  test('takes wires and weights along', () => {
    const stored = setWeights(setWeights(irisGraph(), 'fc1/bias', [8], zeros(8)), 'fc2/bias', [3], zeros(3));
    const document = removeNodes(stored, ['fc1', 'ghost']);
    expect(ids(document)).toEqual(['x', 'act1', 'fc2', 'loss', 'y']);
    expect(wires(document)).toEqual([
      'act1.output > fc2.input',
      'fc2.output > loss.input',
      'y.output > loss.target',
    ]);
    expect(Object.keys(document.weights ?? {})).toEqual(['fc2/bias']);
    expect(removeNodes(document, ['fc2'])).not.toHaveProperty('weights');
  });

  test('of nothing is nothing', () => {
    const document = irisGraph();
    expect(removeNodes(document, ['ghost'])).toBe(document);
    expect(disconnect(document, [wire('ghost.output', 'fc1.input')])).toBe(document);
  });
});

describe('wiring', () => {
  test('draws, replaces and takes out', () => {
    const document = draw('a:Input -> fc:Linear; b:Input');
    const old = wire('a.output', 'fc.input');
    const next = wire('b.output', 'fc.input');
    expect(wires(connect(document, next, old))).toEqual(['b.output > fc.input']);
    expect(wires(disconnect(document, [old]))).toEqual([]);
    expect(connect(document, old)).toBe(document);
  });

  test('drops weights that another input size makes unfit', () => {
    const document = setWeights(
      draw('a:Input{shape:[4]}; fc:Linear{out_features:2}'),
      'fc/weight',
      [2, 3],
      zeros(6),
    );
    expect(document.weights).toBeDefined();
    expect(connect(document, wire('a.output', 'fc.input'))).not.toHaveProperty('weights');
  });
});

describe('changing nodes', () => {
  test('moves them, and none that stays', () => {
    const document = irisGraph();
    const moved = moveNodes(document, new Map([['x', { x: 5, y: 7 }]]));
    expect(moved.nodes[0]?.position).toEqual({ x: 5, y: 7 });
    expect(moved.nodes[1]).toBe(document.nodes[1]);
    expect(moveNodes(moved, new Map([['x', { x: 5, y: 7 }]]))).toBe(moved);
  });

  test('sets attributes and drops the weights that no longer fit, here and after', () => {
    const keys = [
      ['fc1/weight', [8, 4]],
      ['fc1/bias', [8]],
      ['fc2/weight', [3, 8]],
      ['fc2/bias', [3]],
    ] as const;
    const document = keys.reduce(
      (graph, [key, shape]) => setWeights(graph, key, shape, zeros(shape.reduce((a, b) => a * b, 1))),
      irisGraph(),
    );
    expect(checkGraph(document).diagnostics).toEqual([]);
    const wider = setAttribute(document, 'fc1', 'out_features', 16);
    expect(Object.keys(wider.weights ?? {})).toEqual(['fc2/bias']);
    expect(checkGraph(wider).diagnostics).toEqual([]);
    expect(Object.keys(setAttribute(document, 'fc1', 'bias', false).weights ?? {})).toEqual([
      'fc1/weight',
      'fc2/weight',
      'fc2/bias',
    ]);
    expect(setAttribute(document, 'fc1', 'out_features', 8)).toBe(document);
    expect(setAttribute(document, 'x', 'shape', [4])).toBe(document);
  });

  test('keeps weights while a value is not valid', () => {
    const document = setWeights(irisGraph(), 'fc1/bias', [8], zeros(8));
    expect(setAttribute(document, 'fc1', 'out_features', 0).weights).toEqual(document.weights);
  });

  test('names', () => {
    const named = renameNode(irisGraph(), 'fc1', ' encoder ');
    expect(named.nodes[1]).toMatchObject({ id: 'fc1', name: 'encoder' });
    expect(displayName(named.nodes[1] as GraphDocument['nodes'][number])).toBe('encoder');
    expect(renameNode(named, 'fc1', 'encoder')).toBe(named);
    for (const none of ['', ' ', 'fc1']) {
      expect(renameNode(named, 'fc1', none).nodes[1]).not.toHaveProperty('name');
    }
    expect(renameDocument(named, 'mine').name).toBe('mine');
  });

  test('freezes and thaws', () => {
    const document = irisGraph();
    const frozen = setFrozen(document, 'fc1', true);
    expect(checkGraph(frozen).parameterCount.frozen).toBe(40n);
    expect(setFrozen(frozen, 'fc1', false)).toEqual(document);
    expect(setFrozen(document, 'fc1', false)).toBe(document);
  });
});

test('settings and weights', () => {
  const document = setTraining(irisGraph(), { epochs: 3 });
  expect(document.training).toEqual({ ...irisGraph().training, epochs: 3 });
  expect(setData(document, { ...document.data, dataset: 'xor' }).data.dataset).toBe('xor');
  const stored = setWeights(setWeights(document, 'fc1/bias', [8], zeros(8)), 'fc2/bias', [3], zeros(3));
  expect(Object.keys(clearWeights(stored, 'fc1').weights ?? {})).toEqual(['fc2/bias']);
  expect(clearWeights(stored)).toEqual(document);
});

describe('fixes', () => {
  test.each([
    ['x:Input -> fc:Linear{in_features:16}', 'E201'],
    ['x:Input -> fc:Linear{units:3}', 'E102'],
    ['x:Input -> fc:Linear{out_features:-3}', 'E102'],
    ['a:Input -> fc:Linear; b:Input -> fc', 'E106'],
    ['a:Input -> s:Add; a -> s', 'E106'],
    ['a:Add -> b:ReLU -> a', 'E107'],
    ['a:Unheard', 'E101'],
    ['x:Input -> l:NLLLoss; x -> l.target', 'E202'],
  ])('mend %s', (drawing, code) => {
    const document = draw(drawing);
    const found = checkGraph(document).diagnostics.find((diagnostic) => diagnostic.code === code);
    expect(found?.fixes.length).toBeGreaterThan(0);
    for (const fix of found?.fixes ?? []) {
      const mended = checkGraph(applyFix(document, fix));
      expect(mended.diagnostics.map((diagnostic) => diagnostic.code)).not.toContain(code);
    }
  });

  test('drop weights that fit nothing', () => {
    const document = setWeights(irisGraph(), 'ghost/bias', [1], zeros(1));
    const fix = checkGraph(document).diagnostics[0]?.fixes[0];
    expect(fix === undefined ? undefined : applyFix(document, fix)).toEqual(irisGraph());
  });
});

test('states are written in one order, whichever was set first, and go without a trace', () => {
  const set = [
    (document: GraphDocument) => setSkip(document, 'fc1', 'mute'),
    (document: GraphDocument) => setPinned(document, 'fc1', true),
    (document: GraphDocument) => setCollapsed(document, 'fc1', true),
    (document: GraphDocument) => setFrozen(document, 'fc1', true),
  ];
  const forth = set.reduce((before, change) => change(before), irisGraph());
  const back = set.toReversed().reduce((before, change) => change(before), irisGraph());
  expect(writeDocument(forth)).toBe(writeDocument(back));
  expect(writeDocument(forth)).toContain('"frozen": true, "skip": "mute", "collapsed": true, "pinned": true');
  const read = readDocument(writeDocument(forth));
  expect(read.ok && read.document).toEqual(forth);
  const undone = [setSkip(forth, 'fc1', undefined)].map((document) =>
    setFrozen(setCollapsed(setPinned(document, 'fc1', false), 'fc1', false), 'fc1', false),
  );
  expect(undone).toEqual([irisGraph()]);
});

test('a pinned node is not moved', () => {
  const pinned = setPinned(irisGraph(), 'fc1', true);
  expect(moveNodes(pinned, new Map([['fc1', { x: 5, y: 5 }]]))).toBe(pinned);
});

test('an attribute is taken away from all that share the node’s parameters, with weights that no longer fit', () => {
  const drawn = draw(
    'x:Input{shape:[4]} -> fc1:Linear{out_features:4} -> fc2:Linear{out_features:4} -> loss:MSELoss',
    't:Input{shape:[4]} -> loss.target',
  );
  const shared = shareParameters(setWeights(drawn, 'fc1/bias', [4], [1, 2, 3, 4]), 'fc2', 'fc1');
  const usual = removeAttribute(shared, 'fc2', 'out_features');
  const layers = usual.nodes.filter(({ operator }) => operator === 'Linear');
  expect(layers.map(({ attributes }) => attributes)).toEqual([{}, {}]);
  expect(usual.weights).toBeUndefined();
  expect(removeAttribute(drawn, 'fc1', 'nothing')).toBe(drawn);
});
