import { expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { applyFix } from '../../../../engine/graph/edit/apply-fix.ts';
import { setTraining } from '../../../../engine/graph/edit/edit.ts';
import { draw } from '../drawing.ts';

const drawn = (bn: string, shape = '[4]'): GraphDocument =>
  draw(
    `x:Input{shape:${shape}} -> bn:${bn} -> f:Flatten -> fc:Linear{out_features:2} -> loss:MSELoss`,
    'y:Target{kind:"real",features:2} -> loss.target',
  );

const withBatch = (document: GraphDocument, batchSize: number): GraphDocument =>
  setTraining(document, { batchSize });

const found = (document: GraphDocument) =>
  checkGraph(document).diagnostics.filter(({ kind }) => kind === 'small-batch');

test('BatchNorm1d with a batch size of 1 is a warning that stops training, with a fix that lets it', () => {
  const document = withBatch(drawn('BatchNorm1d'), 1);
  const checked = checkGraph(document);
  const [fault] = found(document);
  expect(checked.trainable).toBe(false);
  expect(fault).toMatchObject({ severity: 'warning', node: 'bn', port: 'input' });
  expect(fault?.title).toBe('bn needs more than one value per feature in training');
  expect(fault?.message).toContain('the batch size is 1');
  const [fix] = fault?.fixes ?? [];
  if (fix === undefined) throw new Error('there is a fix');
  const mended = applyFix(document, fix);
  expect(found(mended)).toEqual([]);
  expect(checkGraph(mended).trainable).toBe(true);
});

test.each([
  ['a larger batch', withBatch(drawn('BatchNorm1d'), 2)],
  ['several positions per sample', withBatch(drawn('BatchNorm1d', '[4,3]'), 1)],
  ['no statistics over the batch', withBatch(drawn('LayerNorm'), 1)],
])('%s is fine', (_, document) => {
  expect(found(document)).toEqual([]);
  expect(checkGraph(document).trainable).toBe(true);
});

test('one position per sample is one value, and a tensor of one row can never do', () => {
  expect(found(withBatch(drawn('BatchNorm1d', '[4,1]'), 1))).toHaveLength(1);
  const fixed = withBatch(
    draw(
      'p:Parameter{shape:[1,4]} -> bn:BatchNorm1d -> loss:MSELoss; y:Target{kind:"real",features:4} -> loss.target',
    ),
    8,
  );
  const [fault] = found(fixed);
  expect(fault?.message).toContain('1×4 arrives, with one value for each');
  expect(fault?.fixes).toEqual([]);
});
