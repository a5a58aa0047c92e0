import { expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { draw } from '../graph/drawing.ts';

test('the PyTorch line names the sizes that the last axis turned out to have', () => {
  const checked = checkGraph(
    draw(
      'x:Input{shape:[4]} -> a:LayerNorm -> b:RMSNorm{eps:0.1} -> loss:MSELoss; y:Target{kind:"real",features:4} -> loss.target',
    ),
  );
  const torch = (id: string): string => {
    const node = checked.nodes.get(id);
    return node?.operator.torch?.(node.attributes) ?? '';
  };
  expect(torch('a')).toBe('nn.LayerNorm([4])');
  expect(torch('b')).toBe('nn.RMSNorm([4], eps=0.1)');
});
