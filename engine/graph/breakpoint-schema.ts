import { z } from 'zod/mini';

const number = <K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind), value: z.number() });
const times = <K extends string>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), value: z.number().check(z.int(), z.gte(1), z.lte(1_000_000)) });
const text = <K extends string>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), text: z.string().check(z.maxLength(500)) });

/** Most breakpoints of a document. */
const most = 50;

/** Where training pauses. */
const breakpointSchema = z.discriminatedUnion('kind', [
  /** At the first value, gradient or weight that is NaN or infinite. */
  z.strictObject({ kind: z.literal('not-finite') }),
  /** When the norm of some layer's gradient leaves a bound. */
  number('gradient-above'),
  number('gradient-below'),
  number('loss-below'),
  /** When the loss of the batches has risen so many times in a row. */
  times('loss-rises'),
  /** Of the validation part, or without one the training part; 0 to 1. */
  number('accuracy-above'),
  /** When the validation loss has risen so many epochs in a row. */
  times('validation-rises'),
  /** After so many epochs, again and again. */
  times('epochs'),
  /** When an element of a parameter, `node/parameter`, changes its sign. */
  text('sign-change'),
  /** When a node is found by a search with bounds on its statistics, such as `norm > 10`. */
  text('found'),
]);

export const breakpointsSchema = z.array(breakpointSchema).check(z.maxLength(most));
