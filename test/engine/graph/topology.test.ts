import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTopology, upstreamOf } from '../../../engine/graph/topology.ts';
import { draw } from './drawing.ts';

const topology = (...lines: readonly string[]) => readTopology(draw(...lines));

describe('order', () => {
  test('follows the document where the data allow it', () => {
    expect(topology('a:ReLU; b:ReLU; c:ReLU; a -> c').order).toEqual(['a', 'b', 'c']);
  });

  test('puts what is read first', () => {
    expect(topology('loss:ReLU; x:ReLU; f:ReLU; x -> f -> loss').order).toEqual(['x', 'f', 'loss']);
  });

  test('keeps branches drawn in turns in turns', () => {
    const { order } = topology('x:Input; a1:ReLU; b1:ReLU; a2:ReLU; b2:ReLU; x -> a1 -> a2; x -> b1 -> b2');
    expect(order).toEqual(['x', 'a1', 'b1', 'a2', 'b2']);
  });

  test('holds exactly the nodes on no cycle, each after what it reads', () => {
    const edge = fc.tuple(fc.nat(11), fc.nat(11));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 24 }), (pairs) => {
        const nodes = Array.from({ length: 12 }, (_, index) => ({ id: `n${index}` }));
        const edges = pairs.map(([a, b]) => ({ from: [`n${a}`, 'o'], to: [`n${b}`, 'i'] }) as const);
        const { order, cycles, incoming } = readTopology({
          nodes: nodes.map(({ id }) => ({ id, operator: '', attributes: {}, position: { x: 0, y: 0 } })),
          edges,
        });
        const readsItself = (id: string) =>
          upstreamOf(
            (incoming.get(id) ?? []).map(({ from }) => from[0]),
            incoming,
          ).has(id);
        expect([...order].sort()).toEqual(
          nodes
            .map(({ id }) => id)
            .filter((id) => !readsItself(id))
            .sort(),
        );
        const place = new Map(order.map((id, index) => [id, index]));
        for (const { from, to } of edges) {
          const [before, after] = [place.get(from[0]), place.get(to[0])];
          if (before !== undefined && after !== undefined) expect(before).toBeLessThan(after);
        }
        for (const cycle of cycles) {
          cycle.forEach((id, index) => {
            const next = cycle[(index + 1) % cycle.length];
            expect(edges.some(({ from, to }) => from[0] === id && to[0] === next)).toBe(true);
          });
        }
      }),
    );
  });
});

describe('cycles', () => {
  test('one is named for each knot, in the direction of the data', () => {
    const { cycles } = topology('a:ReLU -> b:ReLU -> c:ReLU -> a; d:ReLU -> d; c -> d');
    expect(cycles).toEqual([['a', 'b', 'c'], ['d']]);
  });

  test('the shortest way round is named', () => {
    const { cycles } = topology('a:ReLU -> b:ReLU -> c:ReLU -> d:ReLU -> a; b -> a');
    expect(cycles).toEqual([['a', 'b']]);
  });
});

test('upstream of a node is all that feeds it', () => {
  const { incoming } = topology('a:ReLU -> b:ReLU -> c:ReLU; d:ReLU -> b; c -> e:ReLU');
  expect([...upstreamOf(['c'], incoming)].sort()).toEqual(['a', 'b', 'c', 'd']);
});
