import { z } from 'zod/mini';

/** Most runs that a document keeps, and most points of each one's curves. */
export const mostKeptRuns = 20;
export const mostKeptPoints = 100;

const optional = z.optional(z.number());
const word = z.string().check(z.maxLength(200));

/** What a training run was made with and came to, to compare others with. */
export const keptRunSchema = z.strictObject({
  id: z.string().check(z.minLength(1), z.maxLength(40)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Updates done. */
  step: z.number().check(z.int(), z.gte(0)),
  settings: z.strictObject({
    optimizer: word,
    learningRate: z.number(),
    schedule: z.optional(word),
    batchSize: z.number(),
    seed: z.number(),
    dataset: word,
    parameters: z.number(),
  }),
  /** After epochs, the first and the last of them among these. */
  epochs: z
    .array(
      z.strictObject({
        epoch: z.number(),
        train: z.strictObject({ loss: optional, accuracy: optional }),
        validation: z.optional(z.strictObject({ loss: optional, accuracy: optional })),
      }),
    )
    .check(z.maxLength(mostKeptPoints)),
  test: z.optional(z.strictObject({ loss: optional, accuracy: optional })),
});
