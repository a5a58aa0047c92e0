import { hiddenActivation } from './hidden-activation.ts';
import type { Template } from './template.ts';

export const mlpRelu: Template = hiddenActivation(
  'ReLU',
  'A hidden unit is either open, and passes its gradient whole, or shut.',
);
