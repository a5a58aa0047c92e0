import { add } from './add.ts';
import { bceLoss } from './bce-loss.ts';
import { bceWithLogitsLoss } from './bce-with-logits-loss.ts';
import { concat } from './concat.ts';
import { crossEntropyLoss } from './cross-entropy-loss.ts';
import { input } from './input.ts';
import { linear } from './linear.ts';
import { logSoftmaxOperator } from './log-softmax.ts';
import { mseLoss } from './mse-loss.ts';
import { nllLoss } from './nll-loss.ts';
import type { Operator } from './operator.ts';
import { relu } from './relu.ts';
import { sigmoid } from './sigmoid.ts';
import { softmax } from './softmax.ts';
import { tanh } from './tanh.ts';
import { target } from './target.ts';

/** Every operator, in the order in which the palette shows them within their category. */
export const operators: readonly Operator[] = [
  input,
  target,
  linear,
  relu,
  sigmoid,
  tanh,
  softmax,
  logSoftmaxOperator,
  add,
  concat,
  crossEntropyLoss,
  nllLoss,
  bceLoss,
  bceWithLogitsLoss,
  mseLoss,
];

const byName: ReadonlyMap<string, Operator> = new Map(operators.map((operator) => [operator.name, operator]));

export const findOperator = (name: string): Operator | undefined => byName.get(name);
