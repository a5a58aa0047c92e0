import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { Diagnostic } from '../../../../engine/graph/check/diagnostic.ts';
import { diagnosticReasons } from '../../../../engine/graph/check/diagnostic-reasons.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { applyFix } from '../../../../engine/graph/edit/apply-fix.ts';
import { setTraining, setWeights } from '../../../../engine/graph/edit/edit.ts';
import { templates } from '../../../../engine/graph/templates/catalogue.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { firstUpdates } from '../../../../engine/train/advice/bounds.ts';
import { type Measurement, measure } from '../../../../engine/train/advice/measurement.ts';
import { adviseOnRun, agreeing, runRules } from '../../../../engine/train/advice/run-advice.ts';
import { createSession } from '../../../../engine/train/running-session.ts';
import { draw } from '../../graph/drawing.ts';

/** Trains for some steps and gives what the run shows at its end, measured over its last two looks. */
function trained(document: GraphDocument, steps: number): readonly Diagnostic[] {
  const graph = checkGraph(document);
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(graph, prepared.data);
  if (!made.ok) throw new Error(made.message);
  const { session } = made;
  const rows = Array.from({ length: Math.min(64, prepared.data.train.rows) }, (_, row) => row);
  const losses: number[] = [];
  const measurements: Measurement[] = [];
  for (let step = 1; step <= steps && !session.progress.done; step += 1) {
    losses.push(session.step().loss);
    measurements.push(
      measure(graph, session.look({ kind: 'rows', part: 'train', rows, mode: 'train' }), step),
    );
  }
  return adviseOnRun({
    graph,
    measurements: measurements.slice(-agreeing),
    losses,
    firstLosses: losses.slice(0, firstUpdates),
    latestLoss: losses.at(-1),
  });
}

const withRate = (document: GraphDocument, learningRate: number): GraphDocument =>
  setTraining(document, { optimizer: { ...document.training.optimizer, learningRate } });

/** Iris with every bias of the hidden layer so low that no unit of its ReLU ever opens. */
const dead = setWeights(iris.document, 'fc1/bias', [8], new Array(8).fill(-100));

/** Twelve sigmoids in a row: each passes at most a quarter of the gradient. */
const deep: GraphDocument = {
  ...draw(
    `x:Input -> ${Array.from({ length: 12 }, (_, index) => `h${index}:Linear{out_features:4} -> s${index}:Sigmoid`).join(' -> ')} -> fc:Linear{out_features:3} -> loss:CrossEntropyLoss`,
    'y:Target -> loss.target',
  ),
  data: iris.document.data,
};

const regression: GraphDocument = {
  ...draw(
    'x:Input{shape:[1]} -> fc:Linear{out_features:1} -> loss:MSELoss; y:Target{kind:"real"} -> loss.target',
  ),
  data: {
    ...iris.document.data,
    dataset: 'hours-score',
    scaler: 'none',
    split: { ...iris.document.data.split, validation: 0, test: 0 },
  },
};

/** A weight so large that every residual, and with it the gradient, is. */
const heavy = setWeights(withRate(regression, 1e-9), 'fc/weight', [1, 1], [1000]);

const trips = [
  { kind: 'dead-units', document: dead, steps: 3, node: 'act1' },
  { kind: 'vanishing-gradient', document: deep, steps: 3, node: 'h0' },
  { kind: 'exploding-gradient', document: heavy, steps: 3, node: 'fc' },
  { kind: 'diverging-loss', document: withRate(regression, 10), steps: 25, node: undefined },
  { kind: 'diverging-loss', document: withRate(regression, 1e6), steps: 400, node: undefined },
  { kind: 'diverging-loss', document: withRate(iris.document, 10), steps: 12, node: undefined },
] as const;

test('there is a case for every rule, and a reason', () => {
  expect([...new Set(trips.map(({ kind }) => kind))].sort()).toEqual(runRules.map(({ kind }) => kind).sort());
  for (const { kind } of runRules) expect(diagnosticReasons[kind].why).toMatch(/\.$/);
});

test.each(trips)('$kind is said after $steps steps', ({ kind, document, steps, node }) => {
  const found = trained(document, steps).filter((each) => each.kind === kind);
  expect(found).toHaveLength(1);
  expect(found[0]?.node).toBe(node);
  expect(found[0]?.message).toMatch(/^Expected .*; found .*\.$/);
  expect(found[0]?.severity).toBe('warning');
});

describe('a fix helps', () => {
  const fixed = (document: GraphDocument, kind: string, steps: number, label: RegExp): readonly string[] => {
    const [found] = trained(document, steps).filter((each) => each.kind === kind);
    const fix = found?.fixes.find((each) => label.test(each.label));
    if (fix === undefined) throw new Error(`no ${label} among ${found?.fixes.map((each) => each.label)}`);
    return trained(applyFix(document, fix), steps).map((each) => each.kind);
  };

  test('dead units live again as LeakyReLU', () => {
    expect(fixed(dead, 'dead-units', 3, /LeakyReLU/)).not.toContain('dead-units');
  });

  test('a tenth of the rate no longer diverges', () => {
    const { optimizer } = applyFix(withRate(regression, 0.3), {
      kind: 'scale-learning-rate',
      factor: 0.1,
      label: '',
    }).training;
    expect(optimizer.learningRate).toBe(0.03);
    expect(trained(withRate(regression, 0.3), 25).map(({ kind }) => kind)).toContain('diverging-loss');
    expect(fixed(withRate(regression, 0.3), 'diverging-loss', 25, /tenfold/)).not.toContain('diverging-loss');
  });

  test('sigmoids made ReLU let more of the gradient through', () => {
    const [found] = trained(deep, 3).filter(({ kind }) => kind === 'vanishing-gradient');
    expect(found?.fixes.map(({ label }) => label)).toHaveLength(2);
    for (const fix of found?.fixes ?? []) expect(fix.label).toMatch(/^Make s\d+ a ReLU$/);
  });
});

test.each([12, 100])(
  'a loss that jumps in the first updates is said after %i steps, and not the units it killed',
  (steps) => {
    const batches = setTraining(withRate(iris.document, 10), { batchSize: 8 });
    for (const document of [batches, withRate(iris.document, 10)]) {
      const found = trained(document, steps);
      expect(found.map(({ kind }) => kind)).toContain('diverging-loss');
      expect(found.map(({ kind }) => kind)).not.toContain('dead-units');
      expect(found.map(({ title }) => title)).toContain('The loss jumped in the first updates');
    }
  },
);

test.each(templates.map(({ id, document }) => [id, document] as const))(
  'the template %s trains with nothing to say of its gradients and loss at the end',
  (_, document) => {
    expect(trained(document, 60).map(({ kind }) => kind)).toEqual([]);
  },
);

test('one odd measurement says nothing', () => {
  const graph = checkGraph(iris.document);
  const odd: Measurement = { step: 2, samples: 64, layers: [{ node: 'fc1', norm: 1e6 }], activations: [] };
  const calm: Measurement = { ...odd, step: 1, layers: [{ node: 'fc1', norm: 1 }] };
  const said = (measurements: readonly Measurement[]) =>
    adviseOnRun({ graph, measurements, losses: [], firstLosses: [], latestLoss: 1 }).map(({ kind }) => kind);
  expect(said([calm, odd])).toEqual([]);
  expect(said([odd])).toEqual([]);
  expect(said([odd, odd])).toEqual(['exploding-gradient']);
});

test('too few samples say nothing of dead units', () => {
  const graph = checkGraph(iris.document);
  const one: Measurement = {
    step: 1,
    samples: 1,
    layers: [],
    activations: [{ node: 'act1', units: 8, dead: 8, passed: 0 }],
  };
  expect(
    adviseOnRun({ graph, measurements: [one, one], losses: [], firstLosses: [], latestLoss: 1 }),
  ).toEqual([]);
});
