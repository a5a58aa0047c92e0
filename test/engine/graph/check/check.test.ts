import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { CheckedGraph } from '../../../../engine/graph/check/checked-graph.ts';
import { isBlocking } from '../../../../engine/graph/check/diagnostic.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { encodeTensor } from '../../../../engine/graph/weights.ts';
import { findOperator } from '../../../../engine/operators/catalogue.ts';
import { draw, irisGraph } from '../drawing.ts';

const summary = (graph: CheckedGraph): readonly string[] =>
  graph.diagnostics.map(({ code, node, title }) => `${code} ${node ?? '-'}: ${title}`);
const check = (...lines: readonly string[]) => checkGraph(draw(...lines));
const messages = (graph: CheckedGraph) => graph.diagnostics.map(({ message }) => message);

describe('a graph without fault', () => {
  const graph = checkGraph(irisGraph());

  test('has shapes, counts and no diagnostics', () => {
    expect(graph.diagnostics).toEqual([]);
    expect(graph.trainable).toBe(true);
    expect(graph.order).toEqual(['x', 'fc1', 'act1', 'fc2', 'y', 'loss']);
    expect(graph.nodes.get('fc2')?.outputs.get('output')?.shape).toEqual(['N', 3]);
    expect(graph.parameterCount).toEqual({ total: 67n, trainable: 67n, frozen: 0n });
  });

  test('has defaults and inferred attributes filled in', () => {
    expect(graph.nodes.get('fc1')?.attributes).toEqual({ in_features: 4, out_features: 8, bias: true });
  });

  test('counts frozen parameters apart', () => {
    const document = irisGraph();
    const nodes = document.nodes.map((node) => (node.id === 'fc1' ? { ...node, frozen: true } : node));
    expect(checkGraph({ ...document, nodes }).parameterCount).toEqual({
      total: 67n,
      trainable: 27n,
      frozen: 40n,
    });
  });

  test('counts exactly beyond float64', () => {
    const large = check('x:Input{shape:[134217727]} -> fc:Linear{out_features:134217729,bias:false}');
    expect(large.parameterCount.total).toBe(134217729n * 134217727n);
  });
});

test('an empty document has nothing to say and cannot train', () => {
  const graph = checkGraph(draw());
  expect(graph.diagnostics).toEqual([]);
  expect(graph.trainable).toBe(false);
});

describe('diagnostics', () => {
  test('unknown operator, also one that every object has', () => {
    for (const operator of ['Linaer', 'toString', 'constructor', 'hasOwnProperty', '__proto__']) {
      const graph = check(`a:${operator}`);
      expect(graph.diagnostics[0]).toMatchObject({ kind: 'unknown-operator', node: 'a' });
      expect(graph.diagnostics[0]?.message).toContain(operator);
      expect(graph.diagnostics[0]?.fixes).toMatchObject([{ kind: 'remove-node', node: 'a' }]);
    }
  });

  test.each([
    ['{out_features:0}', 'Expected a whole number of at least 1; found 0.'],
    ['{out_features:-0}', 'Expected a whole number of at least 1; found -0.'],
    ['{out_features:2.5}', 'Expected a whole number of at least 1; found 2.5.'],
    ['{out_features:1e300}', 'Expected a whole number of at least 1; found 1e+300.'],
    ['{out_features:"2"}', 'Expected a whole number of at least 1; found the text "2".'],
    ['{out_features:[2]}', 'Expected a whole number of at least 1; found [2].'],
    ['{out_features:true}', 'Expected a whole number of at least 1; found true.'],
    ['{out_features:null}', 'Expected a whole number of at least 1; found nothing.'],
    ['{in_features:0}', 'Expected a whole number of at least 1 or nothing; found 0.'],
    ['{bias:1}', 'Expected true or false; found 1.'],
    ['{units:3}', 'Expected in_features, out_features, bias; found units.'],
  ])('bad attribute %s', (attributes, message) => {
    const graph = check(`x:Input -> fc:Linear${attributes}`);
    expect(graph.diagnostics[0]).toMatchObject({ kind: 'bad-attribute', node: 'fc', message });
    expect(graph.diagnostics[0]?.fixes).toHaveLength(1);
  });

  test('attributes that every object has are not taken for given ones', () => {
    const graph = check('x:Input -> fc:Linear{constructor:1,toString:2}');
    expect(summary(graph).slice(0, 2)).toEqual([
      'E102 fc: fc has no attribute constructor',
      'E102 fc: fc has no attribute toString',
    ]);
  });

  test.each(['[0]', '[-1]', '[1.5]', '[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]', '4', '"4"'])(
    'bad shape %s',
    (shape) => {
      expect(check(`x:Input{shape:${shape}}`).diagnostics[0]).toMatchObject({
        kind: 'bad-attribute',
        attribute: 'shape',
      });
    },
  );

  test('a size may be left to be worked out only where the declaration does so', () => {
    expect(check('x:Input -> r:Reshape{shape:[2,-1]}').nodes.get('r')?.outputs.get('output')?.shape).toEqual([
      'N',
      2,
      2,
    ]);
    expect(check('x:Input -> r:Reshape{shape:[-1,-1]}').diagnostics[0]).toMatchObject({ code: 'E102' });
  });

  test('a choice names its options', () => {
    expect(messages(check('y:Target{kind:"klass"}'))[0]).toBe(
      'Expected one of class, one-hot, real; found the text "klass".',
    );
  });

  test('a missing connection is a note that blocks', () => {
    const graph = check('x:Input -> fc:Linear -> loss:CrossEntropyLoss');
    expect(graph.diagnostics).toMatchObject([
      { code: 'E105', severity: 'note', node: 'loss', port: 'target' },
    ]);
    expect(graph.diagnostics.some(isBlocking)).toBe(true);
    expect(graph.trainable).toBe(false);
    expect(graph.nodes.has('fc')).toBe(true);
  });

  test('a doubled connection offers to remove either wire', () => {
    const graph = check('a:Input; b:Input; a -> fc:Linear; b -> fc; fc -> act:ReLU');
    expect(summary(graph)).toEqual(['E106 fc: fc gets 2 wires at input', 'W301 -: The graph has no loss']);
    expect(messages(graph)[0]).toBe('Expected one wire; found 2, from a, b.');
    expect(graph.diagnostics[0]?.fixes).toMatchObject([
      { kind: 'remove-edge', edge: { from: ['a', 'output'] } },
      { kind: 'remove-edge', edge: { from: ['b', 'output'] } },
    ]);
  });

  test('a port for several wires takes each once', () => {
    expect(summary(check('a:Input; b:Input; a -> s:Add; b -> s'))).toEqual(['W301 -: The graph has no loss']);
    const graph = check('a:Input; a -> s:Add; a -> s');
    expect(summary(graph)[0]).toBe('E106 s: s gets 2 wires at inputs');
    expect(graph.diagnostics[0]?.fixes).toHaveLength(1);
  });

  test('wires to nowhere', () => {
    const document = irisGraph();
    const graph = checkGraph({
      ...document,
      edges: [
        ...document.edges,
        { from: ['ghost', 'output'], to: ['fc1', 'input'] },
        { from: ['fc1', 'output'], to: ['toString', 'input'] },
        { from: ['fc1', 'logits'], to: ['act1', 'input'] },
        { from: ['fc1', 'output'], to: ['act1', 'bias'] },
      ],
    });
    expect(summary(graph)).toEqual([
      'E104 fc1: The wire ghost → fc1 comes from a node that is not there',
      'E104 fc1: The wire fc1 → toString leads to a node that is not there',
      'E104 fc1: fc1 has no output logits',
      'E104 act1: act1 has no input bias',
    ]);
    for (const { fixes } of graph.diagnostics) expect(fixes[0]?.kind).toBe('remove-edge');
  });

  test('a cycle names its nodes and offers to open it', () => {
    const graph = check('x:Input -> a:Add -> f:Linear -> t:Tanh -> a; t -> loss:MSELoss');
    expect(summary(graph)[0]).toBe('E107 a: a is fed by itself');
    expect(messages(graph)[0]).toBe('Expected data to flow one way; found the cycle a → f → t → a.');
    expect(graph.diagnostics[0]?.fixes).toMatchObject([
      { kind: 'remove-edge', edge: { from: ['t', 'output'] } },
    ]);
    expect(graph.order).toEqual(['x', 'loss']);
  });

  test('a node that feeds itself', () => {
    expect(messages(check('a:ReLU -> a'))[0]).toBe('Expected data to flow one way; found the cycle a → a.');
  });

  test('a long cycle is cut in the message', () => {
    const ring = Array.from({ length: 30 }, (_, index) => `n${index}:ReLU`).join(' -> ');
    expect(messages(check(`${ring} -> n0`))[0]).toMatch(/n0 → .* → n7 → … 22 more → n0\.$/);
  });

  test('a shape mismatch names both sides and offers the size that fits', () => {
    const graph = check(
      'x:Input{shape:[4]} -> fc1:Linear{out_features:8} -> act1:ReLU -> fc2:Linear{in_features:16,out_features:3} -> loss:CrossEntropyLoss',
      'y:Target -> loss.target',
    );
    expect(graph.diagnostics).toMatchObject([
      {
        code: 'E201',
        node: 'fc2',
        port: 'input',
        title: 'fc2 expects 16 features, gets 8',
        message: 'act1 sends N×8; in_features is 16.',
        fixes: [{ kind: 'set-attribute', node: 'fc2', attribute: 'in_features', value: 8 }],
      },
    ]);
    expect(graph.nodes.has('fc2')).toBe(false);
    expect(graph.trainable).toBe(false);
  });

  test('a mismatch between two ports says what both get', () => {
    const graph = check(
      'x:Input -> fc:Linear{out_features:2} -> loss:MSELoss; y:Target{kind:"real"} -> loss.target',
    );
    expect(summary(graph)).toEqual(['E201 loss: loss: shapes do not fit']);
    expect(messages(graph)[0]).toMatch(/^Input and target must have the same shape/);
    expect(messages(graph)[0]).toContain('fc sends N×2 to input; y sends N×1 to target');
  });

  test('an attribute that does not fit what arrives', () => {
    const graph = check('x:Input -> p:Softmax{dim:2}');
    expect(graph.diagnostics[0]).toMatchObject({
      code: 'E102',
      node: 'p',
      attribute: 'dim',
      fixes: [{ kind: 'set-attribute', attribute: 'dim', value: -1 }],
    });
    expect(graph.diagnostics[0]?.port).toBeUndefined();
  });

  test('the wrong kind of value', () => {
    const graph = check('x:Input -> loss:NLLLoss; x -> loss.target');
    expect(graph.diagnostics).toMatchObject([
      {
        code: 'E202',
        node: 'loss',
        port: 'target',
        title: 'loss needs class indices at target',
        message: 'Expected class indices; x sends numbers (N×4).',
      },
    ]);
    expect(messages(check('y:Target -> fc:Linear'))[0]).toBe(
      'Expected numbers; y sends class indices (class indices N, 3 classes).',
    );
  });

  test('names are those a person gave', () => {
    const document = draw('x:Input -> loss:NLLLoss; x -> loss.target');
    const nodes = document.nodes.map((node) => ({ ...node, name: `my ${node.id}` }));
    expect(checkGraph({ ...document, nodes }).diagnostics[0]).toMatchObject({
      title: 'my loss needs class indices at target',
      message: 'Expected class indices; my x sends numbers (N×4).',
    });
  });

  test('duplicate ids', () => {
    const document = irisGraph();
    const again = document.nodes[1] as GraphDocument['nodes'][number];
    const graph = checkGraph({ ...document, nodes: [...document.nodes, { ...again, operator: 'ReLU' }] });
    expect(summary(graph)).toEqual(['E103 fc1: 2 nodes have the id fc1']);
    expect(graph.nodes.get('fc1')?.operator.name).toBe('Linear');
  });

  test('no loss warns and blocks training', () => {
    const graph = check('x:Input -> fc:Linear');
    expect(graph.diagnostics).toMatchObject([{ code: 'W301', severity: 'warning' }]);
    expect(graph.diagnostics.some(isBlocking)).toBe(false);
    expect(graph.trainable).toBe(false);
  });

  test('nodes that reach no loss are warned of, once each', () => {
    const document = irisGraph();
    const graph = checkGraph({
      ...document,
      nodes: [...document.nodes, ...draw('p:Softmax; q:ReLU').nodes],
      edges: [...document.edges, { from: ['fc2', 'output'], to: ['p', 'input'] }],
    });
    expect(summary(graph)).toEqual(['E105 q: q is not connected yet', 'W302 p: p reaches no loss']);
  });

  test('what a broken node feeds is silent', () => {
    const graph = check(
      'x:Input -> fc1:Linear{out_features:"8"} -> act:ReLU -> fc2:Linear -> loss:CrossEntropyLoss; y:Target -> loss.target',
    );
    expect(summary(graph)).toEqual(['E102 fc1: fc1: out_features does not fit']);
    expect([...graph.nodes.keys()]).toEqual(['x', 'y']);
  });

  test('sizes beyond whole numbers are refused, not rounded', () => {
    const graph = check(
      'x:Input{shape:[2]} -> f:Linear{out_features:9007199254740991}; f -> c:Concat; x -> c; c -> g:ReLU',
    );
    expect(graph.diagnostics[0]).toMatchObject({ code: 'E201', node: 'c' });
  });
});

describe('stored weights', () => {
  const iris = irisGraph();
  const withWeights = (weights: NonNullable<GraphDocument['weights']>) => checkGraph({ ...iris, weights });

  test('that fit are fine', () => {
    const graph = withWeights({ 'fc1/bias': encodeTensor([8], new Float32Array(8)) });
    expect(graph.diagnostics).toEqual([]);
  });

  test.each([
    ['nowhere/bias', [8], 'found no node nowhere'],
    ['bias', [8], 'found no node bias'],
    ['fc1/gain', [8], 'Expected fc1/weight, fc1/bias; found fc1/gain.'],
    ['act1/weight', [8], 'Expected no weights; found act1/weight.'],
    ['fc1/weight', [4, 8], 'Expected 8×4; found 4×8.'],
  ])('%s', (key, shape, message) => {
    const size = shape.reduce((product, axis) => product * axis, 1);
    const graph = withWeights({ [key]: encodeTensor(shape, new Float32Array(size)) });
    expect(graph.diagnostics).toMatchObject([
      { kind: 'bad-weights', fixes: [{ kind: 'remove-weights', key }] },
    ]);
    expect(messages(graph)[0]).toContain(message);
    expect(graph.trainable).toBe(false);
  });

  test('with too little, too much or no base64', () => {
    for (const data of ['', 'AAAA', 'AAAAAAAAAA', '!!!!', 'AAAAAAAA=AAA']) {
      const graph = withWeights({ 'fc1/bias': { shape: [8], data } });
      expect(graph.diagnostics).toMatchObject([{ kind: 'bad-weights', node: 'fc1' }]);
    }
  });

  test('of a size that no memory holds are refused by arithmetic', () => {
    const huge = { shape: [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], data: '' };
    expect(messages(withWeights({ 'fc1/bias': huge }))[0]).toContain(
      `${BigInt(Number.MAX_SAFE_INTEGER) ** 2n * 4n} bytes`,
    );
  });
});

describe('any ids', () => {
  test('those that every object has are ids like others', () => {
    const graph = check(
      '__proto__:Input -> constructor:Linear -> toString:ReLU -> hasOwnProperty:Linear{out_features:3} -> valueOf:CrossEntropyLoss',
      'then:Target -> valueOf.target',
    );
    expect(graph.diagnostics).toEqual([]);
    expect(graph.nodes.size).toBe(6);
  });
});

describe('size', () => {
  const chain = (length: number, operator: string): GraphDocument =>
    draw(
      `x:Input -> ${Array.from({ length }, (_, index) => `n${index}:${operator}`).join(' -> ')} -> loss:CrossEntropyLoss`,
      'y:Target -> loss.target',
    );

  test('a chain of 20,000 nodes, also drawn back to front', () => {
    const document = chain(20_000, 'ReLU');
    for (const nodes of [document.nodes, document.nodes.toReversed()]) {
      const graph = checkGraph({ ...document, nodes });
      expect(graph.diagnostics.filter(isBlocking)).toEqual([]);
      expect(graph.order).toHaveLength(20_003);
    }
  });

  test('a ring of 20,000 nodes', () => {
    const ring = draw(`${Array.from({ length: 20_000 }, (_, index) => `n${index}:ReLU`).join(' -> ')} -> n0`);
    expect(summary(checkGraph(ring))).toEqual([
      'E107 n0: n0 is fed by itself',
      'W301 -: The graph has no loss',
    ]);
  });

  test('all pairs of 300 nodes, with paths beyond counting', () => {
    const document = draw(`x:Input; ${Array.from({ length: 300 }, (_, index) => `n${index}:Add`).join(';')}`);
    const edges = document.nodes.flatMap((from, index) =>
      document.nodes
        .slice(index + 1)
        .map((to) => ({ from: [from.id, 'output'], to: [to.id, 'inputs'] }) as const),
    );
    const graph = checkGraph({ ...document, edges });
    expect(graph.nodes.size).toBe(301);
  });

  test('asks for operators as often as there are nodes and wires, and no oftener', () => {
    const asked = (length: number): number => {
      let times = 0;
      checkGraph(chain(length, 'Linear'), undefined, (name) => {
        times += 1;
        return findOperator(name);
      });
      return times;
    };
    const [few, many] = [asked(100), asked(1000)];
    expect(few).toBeLessThan(100 * 8);
    expect((many - few) / 900).toBeCloseTo(few / 103, 0);
  });
});

test('a loss that keeps its losses apart cannot train alone, and says what to set', () => {
  const document = draw(
    'x:Input -> loss:MSELoss{reduction:"none"}; y:Target{kind:"real",features:4} -> loss.target',
  );
  const checked = checkGraph(document);
  const found = checked.diagnostics.find(({ kind }) => kind === 'no-loss');
  expect(checked.trainable).toBe(false);
  expect(found?.title).toBe('loss keeps its losses apart');
  expect(found?.fixes).toEqual([
    {
      kind: 'set-attribute',
      node: 'loss',
      attribute: 'reduction',
      value: 'mean',
      label: 'Set reduction to mean',
    },
  ]);
});
