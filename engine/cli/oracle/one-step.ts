import type { DataPart } from '../../data/prepare.ts';
import { noScaler } from '../../data/scaler.ts';
import { checkGraph } from '../../graph/check/check.ts';
import type { GraphDocument } from '../../graph/document.ts';
import type { Tensor } from '../../program/tensor.ts';
import { createSession } from '../../train/running-session.ts';

/** The only sample there is: its features, and its class or its one real target. */
export interface OneSample {
  readonly x: readonly number[];
  readonly y: number;
  /** Number of classes, where `y` is one. */
  readonly classes?: number;
}

const partOf = (samples: readonly OneSample[]): DataPart => ({
  rows: samples.length,
  x: Float64Array.from(samples.flatMap(({ x }) => x)),
  y: Float64Array.from(samples, ({ y }) => y),
  indices: samples.map((_, row) => row),
});

/** The parameters after one update of a training session, by `node/parameter`. Throws where the graph cannot train. */
export function oneStep(
  document: GraphDocument,
  sample: OneSample,
  parameters: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, Tensor> {
  const { x, y, classes } = sample;
  const result = createSession(
    checkGraph(document),
    {
      dataset: {
        id: 'sample',
        name: 'One sample',
        description: 'One sample.',
        source: 'the fixture',
        features: x.map((_, index) => `x${index + 1}`),
        target: { kind: 'real', name: 'y' },
        x: [x],
        y: [y],
      },
      features: x.length,
      classes,
      scaler: noScaler(x.length),
      train: partOf([sample]),
      validation: partOf([]),
      test: partOf([]),
    },
    'reference',
  );
  if (!result.ok) throw new Error(result.message);
  for (const [key, tensor] of parameters) result.session.setParameter(key, tensor);
  result.session.step();
  return result.session.parameters();
}
