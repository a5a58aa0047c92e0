import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { outputKey } from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { type Decisions, predictedClass } from '../../../engine/train/decisions.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { Arithmetic } from '../../../engine/train/session.ts';
import { draw } from '../graph/drawing.ts';
import { templateDocument } from '../graph/template-document.ts';

function started(document: GraphDocument, arithmetic: Arithmetic) {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(checkGraph(document), prepared.data, arithmetic);
  if (!made.ok) throw new Error(made.message);
  return { session: made.session, data: prepared.data };
}

function classes(decisions: Decisions | undefined): Extract<Decisions, { kind: 'classes' }> {
  if (decisions?.kind !== 'classes') throw new Error('no classes were decided');
  return decisions;
}

/** Rows of the data set itself, before scaling. */
const points = (rows: readonly (readonly number[])[]): Tensor => ({
  shape: [rows.length, rows[0]?.length ?? 0],
  data: Float64Array.from(rows.flat()),
});

describe.each(['compiled', 'reference'] as const)('decisions, %s', (arithmetic) => {
  test('of a part: probabilities add up to 1, the largest is what accuracy counts', () => {
    const { session, data } = started(templateDocument('iris'), arithmetic);
    for (let step = 0; step < 300; step += 1) session.step();
    const decided = classes(session.predict('test'));
    const report = session.evaluate('test');
    expect(decided.truth).toEqual(data.test.y);
    let right = 0;
    for (let sample = 0; sample < data.test.rows; sample += 1) {
      const row = decided.probabilities.subarray(3 * sample, 3 * sample + 3);
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      if (predictedClass(decided, sample) === decided.truth[sample]) right += 1;
    }
    expect(right / data.test.rows).toBe(report?.accuracy);
    const loss = decided.truth.reduce(
      (sum, truth, sample) => sum - Math.log(decided.probabilities[3 * sample + truth] as number),
      0,
    );
    expect(loss / data.test.rows).toBeCloseTo(report?.loss ?? Number.NaN, 5);
  });

  test('of points in no part: as of the same rows in the data, at any time', () => {
    const { session, data } = started(templateDocument('iris'), arithmetic);
    const rows = data.test.indices.slice(0, 5).map((index) => data.dataset.x[index] as readonly number[]);
    for (const steps of [0, 1, 40]) {
      for (let step = 0; step < steps; step += 1) session.step();
      const known = classes(session.predict('test')).probabilities.subarray(0, 15);
      expect([...classes(session.predictAt(points(rows))).probabilities]).toEqual([...known]);
    }
    // Other points of the same number take the places of the first.
    const others = data.train.indices.slice(0, 5).map((index) => data.dataset.x[index] as readonly number[]);
    const known = classes(session.predict('train')).probabilities.subarray(0, 15);
    expect([...classes(session.predictAt(points(others))).probabilities]).toEqual([...known]);
  });

  test('a response has the values of every node at the points asked for', () => {
    const { session, data } = started(templateDocument('iris'), arithmetic);
    const rows = data.train.indices.slice(0, 3).map((index) => data.dataset.x[index] as readonly number[]);
    const look = session.look({ kind: 'rows', part: 'train', rows: [0, 1, 2], mode: 'evaluate' });
    const response = session.respond(points(rows));
    for (const node of ['x', 'fc1', 'act1', 'fc2']) {
      const key = outputKey('value', node, 'output');
      expect(response.get(key), node).toEqual(look.values.get(key));
    }
  });

  test('two classes by a threshold, and numbers', () => {
    const logistic = started(templateDocument('logistic-regression'), arithmetic).session;
    const decided = classes(logistic.predict('train'));
    expect(decided.classes).toBe(2);
    const [no = 0, yes = 0] = decided.probabilities;
    expect(no + yes).toBeCloseTo(1, 12);
    const line = draw(
      'x:Input{shape:[1]} -> fc1:Linear{out_features:1} -> loss:MSELoss',
      'y:Target{kind:"real",features:1} -> loss.target',
    );
    const data = { ...templateDocument('iris').data, dataset: 'hours-score', scaler: 'none' as const };
    const regression = started({ ...line, data }, arithmetic).session;
    const numbers = regression.predict('train');
    if (numbers?.kind !== 'numbers') throw new Error('no numbers were predicted');
    const meanSquare = numbers.predicted.reduce(
      (sum, value, sample) => sum + (value - (numbers.truth[sample] as number)) ** 2,
      0,
    );
    expect(meanSquare / numbers.predicted.length / (regression.evaluate('train')?.loss ?? 0)).toBeCloseTo(
      1,
      5,
    );
  });
});
