import { iris } from './iris.ts';
import { logisticRegression } from './logistic-regression.ts';
import { mlpByHand } from './mlp-by-hand.ts';
import { mlpRelu } from './mlp-relu.ts';
import { mlpSigmoid } from './mlp-sigmoid.ts';
import { mlpTanh } from './mlp-tanh.ts';
import { ownFormula } from './own-formula.ts';
import { reluCrossEntropy } from './relu-cross-entropy.ts';
import { softmaxByHand } from './softmax-by-hand.ts';
import type { Template } from './template.ts';
import { twoLinears } from './two-linears.ts';

/** One template per example of the course, in its order; then what the course does not have. */
export const templates: readonly Template[] = [
  logisticRegression,
  softmaxByHand,
  mlpByHand,
  twoLinears,
  mlpSigmoid,
  mlpRelu,
  mlpTanh,
  reluCrossEntropy,
  iris,
  ownFormula,
];

export const findTemplate = (id: string): Template | undefined =>
  templates.find((template) => template.id === id);
