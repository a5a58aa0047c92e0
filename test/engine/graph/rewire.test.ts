import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check.ts';
import type { GraphDocument, GraphEdge } from '../../../engine/graph/document.ts';
import { fitsOnWire, insertOnWire, removeAndHeal } from '../../../engine/graph/rewire.ts';
import { draw, irisGraph } from './drawing.ts';

const wires = ({ edges }: GraphDocument): readonly string[] =>
  edges.map(({ from, to }) => `${from.join('.')}>${to.join('.')}`);

const wireOf = (document: GraphDocument, from: string, to: string): GraphEdge => {
  const found = document.edges.find((edge) => edge.from[0] === from && edge.to[0] === to);
  if (found === undefined) throw new Error(`no wire from ${from} to ${to}`);
  return found;
};

describe('putting a node into a wire', () => {
  test('leads the wire through it', () => {
    const document = { ...irisGraph(), nodes: [...irisGraph().nodes, ...draw('d:Tanh').nodes] };
    const inserted = insertOnWire(document, 'd', wireOf(document, 'fc1', 'act1'));
    expect(inserted === undefined ? [] : wires(inserted)).toEqual([
      'x.output>fc1.input',
      'd.output>act1.input',
      'act1.output>fc2.input',
      'fc2.output>loss.input',
      'y.output>loss.target',
      'fc1.output>d.input',
    ]);
    expect(checkGraph(inserted ?? document).diagnostics).toEqual([]);
  });

  test('keeps the order of a port that takes several', () => {
    const drawn = draw(
      'a:Input{shape:[2]} -> c:Concat; b:Input{shape:[3]} -> c; e:Input{shape:[4]} -> c',
      'd:ReLU',
    );
    const inserted = insertOnWire(drawn, 'd', wireOf(drawn, 'b', 'c'));
    expect(inserted === undefined ? [] : wires(inserted).filter((wire) => wire.includes('>c'))).toEqual([
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
    expect(fitsOnWire(drawn, 'wide', wire)).toBe(false);
    expect(fitsOnWire(drawn, 'other', wire)).toBe(false);
    expect(fitsOnWire(drawn, 'fc', wire)).toBe(false);
    const chain = draw('x:Input{shape:[4]} -> a:ReLU -> b:ReLU -> c:ReLU');
    expect(fitsOnWire(chain, 'c', wireOf(chain, 'x', 'a'))).toBe(false);
    expect(fitsOnWire(chain, 'c', wireOf(chain, 'x', 'a'))).toBe(false);
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
