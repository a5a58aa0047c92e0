import { describe, expect, test } from 'vitest';
import { expandBlocks } from '../../../../engine/graph/blocks/expand-blocks.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import {
  type BlockDefinition,
  emptyDocument,
  type GraphDocument,
  type GraphNode,
  maximumNodes,
} from '../../../../engine/graph/document.ts';
import { setFrozen } from '../../../../engine/graph/edit/edit.ts';
import { draw, irisGraph } from '../drawing.ts';

const position = { x: 0, y: 0 };
const use = (id: string, block: string): GraphNode => ({
  id,
  operator: `block:${block}`,
  attributes: {},
  position,
});
const wire = (from: string, to: string) => {
  const end = (text: string): [string, string] => {
    const at = text.lastIndexOf('.');
    return [text.slice(0, at), text.slice(at + 1)];
  };
  return { from: end(from), to: end(to) };
};

/** A block with one input and one output around nodes that are drawn in a line. */
function block(id: string, inner: GraphDocument, ...edges: BlockDefinition['edges']): BlockDefinition {
  return {
    id,
    name: id,
    inputs: [{ name: 'input' }],
    outputs: [{ name: 'output' }],
    nodes: inner.nodes,
    edges: [...inner.edges, ...edges] as BlockDefinition['edges'],
  };
}
const layer = block(
  'layer',
  draw('fc:Linear{out_features:5} -> act:ReLU'),
  wire(':in.input', 'fc.input'),
  wire('act.output', ':out.output'),
);
/** x -> a -> b -> loss with uses a and b. */
const twoUses = (blocks: readonly BlockDefinition[], a = 'layer', b = 'layer'): GraphDocument => {
  const drawn = draw('x:Input{shape:[4]}; loss:MSELoss; y:Input{shape:[5]} -> loss.target');
  return {
    ...drawn,
    nodes: [...drawn.nodes, use('a', a), use('b', b)],
    edges: [
      ...drawn.edges,
      wire('x.output', 'a.input'),
      wire('a.output', 'b.input'),
      wire('b.output', 'loss.input'),
    ],
    blocks,
  };
};
const kinds = (document: GraphDocument) =>
  checkGraph(document).diagnostics.map(({ code, node, port }) =>
    [code, node, port].filter(Boolean).join(' '),
  );

describe('writing blocks out', () => {
  test('leaves a document without uses as it is', () => {
    const document = { ...irisGraph(), blocks: [layer] };
    expect(expandBlocks(document).flat).toBe(document);
  });

  test('gives each use its own nodes and weights, wired through the ports', () => {
    const document = twoUses([layer]);
    const { flat, sources } = expandBlocks(document);
    expect(flat.nodes.map(({ id }) => id)).toEqual(['x', 'loss', 'y', 'a/fc', 'a/act', 'b/fc', 'b/act']);
    expect(flat.nodes.find(({ id }) => id === 'a/fc')?.name).toBe('a/fc');
    expect(sources.get('a output')).toEqual(['a/act', 'output']);
    expect(sources.get('b/:in input')).toEqual(['a/act', 'output']);
    const checked = checkGraph(document);
    expect(checked.diagnostics).toEqual([]);
    // (4·5 + 5) + (5·5 + 5)
    expect(checked.parameterCount.total).toBe(55n);
    expect(checked.nodes.get('b/fc')?.attributes['in_features']).toBe(5);
  });

  test('keeps the nodes it wrote while nothing about them changes', () => {
    const document = twoUses([layer]);
    const first = checkGraph(document);
    const second = checkGraph({ ...document, name: 'other' }, first);
    expect(second.nodes.get('a/fc')).toBe(first.nodes.get('a/fc'));
  });

  test('follows blocks within blocks, and values that only pass through', () => {
    const through = block('through', emptyDocument(), wire(':in.input', ':out.output'));
    const outer = block(
      'outer',
      { ...emptyDocument(), nodes: [use('in', 'layer'), use('pass', 'through')] },
      wire(':in.input', 'in.input'),
      wire('in.output', 'pass.input'),
      wire('pass.output', ':out.output'),
    );
    const document = twoUses([layer, through, outer], 'outer', 'outer');
    const checked = checkGraph(document);
    expect(checked.diagnostics).toEqual([]);
    expect(checked.order).toEqual(['x', 'y', 'a/in/fc', 'a/in/act', 'b/in/fc', 'b/in/act', 'loss']);
    expect(checked.parameterCount.total).toBe(55n);
    expect(checked.sources.get('b output')).toEqual(['b/in/act', 'output']);
  });

  test('freezing a use freezes what is inside it alone', () => {
    expect(checkGraph(setFrozen(twoUses([layer]), 'a', true)).parameterCount).toEqual({
      total: 55n,
      trainable: 30n,
      frozen: 25n,
    });
  });
});

describe('what can be wrong with blocks', () => {
  test('a block that is not there', () => {
    expect(kinds(twoUses([layer], 'layer', 'gone'))).toContain('E108 b');
    expect(checkGraph(twoUses([layer], 'layer', 'gone')).trainable).toBe(false);
  });

  test('a block within itself is refused, directly or through others, and the rest is still checked', () => {
    const self = block('self', { ...emptyDocument(), nodes: [use('again', 'self')] });
    expect(kinds(twoUses([layer, self], 'layer', 'self'))).toContain('E109 b/again');
    const left = block('left', { ...emptyDocument(), nodes: [use('r', 'right')] });
    const right = block('right', { ...emptyDocument(), nodes: [use('l', 'left')] });
    const checked = checkGraph(twoUses([layer, left, right], 'layer', 'left'));
    const found = checked.diagnostics.filter(({ code }) => code === 'E109');
    expect(found).toMatchObject([
      {
        node: 'b/r/l',
        fixes: [{ kind: 'remove-node', node: 'b/r/l' }],
        title: 'b/r/l would put left into itself',
      },
    ]);
    expect(checked.nodes.get('a/fc')?.parameterCount).toBe(25n);
  });

  test('blocks that multiply beyond the limit, known without writing them out', () => {
    // Ten uses of the block before in each of twelve: 10^12 nodes.
    const tower = Array.from({ length: 12 }, (_, level) =>
      block(`b${level + 1}`, {
        ...emptyDocument(),
        nodes: Array.from({ length: 10 }, (_, at) => use(`u${at}`, level === 0 ? 'layer' : `b${level}`)),
      }),
    );
    const checked = checkGraph(twoUses([layer, ...tower], 'b12', 'layer'));
    const fault = checked.diagnostics.find(({ code }) => code === 'E110');
    expect(fault?.message).toContain(`at most ${maximumNodes} nodes`);
    expect(fault?.message).toContain(String(2n * 10n ** 12n + 2n + 3n));
    expect(checked.flat.nodes.length).toBe(3);
  });

  test('blocks deeper within each other than ids can say', () => {
    const chain = Array.from({ length: 30 }, (_, level) =>
      block(`b${level + 1}`, { ...emptyDocument(), nodes: [use('u', level === 0 ? 'layer' : `b${level}`)] }),
    );
    expect(kinds(twoUses([layer, ...chain], 'b30'))).toContain('E110');
  });

  test('an input that is not wired outside is missing at the use, not inside', () => {
    const document = twoUses([layer]);
    const cut = { ...document, edges: document.edges.filter(({ to }) => to[0] !== 'a') };
    expect(kinds(cut)).toEqual(['E105 a input', 'W302 x']);
    expect(checkGraph(cut).trainable).toBe(false);
  });

  test('an output that nothing feeds inside is missing at the card of the outputs', () => {
    const mute = { ...layer, id: 'mute', edges: layer.edges.filter(({ to }) => to[0] !== ':out') };
    expect(kinds(twoUses([layer, mute], 'layer', 'mute'))).toContain('E105 b/:out output');
  });

  test('wires at ports that a block does not have, and two at one', () => {
    const document = twoUses([layer]);
    const wrong = { ...document, edges: [...document.edges, wire('x.output', 'a.other')] };
    expect(kinds(wrong)).toContain('E104 a');
    const twice = { ...document, edges: [...document.edges, wire('x.output', 'b.input')] };
    expect(kinds(twice)).toContain('E106 b input');
  });

  test('a value that goes round through blocks alone comes from nowhere', () => {
    const through = block('through', emptyDocument(), wire(':in.input', ':out.output'));
    const document = twoUses([layer, through], 'through', 'through');
    const ring = {
      ...document,
      edges: document.edges.map((edge) => (edge.to[0] === 'a' ? wire('b.output', 'a.input') : edge)),
    };
    expect(checkGraph(ring).nodes.has('loss')).toBe(false);
    expect(checkGraph(ring).trainable).toBe(false);
    expect(kinds(ring).filter((kind) => kind.startsWith('E107'))).toHaveLength(1);
  });

  test('a fault inside is told once for each use, by use and node', () => {
    const wide = {
      ...layer,
      nodes: layer.nodes.map((node) =>
        node.id === 'fc' ? { ...node, attributes: { ...node.attributes, in_features: 4 } } : node,
      ),
    };
    const [fault] = checkGraph(twoUses([wide])).diagnostics;
    expect(fault).toMatchObject({ code: 'E201', node: 'b/fc', title: 'b/fc expects 4 features, gets 5' });
  });

  test('a use that reaches no loss is told as one, and its fix removes the use, not a part of the block', () => {
    const document = twoUses([layer]);
    const loose = {
      ...document,
      nodes: [...document.nodes, use('c', 'layer')],
      edges: [...document.edges, wire('x.output', 'c.input')],
    };
    const found = checkGraph(loose).diagnostics.filter(({ kind }) => kind === 'unreachable');
    expect(found).toMatchObject([
      { node: 'c', title: 'c reaches no loss', fixes: [{ kind: 'remove-node', node: 'c' }] },
    ]);
  });
});
