import { expect, test } from 'vitest';
import { type GraphsFixture, runGraphs } from '../../../../engine/cli/oracle/graphs.ts';
import fixture from '../../../oracle/graphs.json' with { type: 'json' };

const file = fixture as unknown as GraphsFixture;

test.each(['reference', 'compiled'] as const)(
  '15 of 16 graphs agree with PyTorch at every node, %s; one is left out',
  (by) => {
    const { passed, failed, skipped } = runGraphs(file, by);
    expect(failed).toEqual([]);
    expect([passed, file.graphs.length]).toEqual([15, 16]);
    expect(skipped).toEqual([{ id: 'conv_small', why: 'there is no operator Conv2d yet' }]);
  },
);

test('a wrong value, a gradient that should not be there and one that should fail', () => {
  const graph = file.graphs.find(({ id }) => id === 'unused_frozen_detached');
  if (graph === undefined) throw new Error('there is such a graph');
  const failure = (changed: Partial<typeof graph>): string | undefined =>
    runGraphs({ graphs: [{ ...graph, ...changed }] }).failed[0]?.why;
  const { out = null } = graph.node_grads ?? {};
  expect(failure({ loss: { shape: [], data: [1] } })).toMatch(/^loss\[0\] is .*, not 1$/);
  expect(failure({ node_grads: { out: null } })).toBe(
    'gradient of out.output is there, where PyTorch has none',
  );
  expect(failure({ node_grads: { dead: out } })).toBe('gradient of dead.output is not there');
});

test('PyTorch follows no value that comes of frozen parameters and detached values alone', () => {
  const graph = file.graphs.find(({ id }) => id === 'unused_frozen_detached');
  if (graph === undefined) throw new Error('there is such a graph');
  // Detach(x) into a layer of which all is frozen: PyTorch has no gradient there, Nodegrad shows one.
  const detached = { id: 'x0', op: 'Detach', in: ['x'], args: {} };
  const nodes = graph.nodes.flatMap((node) =>
    node.id === 'fz' ? [detached, { ...node, in: ['x0'] }] : [node],
  );
  const withoutGradient = { x: null, fz: null, r: null };
  const node_grads = { ...graph.node_grads, ...withoutGradient };
  const whole = { ...graph, nodes, node_grads, frozen: ['fz.weight', 'fz.bias'] };
  expect(runGraphs({ graphs: [whole] })).toEqual({ passed: 1, failed: [], skipped: [] });
  expect(runGraphs({ graphs: [{ ...whole, frozen: ['fz.weight'] }] }).failed[0]?.why).toContain(
    'gradient of fz.output is there, where PyTorch has none',
  );
});
