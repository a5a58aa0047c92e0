import { call } from '../notation/expression.ts';
import { reductionOperator } from './declare/reduction.ts';

/** The largest over one axis, or of everything; equal largest ones share the gradient. */
export const max = reductionOperator({
  name: 'Max',
  help: 'The largest over one axis, or of everything; equal largest ones share the gradient.',
  synonyms: ['maximum', 'largest', 'pooling'],
  nodeName: 'max',
  symbol: 'm',
  apply: (builder, x, axes) => builder.reduce('max', x, axes),
  formula: (x) => call('max', x),
  torch: 'amax',
});
