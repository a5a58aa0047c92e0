import { call } from '../notation/expression.ts';
import { reductionOperator } from './declare/reduction.ts';

/** The sum over one axis, or of everything. */
export const sum = reductionOperator({
  name: 'Sum',
  help: 'The sum over one axis, or of everything.',
  synonyms: ['total', 'add up'],
  nodeName: 'sum',
  symbol: 's',
  apply: (builder, x, axes) => builder.sum(x, axes),
  formula: (x) => call('sum', x),
  torch: 'sum',
});
