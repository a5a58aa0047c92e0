import { expect, test } from 'vitest';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { Histories, type HistorySubject, historyBins } from '../../../engine/train/history.ts';
import { parameterPath, planeOfPath } from '../../../engine/train/parameter-path.ts';
import type { LookAt } from '../../../engine/train/session.ts';
import { statisticsOf } from '../../../engine/train/statistics.ts';
import { keptOf, Timeline } from '../../../engine/train/timeline.ts';
import { sessionFor } from './session-for.ts';

const document = {
  ...iris.document,
  training: { ...iris.document.training, batchSize: 8, epochs: 42, shuffle: true },
};
const nextBatch: LookAt = { kind: 'next-batch' };

/** A run of 300 steps, with a weight edited where it stood at step 120, and its timeline. */
function run() {
  const session = sessionFor(document);
  // Some 40 checkpoints have room.
  const timeline = new Timeline(session, 40 * 6000);
  while (timeline.step < 300) {
    timeline.advance(1);
    if (timeline.step !== 120) continue;
    timeline.change({
      kind: 'parameter',
      key: 'fc1/bias',
      tensor: { shape: [8], data: Float64Array.from({ length: 8 }, (_, at) => at / 4 - 1) },
    });
  }
  return { session, timeline };
}

const subjects: readonly HistorySubject[] = [
  { kind: 'parameter', key: 'fc1/bias' },
  { kind: 'parameter', key: 'fc1/weight' },
  { kind: 'output', key: 'parameterGradient fc1 weight', at: nextBatch },
  {
    kind: 'output',
    key: 'value fc1 output',
    at: { kind: 'rows', part: 'validation', rows: [0, 3, 4], mode: 'evaluate' },
  },
];

test('a history tells of each kept step what standing there shows, to the bit, and leaves the run where it stood', () => {
  const { session, timeline } = run();
  const histories = new Histories(timeline);
  const told = subjects.map((subject) => histories.read(subject, () => true));
  expect(session.progress.step).toBe(300);
  for (const {
    history: { moments },
    isWhole,
  } of told) {
    expect(isWhole).toBe(true);
    expect(moments.length).toBeGreaterThan(10);
    expect(moments.map(({ step }) => step)).toEqual(timeline.kept().map(({ step }) => step));
  }
  for (const [index, { step }] of timeline.kept().entries()) {
    timeline.aim(step);
    while (!timeline.approach(50));
    subjects.forEach((subject, place) => {
      const data =
        subject.kind === 'parameter'
          ? session.parameters().get(subject.key)?.data
          : session.look(subject.at).values.get(subject.key)?.data;
      const {
        counts,
        step: at,
        ...figures
      } = told[place]?.history.moments[index] ?? { counts: [], step: -1 };
      expect(at).toBe(step);
      expect(figures, `${step} ${JSON.stringify(subject)}`).toEqual(statisticsOf(data ?? new Float64Array()));
      expect(counts).toHaveLength(historyBins);
      expect(counts.reduce((sum, each) => sum + each, 0)).toBe(data?.length);
    });
  }
});

test('a history is read in slices, tells what it told before without computing it again, and nothing of what is not there', () => {
  const { session, timeline } = run();
  const histories = new Histories(timeline);
  const subject = subjects[2] as HistorySubject;
  let looks = 0;
  const look = session.look.bind(session);
  session.look = (...of) => {
    looks += 1;
    return look(...of);
  };
  timeline.aim(33);
  while (!timeline.approach(50));
  let slices = 1;
  while (!histories.read(subject, () => false).isWhole) slices += 1;
  expect([slices, looks]).toEqual([timeline.kept().length, timeline.kept().length]);
  expect(histories.read(subject, () => true).history.moments).toHaveLength(looks);
  expect(looks).toBe(slices);
  expect(timeline.step).toBe(33);
  expect(histories.read({ kind: 'parameter', key: 'nowhere/weight' }, () => true).history.moments).toEqual(
    [],
  );
});

test('a run that branched off has the history and the path of the former one beside its own, which differ from there on', () => {
  const { session, timeline } = run();
  const histories = new Histories(timeline);
  const before = subjects.map((subject) => histories.read(subject, () => true).history.moments);
  timeline.aim(150);
  while (!timeline.approach(50));
  const left = timeline.branch();
  if (left === undefined) throw new Error('Nothing was left.');
  timeline.change({ kind: 'learning-rate', value: 0.9 });
  while (timeline.step < 200) timeline.advance(1);
  subjects.forEach((subject, place) => {
    const { history, isWhole } = histories.read(subject, () => true, left);
    expect(isWhole).toBe(true);
    expect(history.former).toEqual(before[place]);
    expect(history.moments.at(-1)?.step).toBe(200);
    const early = history.moments.filter(({ step }) => step < 150);
    expect(early.length).toBeGreaterThan(5);
    expect(early).toEqual(history.former?.filter(({ step }) => step < 150));
  });
  expect(session.progress.step).toBe(200);
  const path = parameterPath(timeline.kept(), 'fc1/weight', keptOf(left));
  expect(path?.former?.steps).toEqual(keptOf(left).map(({ step }) => step));
  expect(path?.former?.elements.map(({ index }) => index)).toEqual(path?.elements.map(({ index }) => index));
  // Both in one plane: where they are the same run, they are the same points.
  const points = new Map(path?.plane?.former.map((point) => [point.step, point]));
  const shared = path?.plane?.points.filter(({ step }) => step < 150 && points.has(step)) ?? [];
  expect(shared.length).toBeGreaterThan(2);
  for (const { step, x, y } of shared) {
    expect(points.get(step)?.x).toBeCloseTo(x, 9);
    expect(points.get(step)?.y).toBeCloseTo(y, 9);
  }
});

test('the path of a parameter goes through its numbers at the kept steps', () => {
  const { timeline } = run();
  const path = parameterPath(timeline.kept(), 'fc1/weight');
  expect(path?.size).toBe(32);
  expect(path?.steps).toEqual(timeline.kept().map(({ step }) => step));
  expect(path?.elements).toHaveLength(12);
  const moved = (index: number) => {
    const all = timeline.kept().map(({ parameters }) => parameters.get('fc1/weight')?.data[index] ?? 0);
    return { all, range: Math.max(...all) - Math.min(...all) };
  };
  for (const { index, values } of path?.elements ?? []) expect(values).toEqual(moved(index).all);
  const shown = new Set(path?.elements.map(({ index }) => index));
  const ranges = Array.from({ length: 32 }, (_, index) => ({ index, range: moved(index).range }));
  const least = Math.min(...ranges.filter(({ index }) => shown.has(index)).map(({ range }) => range));
  for (const { index, range } of ranges) if (!shown.has(index)) expect(range).toBeLessThanOrEqual(least);
  // One that is wanted is among them in place of the one that moved least.
  const other = ranges.find(({ index }) => !shown.has(index))?.index;
  const wanted = parameterPath(timeline.kept(), 'fc1/weight', undefined, other)?.elements ?? [];
  expect(wanted).toHaveLength(12);
  expect(wanted.find(({ index }) => index === other)?.values).toEqual(moved(other ?? 0).all);
  const bias = parameterPath(timeline.kept(), 'fc2/bias');
  expect(bias?.elements.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(parameterPath(timeline.kept(), 'nowhere/weight')).toBeUndefined();
});

test('the plane of a path keeps distances as far as it explains them', () => {
  // Four points of a plane within five dimensions: all of the variance lies in it.
  const [a, b] = [
    [1, 2, 0, -1, 3],
    [0, 1, -2, 1, 1],
  ] as const;
  const at = [
    [0, 0],
    [2, 1],
    [3, -1],
    [5, 0.5],
  ] as const;
  const rows = at.map(([s, t]) => Float64Array.from(a, (each, index) => s * each + t * (b[index] ?? 0)));
  const pathOf = (numbers: readonly Float64Array[]) =>
    planeOfPath(numbers.map((data, step) => ({ step, data })));
  const plane = pathOf(rows);
  expect((plane?.explained[0] ?? 0) + (plane?.explained[1] ?? 0)).toBeCloseTo(1, 12);
  expect(plane?.explained[0]).toBeGreaterThan(plane?.explained[1] ?? 1);
  rows.forEach((one, first) => {
    rows.forEach((other, second) => {
      const [p, q] = [plane?.points[first], plane?.points[second]];
      const distance = Math.hypot(...one.map((value, index) => value - (other[index] ?? 0)));
      expect(Math.hypot((p?.x ?? 0) - (q?.x ?? 0), (p?.y ?? 0) - (q?.y ?? 0))).toBeCloseTo(distance, 10);
    });
  });
  expect(plane?.points.at(-1)?.x).toBeGreaterThan(0);
  // Points on a line need one direction; a parameter at rest has none.
  const line = pathOf([0, 1, 4].map((s) => Float64Array.from(a, (each) => s * each)));
  expect(line?.explained[0]).toBeCloseTo(1, 12);
  expect(pathOf([rows[0], rows[0], rows[0]] as Float64Array[])).toBeUndefined();
});
