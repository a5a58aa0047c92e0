import { expect, test } from 'vitest';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { softmaxByHand } from '../../../../engine/graph/templates/softmax-by-hand.ts';
import { createSession } from '../../../../engine/train/running-session.ts';
import slides from '../../../oracle/slides.json' with { type: 'json' };

const slide = slides.items.find(({ id }) => id === 'softmax_regression_step')?.printed as unknown as {
  readonly loss: number;
  readonly new_theta: readonly (readonly number[])[];
};

test('the first update is the one on the slide', () => {
  const prepared = prepareData(softmaxByHand.document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const result = createSession(checkGraph(softmaxByHand.document), prepared.data);
  if (!result.ok) throw new Error(result.message);
  const { session } = result;
  expect(session.step().loss).toBeCloseTo(slide.loss, 2);
  // PyTorch's weight has a row per class, the slide's θ a column.
  const weight = session.parameters().get('fc1/weight');
  slide.new_theta.flat().forEach((printed, index) => {
    const [row, column] = [Math.floor(index / 2), index % 2];
    expect(weight?.data[column * 2 + row]).toBeCloseTo(printed, 3);
  });
});
