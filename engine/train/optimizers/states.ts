import { learningRateSetting } from '../../passes/update.ts';
import type { Program } from '../../program/program.ts';
import { type Tensor, zeros } from '../../program/tensor.ts';
import type { ChosenOptimizer, OptimizerValues } from './optimizer.ts';

/** What the optimizer remembers before the first step, for every state leaf of the program, by its key. */
export function startingStates(
  program: Program,
  { optimizer, values }: ChosenOptimizer,
  learningRate: number,
): ReadonlyMap<string, Tensor> {
  const states = new Map<string, Tensor>();
  for (const { operation } of program.values) {
    if (operation.primitive !== 'state') continue;
    const start = optimizer.starts?.[operation.key.slice(operation.key.lastIndexOf('/') + 1)] ?? 0;
    const numbers: OptimizerValues = { ...values, [learningRateSetting]: learningRate };
    const tensor = zeros(operation.shape as readonly number[]);
    tensor.data.fill(Number(typeof start === 'number' ? start : numbers[start.setting]));
    states.set(operation.key, tensor);
  }
  return states;
}
