import { describe, expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../../engine/formats/json.ts';
import { applyFix } from '../../../engine/graph/apply-fix.ts';
import { buildProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check.ts';
import { checkedLevel } from '../../../engine/graph/checked-level.ts';
import type { GraphDocument, Skip } from '../../../engine/graph/document.ts';
import {
  moveNodes,
  setCollapsed,
  setFrozen,
  setPinned,
  setSkip,
  setWeights,
} from '../../../engine/graph/edit.ts';
import { groupNodes } from '../../../engine/graph/group-nodes.ts';
import { removeAndHeal } from '../../../engine/graph/rewire.ts';
import { shareParameters } from '../../../engine/graph/sharing.ts';
import { draw, irisGraph } from './drawing.ts';

const left = (document: GraphDocument): readonly string[] => [...checkGraph(document).leftOut].sort();
const kinds = (document: GraphDocument) => checkGraph(document).diagnostics.map(({ kind }) => kind);
const skip = (document: GraphDocument, id: string, how: Skip) => setSkip(document, id, how);

describe('a bypassed node', () => {
  const bypassed = skip(irisGraph(), 'act1', 'bypass');

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
    const both = skip(skip(drawn, 'a', 'bypass'), 'b', 'bypass');
    expect(checkGraph(both).nodes.get('c')?.inputs.get('input')?.[0]?.from).toEqual(['x', 'output']);
  });

  test('that would change shapes is computed all the same, with an error and fixes', () => {
    const wide = skip(irisGraph(), 'fc1', 'bypass');
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
    expect(kinds(skip(irisGraph(), 'x', 'bypass'))).toEqual(['bad-bypass']);
  });

  test('without a wire is said to have none', () => {
    const drawn = draw('a:ReLU -> loss:MSELoss; y:Input{shape:[3]} -> loss.target');
    expect(kinds(skip(drawn, 'a', 'bypass'))).toEqual(['missing-connection']);
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
    const around = skip(grouped.document, grouped.id, 'bypass');
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
    const silent = skip(grouped.document, grouped.id, 'mute');
    expect(checkGraph(silent).nodes.size).toBe(0);
    expect(kinds(silent)).toEqual(['no-loss']);
  });
});

describe('a muted node', () => {
  const branches = draw(
    'x:Input{shape:[4]} -> a:Linear{out_features:3} -> r:ReLU -> s:Concat -> loss:MSELoss',
    'x -> b:Linear{out_features:2} -> s; y:Input{shape:[2]} -> loss.target',
  );

  test('takes its branch out of a port that takes several, with what only it read', () => {
    const muted = skip(branches, 'r', 'mute');
    expect(left(muted)).toEqual(['a', 'r']);
    expect(checkGraph(muted).nodes.get('s')?.outputs.get('output')?.shape).toEqual(['N', 2]);
    expect(checkGraph(muted).trainable).toBe(true);
    expect(checkGraph(muted).parameterCount.total).toBe(10n);
  });

  test('takes out what then has nothing to read', () => {
    expect(left(skip(branches, 'a', 'mute'))).toEqual(['a', 'r']);
  });

  test('a loss does not count in the total; the last one leaves none, and the fix takes it in again', () => {
    const two = draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:2} -> l:MSELoss; y:Input{shape:[2]} -> l.target; a -> p:L1Loss; y -> p.target',
    );
    const without = removeAndHeal(two, ['p']);
    expect(buildProgram(checkGraph(skip(two, 'p', 'mute')))).toEqual(buildProgram(checkGraph(without)));
    const none = skip(irisGraph(), 'loss', 'mute');
    const [found] = checkGraph(none).diagnostics;
    expect(found?.message).toBe('Training needs a number to make small; muting loss left none.');
    expect(found?.fixes.map((fix) => applyFix(none, fix))).toEqual([irisGraph()]);
  });
});

test('weights of what is left out stay stored, and nobody can share them meanwhile', () => {
  const stored = setWeights(irisGraph(), 'act1/weight', [1], [0.5]);
  expect(kinds(stored)).toEqual(['bad-weights']);
  expect(kinds(skip(stored, 'act1', 'bypass'))).not.toContain('bad-weights');
  const square = draw(
    'x:Input{shape:[4]} -> a:Linear{out_features:4} -> b:Linear{out_features:4} -> loss:MSELoss; x -> loss.target',
  );
  const shared = shareParameters(square, 'b', 'a');
  expect(kinds(shared)).toEqual([]);
  const [found] = checkGraph(skip(shared, 'a', 'bypass')).diagnostics;
  expect(found?.message).toContain('a is bypassed, muted');
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
