import { fraction, hadamard, number } from '../notation/expression.ts';
import { droppingOperator } from './declare/dropping.ts';

/** x ⊙ m/(1 − p) (Srivastava et al. 2014): the mean of each element stays what it is without dropping. */
export const dropout = droppingOperator({
  name: 'Dropout',
  help: 'In training sets elements to 0 at random and scales the others up by 1/(1 − p); in evaluation gives what it gets.',
  synonyms: ['zero'],
  drop: (builder, x, mask, p) => builder.multiply(x, builder.divide(mask, builder.constant(1 - p))),
  formula: (x, mask, p) => fraction(hadamard(x, mask), number(1 - p)),
});
