import { expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { isWholeLoss, lossWeightOf } from '../../../engine/graph/loss-weight.ts';
import { draw } from './drawing.ts';

const graphOf = (...lines: readonly string[]) => {
  const graph = checkGraph(draw('x:Input{shape:[2]} -> fc:Linear{out_features:2}', ...lines));
  return (id: string) => {
    const node = graph.nodes.get(id);
    if (node === undefined) throw new Error(`${id} is not right`);
    return { weight: lossWeightOf(node), isWhole: isWholeLoss(graph, node) };
  };
};

test('one loss is the whole of what training lowers, unless it has a weight or another stands beside it', () => {
  const target = 'y:Target{kind:"real",features:2} -> a.target';
  expect(graphOf('fc -> a:MSELoss', target)('a')).toEqual({ weight: 1, isWhole: true });
  expect(graphOf('fc -> a:MSELoss{total_weight:0.5}', target)('a')).toEqual({ weight: 0.5, isWhole: false });
  const two = graphOf('fc -> a:MSELoss', target, 'fc -> b:L1Loss', 'y -> b.target');
  expect([two('a').isWhole, two('b').isWhole, two('fc').weight]).toEqual([false, false, undefined]);
});
