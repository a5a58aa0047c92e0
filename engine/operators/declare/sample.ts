import type { Attributes, Sample, SampleInput } from '../operator.ts';

/** Numbers drawn uniformly between two bounds, for the generic gradient test. */
export const numbers = (shape: SampleInput['shape'], from = -2, to = 2): SampleInput => ({
  shape,
  values: { kind: 'uniform', from, to },
});

/** Targets of 1 and −1, one as likely as the other. */
export const signs = (shape: SampleInput['shape']): SampleInput => ({ shape, values: { kind: 'signs' } });

export const classIndices = (shape: SampleInput['shape'], classes: number): SampleInput => ({
  shape,
  values: { kind: 'classes', classes },
});

export const sample = (
  attributes: Attributes,
  inputs: Readonly<Record<string, SampleInput | readonly SampleInput[]>>,
): Sample => ({
  attributes,
  inputs: new Map(
    Object.entries(inputs).map(([port, input]) => [
      port,
      Array.isArray(input) ? input : [input as SampleInput],
    ]),
  ),
});
