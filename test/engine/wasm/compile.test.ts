import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canTrainWith } from '../../../engine/graph/check/check-batch.ts';
import type { CheckedGraph } from '../../../engine/graph/check/checked-graph.ts';
import type { Training } from '../../../engine/graph/document.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { chooseSwappedLeaves } from '../../../engine/passes/schedule/choose-layouts.ts';
import { schedule } from '../../../engine/passes/schedule.ts';
import { learningRateSetting, stepSetting } from '../../../engine/passes/update.ts';
import { evaluateValues, type Feeds, neededFor } from '../../../engine/program/evaluate/evaluate.ts';
import {
  isUpdate,
  type OutputKey,
  type Program,
  parameterKey,
  parseOutputKey,
} from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { chooseTraining } from '../../../engine/train/choose-training.ts';
import { clipNormSetting } from '../../../engine/train/gradients.ts';
import { startingStates } from '../../../engine/train/optimizers/states.ts';
import { trainingProgram } from '../../../engine/train/training-program.ts';
import { compile } from '../../../engine/wasm/compile.ts';
import { header, type Located, mapMemory } from '../../../engine/wasm/memory-map.ts';
import {
  growTo,
  instantiate,
  newMemory,
  readTensor,
  writeTensor,
} from '../../../engine/wasm/run-compiled.ts';
import { checked, type RandomGraph, randomFeeds, randomGraphs } from '../graph/random-documents.ts';
import { uniformNumbers } from '../operators/sample-network.ts';

const steps = 10;
const training: Partial<Training> = {
  optimizer: { name: 'SGD', learningRate: 0.01, settings: { momentum: 0.9, weight_decay: 0.01 } },
  clip: { norm: 1 },
};

/** What both compute: a training program, and for every step what it is fed but for weights and states. */
interface Run {
  readonly program: Program;
  readonly start: Feeds;
  readonly feeds: readonly Feeds[];
}

type Outputs = ReadonlyMap<OutputKey, Tensor>;

/** What the first step computes, and weights and states after the last. */
interface Trained {
  readonly first: Outputs;
  readonly last: ReadonlyMap<string, Tensor>;
  /** The largest number on the way through the first step, by which cancelling digits are lost. */
  readonly peak: number;
}

const largest = (tensors: Iterable<Tensor>): number => {
  let peak = 1;
  for (const { data } of tensors)
    for (const value of data) if (Number.isFinite(value)) peak = Math.max(peak, Math.abs(value));
  return peak;
};

function inReference({ program, start, feeds }: Run): Trained {
  const keys = [...program.outputs.keys()];
  const ids = neededFor(program, keys);
  const [parameters, states] = [new Map(start.parameters), new Map(start.states)];
  let first: Outputs = new Map();
  let peak = 1;
  feeds.forEach((each, step) => {
    const values = evaluateValues(program, ids, { ...each, parameters, states });
    const outputs = new Map(keys.map((key) => [key, values.get(program.outputs.get(key) ?? -1) as Tensor]));
    if (step === 0) [first, peak] = [outputs, largest(values.values())];
    for (const [key, tensor] of outputs) {
      const { role, node, name } = parseOutputKey(key);
      if (isUpdate(key)) (role === 'update' ? parameters : states).set(parameterKey(node, name), tensor);
    }
  });
  return { first, last: new Map([...parameters, ...states]), peak };
}

/** A module for each batch size on one memory, as a session has it. */
function inCompiled({ program, start, feeds }: Run): Omit<Trained, 'peak'> {
  const swapped = chooseSwappedLeaves(program);
  const map = mapMemory([program], swapped);
  const memory = newMemory(map.arena);
  const modules = new Map(
    [...new Set(feeds.map(({ batch }) => batch))].map((batch) => {
      const compiled = compile(schedule(program, [...program.outputs.keys()], batch, swapped), map);
      growTo(memory, compiled.end);
      return [batch, { compiled, step: instantiate(compiled.bytes, memory)['step'] as () => void }] as const;
    }),
  );
  const write = (places: ReadonlyMap<string, Located>, tensors: Feeds['inputs'] | undefined): void => {
    for (const [key, place] of places) writeTensor(memory, place, tensors?.get(key) as Tensor);
  };
  write(map.parameters, start.parameters);
  write(map.states, start.states);
  const read = <K>(places: ReadonlyMap<K, Located>): ReadonlyMap<K, Tensor> =>
    new Map([...places].map(([key, place]) => [key, readTensor(memory, place)]));
  let first: Outputs = new Map();
  feeds.forEach(({ batch, inputs, settings, draw }, index) => {
    const { compiled, step } = modules.get(batch) as NonNullable<ReturnType<typeof modules.get>>;
    const view = new DataView(memory.buffer);
    view.setUint32(header.seed, draw?.seed ?? 0, true);
    view.setUint32(header.drawStep, draw?.step ?? 0, true);
    for (const [key, address] of map.settings)
      view.setFloat64(address, settings.get(key) ?? Number.NaN, true);
    write(compiled.inputs, inputs);
    step();
    if (index === 0) first = read(compiled.outputs);
  });
  return { first, last: new Map([...read(map.parameters), ...read(map.states)]) };
}

const mapTensors = (tensors: Feeds['inputs'], change: (value: number) => number): Feeds['inputs'] =>
  new Map([...tensors].map(([key, { shape, data }]) => [key, { shape, data: data.map(change) }]));

/** Ten steps from random weights: seven with whole batches, three with a partial one. */
function runOf(graph: CheckedGraph, drawn: RandomGraph, batch: number, spoilt: number | undefined): Run {
  const choice = chooseTraining(graph, steps);
  if (!choice.ok) throw new Error(choice.message);
  const { chosen } = choice;
  const program = trainingProgram(graph, chosen);
  const { learningRate } = graph.document.training.optimizer;
  const partial = canTrainWith(graph, batch - 1) ? Math.max(1, batch - 1) : batch;
  const fed = (rows: number): Feeds => randomFeeds(graph, drawn, rows);
  const start = fed(batch);
  const states = new Map([
    ...startingStates(program, chosen.optimizer, learningRate),
    ...mapTensors(start.states ?? new Map(), Math.fround),
  ]);
  const numbers = Object.entries(chosen.optimizer.values).filter(([, value]) => typeof value === 'number');
  const feeds = Array.from({ length: steps }, (_, step): Feeds => {
    const { inputs, ...rest } = fed(step < 7 ? batch : partial);
    const rounded = new Map(mapTensors(inputs, Math.fround));
    if (spoilt !== undefined && step === 0) {
      const [key] = [...drawn.data].find(([, { kind }]) => kind !== 'classes') ?? [];
      const tensor = rounded.get(key ?? '');
      if (tensor !== undefined) rounded.set(key ?? '', { ...tensor, data: tensor.data.with(0, spoilt) });
    }
    const settings = new Map<string, number>([
      ...(numbers as [string, number][]),
      [learningRateSetting, learningRate],
      [stepSetting, step + 1],
      [clipNormSetting, 1],
    ]);
    return { ...rest, inputs: rounded, settings, draw: { seed: drawn.seed % 1000, step } };
  });
  return {
    program,
    start: { ...start, parameters: mapTensors(start.parameters, Math.fround), states },
    feeds,
  };
}

/** The same, every weight and every number that goes in off by up to four units in its last place. */
function shaken({ program, start, feeds }: Run, drawn: RandomGraph): Run {
  const random = uniformNumbers(drawn.seed);
  const shake = (value: number): number => value * (1 + 2 ** -21 * (2 * random() - 1));
  const isNumbers = (key: string): boolean => drawn.data.get(key)?.kind !== 'classes';
  return {
    program,
    start: { ...start, parameters: mapTensors(start.parameters, shake) },
    feeds: feeds.map((each) => ({
      ...each,
      inputs: new Map(
        [...each.inputs].map(([key, tensor]) => [
          key,
          isNumbers(key) ? { ...tensor, data: tensor.data.map(shake) } : tensor,
        ]),
      ),
    })),
  };
}

interface Tally {
  compared: number;
  /** Numbers that rounding moves by more than the tolerance: steps, kinks and what is steep. */
  sensitive: number;
  special: number;
}

/** Within 1e-4, 2e-6 of the peak, and 20 times what the reference itself moves by when it is shaken. */
function compare<K extends string>(
  found: ReadonlyMap<K, Tensor>,
  expected: ReadonlyMap<K, Tensor>,
  moved: ReadonlyMap<K, Tensor>,
  peak: number,
  tally: Tally,
): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, { shape, data }] of expected) {
    expect(found.get(key)?.shape, key).toEqual(shape);
    data.forEach((exact, index) => {
      const wanted = Math.fround(exact);
      const value = found.get(key)?.data[index] ?? Number.NaN;
      tally.compared += 1;
      if (!Number.isFinite(wanted)) {
        tally.special += 1;
        if (!Object.is(value, wanted)) expect.fail(`${key}[${index}]: ${value}, not ${wanted}`);
        return;
      }
      const tolerance = 1e-4 * Math.abs(wanted) + 2e-6 * peak;
      const movement = 20 * Math.abs((moved.get(key)?.data[index] ?? Number.NaN) - exact);
      if (!(movement <= tolerance)) tally.sensitive += 1;
      else if (!(Math.abs(value - wanted) <= tolerance + movement))
        expect.fail(`${key}[${index}]: ${value}, not ${wanted}`);
    });
  }
}

const graphs = 500;
const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

test(`${graphs} random graphs compute and learn as in the reference, with partial batches, NaN and infinities`, () => {
  const tally: Tally = { compared: 0, sensitive: 0, special: 0 };
  const seen = new Set<string>();
  let run = 0;
  fc.assert(
    fc.property(randomGraphs(14), (random) => {
      const document = { ...random.document, training: { ...random.document.training, ...training } };
      const drawn = { ...random, document };
      const graph = checked(drawn);
      for (const { operator } of graph.nodes.values()) seen.add(operator.name);
      const turn = run++;
      const asked = [1, 2, 3, 5, 8, 17][turn % 6] as number;
      const batch = canTrainWith(graph, asked) ? asked : 4;
      const spoilt = turn % 5 === 4 ? specials[turn % 3] : undefined;
      const whole = runOf(graph, drawn, batch, spoilt);
      const { first, last, peak } = inReference(whole);
      const compiled = inCompiled(whole);
      const moved = inReference(shaken(whole, drawn));
      compare(compiled.first, first, moved.first, peak, tally);
      if (spoilt === undefined) compare(compiled.last, last, moved.last, peak, tally);
    }),
    { numRuns: graphs, seed: 6 },
  );
  expect(tally.compared).toBeGreaterThan(100_000);
  expect(tally.special).toBeGreaterThan(1000);
  expect(tally.sensitive / tally.compared).toBeLessThan(0.001);
  const unseen = operators.filter(({ name, feed }) => feed !== 'target' && !seen.has(name));
  expect(unseen.map(({ name }) => name)).toEqual([]);
}, 120_000);
