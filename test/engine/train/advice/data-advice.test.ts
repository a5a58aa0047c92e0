import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { applyFix } from '../../../../engine/graph/edit/apply-fix.ts';
import { setAttribute, setData } from '../../../../engine/graph/edit/edit.ts';
import { templates } from '../../../../engine/graph/templates/catalogue.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { adviseOnData } from '../../../../engine/train/advice/data-advice.ts';

function advice(document: GraphDocument) {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  return adviseOnData(checkGraph(document), prepared.data);
}

const unscaled = setData(iris.document, { ...iris.document.data, scaler: 'none' });

describe('unscaled inputs', () => {
  test('are told with the feature that is farthest off, from the training rows', () => {
    const [found, ...others] = advice(unscaled);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'unscaled-inputs', severity: 'advice', node: 'x' });
    // scikit-learn's StandardScaler on the same rows: mean_[0] and scale_[0] of the course's split.
    const prepared = prepareData(iris.document.data);
    if (!prepared.ok) throw new Error(prepared.message);
    const { offset, scale } = prepared.data.scaler;
    const [mean, spread] = [offset[0] as number, scale[0] as number].map((value) =>
      Number(value.toPrecision(3)),
    );
    expect(found?.message).toContain(`${mean} ± ${spread}`);
  });

  test('are scaled by the fix', () => {
    const fix = advice(unscaled)[0]?.fixes[0];
    if (fix === undefined) throw new Error('there is no fix');
    const fixed = applyFix(unscaled, fix);
    expect(fixed.data).toEqual({ ...unscaled.data, scaler: 'standard' });
    expect(advice(fixed)).toEqual([]);
  });

  test('are not said of scaled ones, nor where nothing learns', () => {
    expect(advice(iris.document)).toEqual([]);
    expect(advice(setData(iris.document, { ...iris.document.data, scaler: 'minmax' }))).toEqual([]);
    const frozen = { ...unscaled, nodes: unscaled.nodes.map((node) => ({ ...node, frozen: true })) };
    expect(advice(frozen)).toEqual([]);
  });
});

test('more classes than the data has', () => {
  const wide = ['fc2', 'y'].reduce(
    (all, node) => setAttribute(all, node, node === 'y' ? 'classes' : 'out_features', 5),
    iris.document,
  );
  const [found] = advice(wide);
  expect(found).toMatchObject({ kind: 'spare-classes', node: 'y', attribute: 'classes' });
  const fix = found?.fixes[0];
  expect(fix === undefined ? [] : advice(applyFix(wide, fix))).toEqual([]);
});

test.each(templates.map(({ id, document }) => [id, document] as const))(
  'the data of %s suits it',
  (_, document) => {
    expect(advice(document).map(({ message }) => message)).toEqual([]);
  },
);
