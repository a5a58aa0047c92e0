import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../engine/data/prepare.ts';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { Breakpoint, GraphDocument } from '../../../engine/graph/document.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { BreakpointWatch, type Found } from '../../../engine/train/breakpoints.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { TrainingSession } from '../../../engine/train/session.ts';
import { Timeline } from '../../../engine/train/timeline.ts';
import { advanceWatched } from '../../../engine/train/watched-advance.ts';

const document: GraphDocument = {
  ...iris.document,
  training: { ...iris.document.training, batchSize: 8, epochs: 20, shuffle: true },
};

const withRate = (learningRate: number): GraphDocument => ({
  ...document,
  training: { ...document.training, optimizer: { ...document.training.optimizer, learningRate } },
});

interface Watched {
  readonly session: TrainingSession;
  readonly timeline: Timeline;
  readonly goOn: (most?: number) => { readonly step: number; readonly found: Found | undefined };
}

function watched(of: GraphDocument, ...breakpoints: readonly Breakpoint[]): Watched {
  const graph = checkGraph(of);
  const prepared = prepareData(of.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(graph, prepared.data);
  if (!made.ok) throw new Error(made.message);
  const { session } = made;
  const timeline = new Timeline(session);
  const watch = new BreakpointWatch(graph, breakpoints);
  const losses: number[] = [];
  return {
    session,
    timeline,
    goOn: (most = 1000) => {
      while (!session.progress.done) {
        const { losses: more, found } = advanceWatched(session, timeline, watch, most);
        losses.push(...more);
        expect(losses).toHaveLength(timeline.step);
        if (found !== undefined) return { step: timeline.step, found };
      }
      return { step: timeline.step, found: undefined };
    },
  };
}

/** Loss of every batch of the run, each before its update. */
function lossesOf(of: GraphDocument): readonly number[] {
  const { session } = watched(of);
  const losses: number[] = [];
  while (!session.progress.done) losses.push(session.step().loss);
  return losses;
}

describe('a breakpoint', () => {
  test('on the loss pauses at the very update, in the middle of a call of many', () => {
    const losses = lossesOf(document);
    const bound = 0.5;
    const first = losses.findIndex((loss) => loss < bound) + 1;
    for (const most of [1, 5, 1000]) {
      const { step, found } = watched(document, { kind: 'loss-below', value: bound }).goOn(most);
      expect(step).toBe(first);
      expect(found?.message).toContain(`below ${bound}`);
    }
  });

  test('on a loss that rises pauses after so many rises in a row', () => {
    const losses = lossesOf(document);
    const third = losses.findIndex(
      (loss, at) =>
        at >= 3 &&
        loss > (losses[at - 1] ?? 0) &&
        (losses[at - 1] ?? 0) > (losses[at - 2] ?? 0) &&
        (losses[at - 2] ?? 0) > (losses[at - 3] ?? 0),
    );
    expect(third).toBeGreaterThan(0);
    const said = (count: number) => watched(document, { kind: 'loss-rises', value: count }).goOn();
    expect(said(3)).toMatchObject({ step: third + 1 });
    expect(said(3).found?.message).toContain('has risen in 3 steps in a row, to');
    expect(said(1).found?.message).toContain('has risen in one step, to');
  });

  test('at the first number that is not finite names its node and element, whatever the calls', () => {
    const wild = withRate(1e30);
    const seen = [1, 1000].map((most) => watched(wild, { kind: 'not-finite' }).goOn(most));
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]?.found?.node).toBeDefined();
    expect(seen[0]?.found?.message).toMatch(/^\w+, .*\[\d+(, \d+)*\], is (NaN|−?∞)$/);
    // One update before, everything was finite.
    const { session } = watched(wild);
    for (let step = 1; step < (seen[0]?.step ?? 0); step += 1) session.step();
    const { values } = session.look({ kind: 'next-batch' });
    expect([...values.values()].every(({ data }) => data.every(Number.isFinite))).toBe(true);
  });

  test('told once lets the run go on as long as it stays so', () => {
    const run = watched(withRate(1e30), { kind: 'not-finite' });
    expect(run.goOn().found).toBeDefined();
    expect(run.goOn()).toEqual({
      step: run.session.progress.epochs * run.session.progress.stepsPerEpoch,
      found: undefined,
    });
  });

  test('on the sign of a weight pauses at the update that changed it', () => {
    const run = watched(document, { kind: 'sign-change', text: 'fc1/weight' });
    const { step, found } = run.goOn();
    expect(found).toMatchObject({ node: 'fc1' });
    const signs = () => [...(run.session.parameters().get('fc1/weight')?.data ?? [])].map(Math.sign);
    const after = signs();
    run.timeline.aim(step - 1);
    while (!run.timeline.approach(10));
    expect(signs()).not.toEqual(after);
  });

  test('on the norm of a gradient names the layer', () => {
    expect(watched(document, { kind: 'gradient-above', value: 1e-9 }).goOn()).toMatchObject({
      step: 1,
      found: {
        node: 'fc1',
        message: expect.stringMatching(/^The norm of the gradient of fc1 is .*, above 1e-9$/),
      },
    });
    expect(watched(document, { kind: 'gradient-below', value: 1e-9 }).goOn().found).toBeUndefined();
  });

  test('on statistics of nodes reads the language of the search', () => {
    expect(watched(document, { kind: 'found', text: 'act1 zeros > 0.1' }).goOn()).toMatchObject({
      found: { node: 'act1' },
    });
    expect(watched(document, { kind: 'found', text: 'act1 min < 0' }).goOn().found).toBeUndefined();
    expect(watched(document, { kind: 'found', text: 'act1' }).goOn().found).toBeUndefined();
  });

  test('finds nodes inside blocks too, and calls them by the blocks around them', () => {
    const grouped = groupNodes(document, [], ['fc1', 'act1']);
    if (!grouped.ok) throw new Error(grouped.reason);
    const of = grouped.document;
    const byStatistics = watched(of, { kind: 'found', text: 'relu zeros > 0' }).goOn();
    expect(byStatistics.found).toEqual({
      node: 'block1/act1',
      message: 'block1/act1 is found by relu zeros > 0',
    });
    const byNorm = watched(of, { kind: 'gradient-above', value: 0.001 }).goOn();
    expect(byNorm.found?.message).toMatch(/gradient of block1\/fc1 is/);
    const bySign = watched(of, { kind: 'sign-change', text: 'block1/fc1/weight' }).goOn();
    expect(bySign.found?.message).toMatch(/^block1\/fc1, weight \[\d+, \d+\], went from/);
  });

  test('on epochs pauses after every so many of them, on the accuracy once it is above', () => {
    const run = watched(document, { kind: 'epochs', value: 2 });
    const { stepsPerEpoch } = run.session.progress;
    expect([run.goOn().step, run.goOn().step]).toEqual([2 * stepsPerEpoch, 4 * stepsPerEpoch]);
    const accurate = watched(withRate(0.1), { kind: 'accuracy-above', value: 0.8 });
    expect(accurate.goOn().found?.message).toContain('above 0.8');
    expect(accurate.session.report().validation?.accuracy).toBeGreaterThan(0.8);
  });

  test('leaves the run as it would be without one', () => {
    const broken = watched(document, { kind: 'loss-rises', value: 2 }, { kind: 'not-finite' });
    while (broken.goOn().found !== undefined);
    const straight = watched(document);
    straight.goOn();
    expect(broken.session.parameters()).toEqual(straight.session.parameters());
  });
});
