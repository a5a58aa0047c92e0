import { call } from '../notation/expression.ts';
import { reductionOperator } from './declare/reduction.ts';

/** The mean over one axis, or of everything. */
export const mean = reductionOperator({
  name: 'Mean',
  help: 'The mean over one axis, or of everything.',
  synonyms: ['average'],
  nodeName: 'mean',
  symbol: 'μ',
  apply: (builder, x, axes) =>
    builder.divide(builder.sum(x, axes), builder.size(axes.map((axis) => builder.shape(x)[axis] ?? 1))),
  formula: (x) => call('mean', x),
  torch: 'mean',
});
