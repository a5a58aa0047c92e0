import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { CheckedGraph } from '../../../../engine/graph/check/checked-graph.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { draw, irisGraph } from '../drawing.ts';
import { randomGraphs } from '../random-documents.ts';

describe('checking again', () => {
  const document = irisGraph();
  const before = checkGraph(document);
  const change = (id: string, more: Partial<GraphDocument['nodes'][number]>): GraphDocument => ({
    ...document,
    nodes: document.nodes.map((node) => (node.id === id ? { ...node, ...more } : node)),
  });
  const kept = (after: CheckedGraph) =>
    [...after.nodes].filter(([id, node]) => before.nodes.get(id) === node).map(([id]) => id);

  test('keeps the nodes that did not change', () => {
    expect(kept(checkGraph({ ...document, name: 'other' }, before))).toHaveLength(6);
    expect(kept(checkGraph(change('fc1', { position: { x: 1, y: 1 } }), before))).toEqual([
      'x',
      'act1',
      'fc2',
      'y',
      'loss',
    ]);
  });

  test('makes those anew that get something else', () => {
    const after = checkGraph(change('fc1', { attributes: { out_features: 16 } }), before);
    // The loss gets N×3 as before.
    expect(kept(after)).toEqual(['x', 'y', 'loss']);
    expect(after.parameterCount.total).toBe(5n * 16n + 17n * 3n);
  });

  test('gives what checking afresh gives', () => {
    for (const next of [
      change('fc1', { attributes: { out_features: 16 } }),
      change('fc2', { operator: 'ReLU', attributes: {} }),
      { ...document, edges: document.edges.slice(1) },
      { ...document, edges: [...document.edges, ...document.edges.slice(0, 1)] },
    ]) {
      expect(checkGraph(next, before)).toEqual(checkGraph(next));
    }
  });

  /** One of many edits, drawn by three numbers: of an attribute, a name, a place, a wire, or whether a node is there. */
  function edited(
    { nodes, edges, ...rest }: GraphDocument,
    [kind, at, other]: readonly number[],
  ): GraphDocument {
    const pick = <T>(list: readonly T[], index = 0): T => list[index % list.length] as T;
    const node = pick(nodes, at);
    const changed = (more: Partial<typeof node>): GraphDocument => ({
      ...rest,
      edges,
      nodes: nodes.map((one) => (one === node ? { ...node, ...more } : one)),
    });
    const wired = (next: GraphDocument['edges']): GraphDocument => ({ ...rest, nodes, edges: next });
    switch ((kind ?? 0) % 8) {
      case 0:
        return changed({ attributes: { ...node.attributes, out_features: (other ?? 0) % 5 } });
      case 1:
        return changed({ attributes: {} });
      case 2:
        return changed({ position: { x: at ?? 0, y: 0 }, frozen: (other ?? 0) % 2 === 0 });
      case 3:
        return changed({ skip: pick(['bypass', 'mute'] as const, other) });
      case 4:
        return { ...rest, edges, nodes: nodes.filter((one) => one !== node) };
      case 5:
        return wired(edges.filter((edge) => edge !== pick(edges, at)));
      case 6:
        return wired([...edges, { from: pick(edges, at).from, to: pick(edges, other).to }]);
      default:
        return changed({ operator: pick(nodes, other).operator });
    }
  }

  test('gives what checking afresh gives after each of many edits of random graphs', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 8 });
    let reused = 0;
    fc.assert(
      fc.property(randomGraphs(12), edits, (drawn, list) => {
        let next = drawn.document;
        let known = checkGraph(next);
        for (const edit of list) {
          if (next.edges.length === 0 || next.nodes.length === 1) return;
          next = edited(next, edit);
          const after = checkGraph(next, known);
          expect(after).toEqual(checkGraph(next));
          reused += [...after.nodes].filter(([id, node]) => known.nodes.get(id) === node).length;
          known = after;
        }
      }),
      { numRuns: 60, seed: 20_261 },
    );
    expect(reused).toBeGreaterThan(1000);
  });

  test('makes anew no more of a long chain than what the edit changed', () => {
    const long = draw(
      `x:Input{shape:[4]} -> ${Array.from({ length: 500 }, (_, index) => `f${index}:Linear{out_features:4} -> r${index}:ReLU`).join(' -> ')}`,
    );
    const first = checkGraph(long);
    const wider = long.nodes.map((node) =>
      node.id === 'f250' ? { ...node, attributes: { out_features: 5 } } : node,
    );
    const again = checkGraph({ ...long, nodes: wider }, first);
    const anew = [...again.nodes].filter(([id, node]) => first.nodes.get(id) !== node).map(([id]) => id);
    expect(anew).toEqual(['f250', 'r250', 'f251']);
  });
});
