import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { applyFix } from '../../../engine/graph/edit/apply-fix.ts';
import { setSkip } from '../../../engine/graph/edit/edit.ts';
import { removeAndHeal } from '../../../engine/graph/edit/rewire.ts';
import { draw, irisGraph } from './drawing.ts';

const left = (document: GraphDocument): readonly string[] => [...checkGraph(document).leftOut].sort();

describe('a muted node', () => {
  const branches = draw(
    'x:Input{shape:[4]} -> a:Linear{out_features:3} -> r:ReLU -> s:Concat -> loss:MSELoss',
    'x -> b:Linear{out_features:2} -> s; y:Input{shape:[2]} -> loss.target',
  );

  test('takes its branch out of a port that takes several, with what only it read', () => {
    const muted = setSkip(branches, 'r', 'mute');
    expect(left(muted)).toEqual(['a', 'r']);
    expect(checkGraph(muted).nodes.get('s')?.outputs.get('output')?.shape).toEqual(['N', 2]);
    expect(checkGraph(muted).trainable).toBe(true);
    expect(checkGraph(muted).parameterCount.total).toBe(10n);
  });

  test('takes out what then has nothing to read', () => {
    expect(left(setSkip(branches, 'a', 'mute'))).toEqual(['a', 'r']);
  });

  test('a loss does not count in the total; the last one leaves none, and the fix takes it in again', () => {
    const two = draw(
      'x:Input{shape:[4]} -> a:Linear{out_features:2} -> l:MSELoss; y:Input{shape:[2]} -> l.target; a -> p:L1Loss; y -> p.target',
    );
    const without = removeAndHeal(two, ['p']);
    expect(buildProgram(checkGraph(setSkip(two, 'p', 'mute')))).toEqual(buildProgram(checkGraph(without)));
    const none = setSkip(irisGraph(), 'loss', 'mute');
    const [found] = checkGraph(none).diagnostics;
    expect(found?.message).toBe('Training needs a number to make small; muting loss left none.');
    expect(found?.fixes.map((fix) => applyFix(none, fix))).toEqual([irisGraph()]);
  });
});
