import { describe, expect, test } from 'vitest';
import { runSlides, type SlidesFixture } from '../../../../engine/cli/oracle/slides.ts';
import fixture from '../../../oracle/slides.json' with { type: 'json' };

const file = fixture as unknown as SlidesFixture;
const item = (id: string) => {
  const found = file.items.find((known) => known.id === id);
  if (found === undefined) throw new Error(`there is no item ${id}`);
  return found;
};

test('all 23 examples, tables and data of the slides come out of the engine; none is left out', () => {
  expect(file.items.length + file.tables.length + 1).toBe(23);
  expect(runSlides(file)).toEqual({ passed: 23, failed: [], skipped: [] });
});

describe('a number that is not the one on the slide fails', () => {
  const changed = (id: string, change: object) =>
    runSlides({ items: [{ ...item(id), ...change }], tables: [] }).failed;

  test('in what PyTorch computed', () => {
    const { computed } = item('cross_entropy') as unknown as {
      readonly computed: { readonly f64: object; readonly f32: object };
    };
    const loss = { dtype: 'float64', shape: [], data: [0.2955] };
    expect(changed('cross_entropy', { computed: { ...computed, f64: { ...computed.f64, loss } } })).toEqual([
      { id: 'cross_entropy', why: expect.stringMatching(/^f64\.loss\[0\] is 0\.29555\d+, not 0\.2955$/) },
    ]);
  });

  test('in what is printed', () => {
    expect(changed('softmax_regression_step', { printed: { loss: 0.78 } })).toEqual([
      {
        id: 'softmax_regression_step',
        why: expect.stringMatching(/^printed loss\[0\] is 0\.7709\d+, not 0\.78$/),
      },
    ]);
    expect(changed('hand_mlp', { verdict: 'agrees' })).toEqual([
      { id: 'hand_mlp', why: expect.stringContaining('printed W_h_after[3]') },
    ]);
  });

  test('in what is asked for but not computed', () => {
    expect(changed('act_Tanh', { printed: { z: [1] } })).toEqual([
      { id: 'act_Tanh', why: 'printed z is not computed' },
    ]);
  });
});

test('other inputs give other numbers: nothing is taken from the file but its inputs', () => {
  const { inputs } = item('softmax_regression_step');
  const other = { ...item('softmax_regression_step'), inputs: { ...inputs, lr: 0.02 } };
  const { failed } = runSlides({ items: [other], tables: [] });
  expect(failed.map(({ why }) => why.split(' ')[0])).toEqual(['f64.new_theta[0]']);
});

test('an activation that is not there is left out with the reason', () => {
  const unknown = { ...item('act_Tanh'), id: 'act_Unheard' };
  expect(runSlides({ items: [unknown], tables: [] }).skipped).toEqual([
    { id: 'act_Unheard', why: 'there is no operator Unheard yet' },
  ]);
});
