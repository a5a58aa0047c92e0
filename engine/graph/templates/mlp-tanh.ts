import { hiddenActivation } from './hidden-activation.ts';
import type { Template } from './template.ts';

export const mlpTanh: Template = hiddenActivation(
  'Tanh',
  'Like the sigmoid but centred on 0; the gradient through it is at most one.',
);
