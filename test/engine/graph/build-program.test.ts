import { expect, test } from 'vitest';
import { buildProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey, totalLossKey } from '../../../engine/program/program.ts';
import { tensorOf } from '../../../engine/program/tensor.ts';
import { draw } from './drawing.ts';

test('several losses add up to the total, each times its weight; one kept apart stays out', () => {
  const document = draw(
    'x:Input{shape:[2]} -> a:MSELoss{total_weight:0.3}; x -> b:L1Loss; x -> c:MSELoss{reduction:"none"}',
    'y:Target{kind:"real",features:2} -> a.target; y -> b.target; y -> c.target',
  );
  const program = buildProgram(checkGraph(document));
  const outputs = evaluate(program, {
    batch: 2,
    inputs: new Map([
      ['x', tensorOf([2, 2], [1, 2, 3, 4])],
      ['y', tensorOf([2, 2], [0, 1, 1, 2])],
    ]),
    parameters: new Map(),
    settings: new Map(),
  });
  const loss = (node: string): number =>
    outputs.get(outputKey('loss', node, 'output'))?.data[0] ?? Number.NaN;
  expect(outputs.get(totalLossKey)?.data[0]).toBeCloseTo(0.3 * loss('a') + loss('b'), 12);
  expect(outputs.has(outputKey('loss', 'c', 'output'))).toBe(false);
});
