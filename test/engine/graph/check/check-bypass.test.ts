import { describe, expect, test } from 'vitest';
import { checkedLevel } from '../../../../engine/graph/blocks/checked-level.ts';
import { groupNodes } from '../../../../engine/graph/blocks/group-nodes.ts';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { applyFix } from '../../../../engine/graph/edit/apply-fix.ts';
import { setSkip, setWeights } from '../../../../engine/graph/edit/edit.ts';
import { removeAndHeal } from '../../../../engine/graph/edit/rewire.ts';
import { shareParameters } from '../../../../engine/graph/sharing.ts';
import { draw, irisGraph } from '../drawing.ts';

const left = (document: GraphDocument): readonly string[] => [...checkGraph(document).leftOut].sort();
const kinds = (document: GraphDocument) => checkGraph(document).diagnostics.map(({ kind }) => kind);

describe('a bypassed node', () => {
  const bypassed = setSkip(irisGraph(), 'act1', 'bypass');

  test('passes its input on: the program is that of the graph without it, with its gradients', () => {
    const without = removeAndHeal(irisGraph(), ['act1']);
    expect(buildProgram(checkGraph(bypassed))).toEqual(buildProgram(checkGraph(without)));
    expect(checkGraph(bypassed).trainable).toBe(true);
    expect(left(bypassed)).toEqual(['act1']);
  });

  test('is looked up on the canvas as what passes', () => {
    const level = checkedLevel(checkGraph(bypassed), bypassed);
    expect(level.nodes.get('act1')?.outputs.get('output')?.shape).toEqual(['N', 8]);
    expect(level.nodes.get('act1')?.parameterCount).toBe(0n);
    expect(checkGraph(bypassed).nodes.has('act1')).toBe(false);
  });

  test('in a row with others passes what the first of them gets', () => {
    const drawn = draw(
      'x:Input{shape:[3]} -> a:ReLU -> b:Tanh -> c:Sigmoid -> loss:MSELoss; y:Input{shape:[3]} -> loss.target',
    );
    const both = setSkip(setSkip(drawn, 'a', 'bypass'), 'b', 'bypass');
    expect(checkGraph(both).nodes.get('c')?.inputs.get('input')?.[0]?.from).toEqual(['x', 'output']);
  });

  test('that would change shapes is computed all the same, with an error and fixes', () => {
    const wide = setSkip(irisGraph(), 'fc1', 'bypass');
    const checked = checkGraph(wide);
    expect(checked.trainable).toBe(false);
    expect(checked.parameterCount.total).toBe(67n);
    expect(checked.diagnostics).toMatchObject([
      {
        kind: 'bad-bypass',
        node: 'fc1',
        message: 'Expected what comes in, N×4, to be what it gives; it gives N×8.',
      },
    ]);
    const [run] = checked.diagnostics[0]?.fixes ?? [];
    if (run === undefined) throw new Error('no fix');
    expect(applyFix(wide, run)).toEqual(irisGraph());
    expect(kinds(setSkip(irisGraph(), 'x', 'bypass'))).toEqual(['bad-bypass']);
  });

  test('without a wire is said to have none', () => {
    const drawn = draw('a:ReLU -> loss:MSELoss; y:Input{shape:[3]} -> loss.target');
    expect(kinds(setSkip(drawn, 'a', 'bypass'))).toEqual(['missing-connection']);
  });

  test('a use of a block passes its input on, and a node inside one does', () => {
    const grouped = groupNodes(
      draw(
        'x:Input{shape:[8]} -> fc:Linear{out_features:8} -> act:ReLU -> out:Linear{out_features:3} -> loss:CrossEntropyLoss',
        'y:Target -> loss.target',
      ),
      [],
      ['fc', 'act'],
    );
    if (!grouped.ok) throw new Error(grouped.reason);
    const around = setSkip(grouped.document, grouped.id, 'bypass');
    expect(checkGraph(around).parameterCount.total).toBe(27n);
    expect(checkGraph(around).trainable).toBe(true);
    const [block] = grouped.document.blocks ?? [];
    if (block === undefined) throw new Error('no block');
    const nodes = block.nodes.map((node) =>
      node.id === 'act' ? { ...node, skip: 'bypass' as const } : node,
    );
    const inside = { ...grouped.document, blocks: [{ ...block, nodes }] };
    expect(left(inside)).toEqual([`${grouped.id}/act`]);
    expect(checkGraph(inside).trainable).toBe(true);
    const silent = setSkip(grouped.document, grouped.id, 'mute');
    expect(checkGraph(silent).nodes.size).toBe(0);
    expect(kinds(silent)).toEqual(['no-loss']);
  });
});

test('weights of what is left out stay stored, and nobody can share them meanwhile', () => {
  const stored = setWeights(irisGraph(), 'act1/weight', [1], [0.5]);
  expect(kinds(stored)).toEqual(['bad-weights']);
  expect(kinds(setSkip(stored, 'act1', 'bypass'))).not.toContain('bad-weights');
  const square = draw(
    'x:Input{shape:[4]} -> a:Linear{out_features:4} -> b:Linear{out_features:4} -> loss:MSELoss; x -> loss.target',
  );
  const shared = shareParameters(square, 'b', 'a');
  expect(kinds(shared)).toEqual([]);
  const [found] = checkGraph(setSkip(shared, 'a', 'bypass')).diagnostics;
  expect(found?.message).toContain('a is bypassed, muted');
});
