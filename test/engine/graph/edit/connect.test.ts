import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { Endpoint } from '../../../../engine/graph/document.ts';
import { connectionJudge, describeEdge, judgeConnection } from '../../../../engine/graph/edit/connect.ts';
import { findOperator } from '../../../../engine/operators/catalogue.ts';
import { draw } from '../drawing.ts';

/** Judges `a.output > b.input` both as dragged from the left and from the right; both must agree. */
function judge(wire: string, ...lines: readonly string[]): string {
  const checked = checkGraph(draw(...lines));
  const [from, to] = wire.split(' > ').map((end) => end.split('.') as unknown as Endpoint) as [
    Endpoint,
    Endpoint,
  ];
  const [there, back] = [judgeConnection(checked, from, to), judgeConnection(checked, to, from)];
  expect(back).toEqual(there);
  return there.ok ? 'ok' : there.reason;
}

describe('a wire is refused, in words', () => {
  test.each([
    ['fc.output > act.input', 'x:Input -> fc:Linear; act:ReLU', 'ok'],
    ['fc.output > fc.input', 'fc:Linear', 'would make a cycle'],
    ['t.output > fc.input', 'fc:Linear -> a:ReLU -> t:Tanh', 'would make a cycle'],
    ['x.output > fc.input', 'x:Input{shape:[3]}; fc:Linear{in_features:4}', 'expects 4 features, gets 3'],
    ['x.output > loss.target', 'x:Input; loss:NLLLoss', 'needs class indices'],
    ['y.output > fc.input', 'y:Target; fc:Linear', 'needs numbers'],
    ['b.output > fc.input', 'a:Input -> fc:Linear; b:Input', 'already connected'],
    ['a.output > fc.input', 'a:Input -> fc:Linear', 'already connected to it'],
    ['a.output > s.inputs', 'a:Input -> s:Add', 'already connected to it'],
    ['b.output > s.inputs', 'a:Input -> s:Add; b:Input', 'ok'],
    [
      'b.output > c.inputs',
      'a:Input -> c:Concat; b:Input{shape:[2,2]}',
      'expects equal sizes on every axis but 1; gets N×4 and N×2×2',
    ],
    ['a.output > b.output', 'a:Input; b:Input', 'joins an output to an output'],
    ['a.input > b.input', 'a:ReLU; b:ReLU', 'joins an input to an input'],
    ['a.output > b.nowhere', 'a:Input; b:ReLU', 'no such port'],
    ['a.output > ghost.input', 'a:Input', 'no such port'],
    ['a.output > toString.input', 'a:Input', 'no such port'],
  ])('%s in %s: %s', (wire, drawing, expected) => {
    expect(judge(wire, drawing)).toBe(expected);
  });

  test('only once the other port of a loss is known', () => {
    const drawing = 'x:Input -> fc:Linear{out_features:2}; y:Target{kind:"real"}; loss:MSELoss';
    expect(judge('fc.output > loss.input', drawing)).toBe('ok');
    expect(judge('y.output > loss.target', drawing, 'fc -> loss')).toMatch(/same shape.*N×2.*N×1/);
  });

  test('but not for an attribute that can be set afterwards, nor where the type is not known', () => {
    expect(judge('x.output > p.input', 'x:Input; p:Softmax{dim:5}')).toBe('ok');
    expect(judge('a.output > f.input', 'a:ReLU; f:Linear{in_features:3}')).toBe('ok');
    expect(judge('x.output > f.input', 'x:Input; f:Linear{out_features:"many"}')).toBe('ok');
  });
});

test('a used input can be taken over where the caller wants that', () => {
  const checked = checkGraph(draw('a:Input -> fc:Linear{in_features:4}; b:Input; c:Input{shape:[3]}'));
  const old = { from: ['a', 'output'], to: ['fc', 'input'] };
  const options = { replaceUsed: true };
  expect(judgeConnection(checked, ['b', 'output'], ['fc', 'input'], options)).toEqual({
    ok: true,
    edge: { from: ['b', 'output'], to: ['fc', 'input'] },
    replaces: old,
  });
  expect(judgeConnection(checked, ['c', 'output'], ['fc', 'input'], options)).toEqual({
    ok: false,
    reason: 'expects 4 features, gets 3',
  });
});

test('a wire that is being moved does not stand in its own way', () => {
  const checked = checkGraph(draw('x:Input -> a:ReLU -> b:ReLU; c:ReLU'));
  const moving = { from: ['a', 'output'], to: ['b', 'input'] } as const;
  const judge = connectionJudge(checked, ['a', 'output'], { moving });
  expect(judge(['b', 'input'])).toMatchObject({ ok: true, replaces: moving });
  expect(judge(['c', 'input'])).toMatchObject({ ok: true, replaces: moving });
  expect(connectionJudge(checked, ['b', 'output'], { moving })(['a', 'input'])).toEqual({
    ok: false,
    reason: 'already connected',
  });
});

test('an edge in words', () => {
  const checked = checkGraph(draw('x:Input -> a:ReLU'));
  expect(describeEdge(checked, { from: ['x', 'output'], to: ['a', 'input'] })).toBe('x output to a input');
});

test('all ports of 500 nodes are judged without looking at the whole graph for each', () => {
  const chain = Array.from({ length: 500 }, (_, index) => `n${index}:Linear`);
  const checked = checkGraph(draw(`x:Input -> ${chain.join(' -> ')}`));
  let asked = 0;
  const find = (name: string) => {
    asked += 1;
    return findOperator(name);
  };
  const judge = connectionJudge(checked, ['n250', 'output'], { find });
  const verdicts = checked.document.nodes.map(({ id }) => judge([id, 'input']).ok);
  expect(verdicts).toHaveLength(501);
  expect(verdicts).not.toContain(true);
  expect(asked).toBeLessThan(501 * 4);
});
