import { z } from 'zod/mini';

const gain = z.number().check(z.gt(0), z.lte(1e6));
const spread = z.number().check(z.gte(0), z.lte(1e9));
const level = z.number().check(z.gte(-1e9), z.lte(1e9));
const kaiming = {
  mode: z.enum(['fan_in', 'fan_out']),
  nonlinearity: z.enum(['linear', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu']),
  /** Slope of leaky_relu below 0. */
  a: level,
};

/** How a parameter starts: a function of torch.nn.init and its arguments, https://pytorch.org/docs/stable/nn.init.html */
export const initialiserSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('zeros') }),
  z.strictObject({ kind: z.literal('ones') }),
  z.strictObject({ kind: z.literal('constant'), value: level }),
  z.strictObject({ kind: z.literal('uniform'), from: level, to: level }),
  z.strictObject({ kind: z.literal('normal'), mean: level, std: spread }),
  z.strictObject({ kind: z.literal('xavier_uniform'), gain }),
  z.strictObject({ kind: z.literal('xavier_normal'), gain }),
  z.strictObject({ kind: z.literal('kaiming_uniform'), ...kaiming }),
  z.strictObject({ kind: z.literal('kaiming_normal'), ...kaiming }),
  z.strictObject({ kind: z.literal('orthogonal'), gain }),
]);

export type ParameterInitialiser = Readonly<z.infer<typeof initialiserSchema>>;
