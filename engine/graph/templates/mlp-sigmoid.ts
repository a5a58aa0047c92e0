import { hiddenActivation } from './hidden-activation.ts';
import type { Template } from './template.ts';

export const mlpSigmoid: Template = hiddenActivation(
  'Sigmoid',
  'The hidden layer bends space smoothly; the gradient through it is at most a quarter.',
);
