import { expect, test } from 'vitest';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { mlpByHand } from '../../../../engine/graph/templates/mlp-by-hand.ts';
import { outputKey } from '../../../../engine/program/program.ts';
import { createSession } from '../../../../engine/train/running-session.ts';
import slides from '../../../oracle/slides.json' with { type: 'json' };

const slide = slides.items.find(({ id }) => id === 'hand_mlp')?.printed as unknown as {
  readonly z: number;
  readonly yhat: number;
  readonly loss: number;
  readonly W_z_after: readonly number[];
};

test('forward, loss and the first update are those on the slide', () => {
  const prepared = prepareData(mlpByHand.document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const result = createSession(checkGraph(mlpByHand.document), prepared.data);
  if (!result.ok) throw new Error(result.message);
  const { session } = result;
  const { values } = session.look({ kind: 'next-batch' });
  expect(values.get(outputKey('value', 'fc2', 'output'))?.data[0]).toBeCloseTo(slide.z, 6);
  expect(values.get(outputKey('value', 'act1', 'output'))?.data[0]).toBeCloseTo(slide.yhat, 4);
  expect(session.step().loss).toBeCloseTo(slide.loss, 4);
  const parameters = session.parameters();
  const updated = [
    ...(parameters.get('fc2/bias')?.data ?? []),
    ...(parameters.get('fc2/weight')?.data ?? []),
  ];
  expect(updated).toHaveLength(slide.W_z_after.length);
  for (const [index, printed] of slide.W_z_after.entries()) expect(updated[index]).toBeCloseTo(printed, 4);
});
