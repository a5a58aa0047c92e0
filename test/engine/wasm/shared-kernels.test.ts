import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import type { OutputKey, Program, Value } from '../../../engine/program/program.ts';
import { traceCompilation } from '../../../engine/trace/compilation.ts';
import { NodeReporter } from '../../../engine/trace/node-report.ts';
import { runCompiled } from '../../../engine/wasm/run-compiled.ts';
import { SharedAddresses } from '../../../engine/wasm/shared-kernels.ts';
import { draw } from '../graph/drawing.ts';
import { randomCase } from './random-programs.ts';

/** So many equal layers of 16, each followed by a ReLU. */
const layers = (count: number, between = (layer: number): string => ` -> r${layer}:ReLU`) => {
  const chain = Array.from(
    { length: count },
    (_, layer) => ` -> fc${layer}:Linear{out_features:16}${between(layer)}`,
  ).join('');
  const document = draw(
    `x:Input{shape:[16]}${chain} -> loss:CrossEntropyLoss`,
    `y:Target{kind:"class",classes:16} -> loss.target`,
  );
  return traceCompilation(checkGraph({ ...document, training: { ...document.training, batchSize: 16 } }));
};

describe('equal layers', () => {
  const [fifty, hundred, twoHundred] = [50, 100, 200].map((count) => layers(count));
  if (fifty === undefined || hundred === undefined || twoHundred === undefined) throw new Error('no chain');

  test('share their functions: a chain of 50 has no more of them than a chain of 200', () => {
    expect(fifty.schedule.kernels.length).toBeGreaterThan(150);
    expect(fifty.functions.length).toBeLessThan(25);
    expect(twoHundred.functions.length).toBe(fifty.functions.length);
  });

  test('more of them add calls alone: kernels and bytes grow in proportion', () => {
    const kernels = [fifty, hundred, twoHundred].map(({ schedule }) => schedule.kernels.length);
    const [few = 0, more = 0, most = 0] = kernels;
    expect(most - more).toBe(2 * (more - few));
    const added = twoHundred.compiled.bytes.length - hundred.compiled.bytes.length;
    // A call, and up to four addresses of up to four bytes after a byte that says so.
    expect(added).toBeLessThan((most - more) * (3 + 4 * 5));
    expect(added).toBeGreaterThan(most - more);
  });

  test('each layer reads and writes its own buffers, as its report says', () => {
    const reporter = new NodeReporter(fifty);
    for (const layer of [3, 4, 30]) {
      const report = reporter.report(`fc${layer}`);
      const forward = report.kernels.find(
        ({ alike, kind, root }) => kind === 'matmul' && alike > 40 && root.node === `fc${layer}`,
      );
      expect(forward).toBeDefined();
      const own = forward?.functions[0]?.instructions ?? [];
      const notesOf = (part: string): ReadonlySet<string | undefined> =>
        new Set(own.flatMap(({ text, note }) => (text.includes(part) ? [note] : [])));
      const names = new Map(report.buffers.map(({ place, name }) => [place, name]));
      const named = (places: readonly number[] = []) => new Set(places.map((place) => names.get(place)));
      expect(notesOf('.store')).toEqual(named(forward?.stores));
      expect(notesOf('.load')).toEqual(named(forward?.reads));
      expect(notesOf('.load')).toContain(`fc${layer}.weight`);
      const computed = new Set(own.flatMap(({ value }) => value ?? []));
      const members = new Set(forward?.members.map(({ value }) => value));
      expect(computed.size).toBeGreaterThan(0);
      for (const value of members) expect(computed).toContain(value);
    }
  });
});

test('layers that differ share nothing that depends on it', () => {
  const alike = layers(8).functions.length;
  const mixed = layers(8, (layer) => ` -> r${layer}:${layer % 2 === 0 ? 'ReLU' : 'Tanh'}`).functions.length;
  expect(mixed).toBeGreaterThan(alike);
});

/** The same program so many times side by side, each on leaves of its own, whose keys end with the number of the copy. */
function copies(program: Program, count: number): Program {
  const numbers = Array.from({ length: count }, (_, copy) => copy);
  const copied = ({ operation, inputs, ...rest }: Value, copy: number): Value => {
    const { primitive } = operation;
    const isOwn = primitive === 'input' || primitive === 'parameter' || primitive === 'state';
    return {
      ...rest,
      operation: isOwn ? { ...operation, key: `${operation.key}_${copy}` } : operation,
      inputs: inputs.map((id) => id + copy * program.values.length),
    };
  };
  return {
    values: numbers.flatMap((copy) => program.values.map((value) => copied(value, copy))),
    outputs: new Map(
      numbers.flatMap((copy) =>
        [...program.outputs].map(([key, id]): [OutputKey, number] => [
          `${key}_${copy}`,
          id + copy * program.values.length,
        ]),
      ),
    ),
  };
}

test('40 random programs, 12 times side by side in one module, compute the bits that each computes alone', () => {
  let shared = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const { program, feeds } = randomCase(seed);
    /** Numbers of its own for each copy, so that none can be mistaken for another's; class labels stay what they are. */
    const scaled = (tensors: Feeds['inputs'], copy: number): Feeds['inputs'] =>
      new Map(
        [...tensors].map(([key, { shape, data }]) => [
          key,
          { shape, data: key === 'labels' ? data : data.map((value) => value * (1 - copy / 24)) },
        ]),
      );
    const own = Array.from(
      { length: 12 },
      (_, copy): Feeds => ({
        ...feeds,
        inputs: scaled(feeds.inputs, copy),
        parameters: scaled(feeds.parameters ?? new Map(), copy),
        states: scaled(feeds.states ?? new Map(), copy),
      }),
    );
    const joined = (of: (feeds: Feeds) => Feeds['inputs'] | undefined): Feeds['inputs'] =>
      new Map(
        own.flatMap((each, copy) =>
          [...(of(each) ?? [])].map(([key, tensor]) => [`${key}_${copy}`, tensor] as const),
        ),
      );
    const { outputs, compiled } = runCompiled(copies(program, own.length), {
      ...feeds,
      inputs: joined(({ inputs }) => inputs),
      parameters: joined(({ parameters }) => parameters),
      states: joined(({ states }) => states),
    });
    shared += compiled.kernels.filter(({ kernels }) => kernels > 1).length;
    own.forEach((each, copy) => {
      for (const [key, alone] of runCompiled(program, each).outputs)
        expect(outputs.get(`${key}_${copy}`), `seed ${seed}, copy ${copy}, ${key}`).toEqual(alone);
    });
  }
  expect(shared).toBeGreaterThan(2000);
});

describe('addresses of kernels of one shape', () => {
  test('what keeps its distance takes one parameter, counted from the lowest; what stays takes none', () => {
    const addresses = new SharedAddresses([
      [8, 500, 100, 132, 900],
      [8, 600, 164, 196, 900],
      [8, 550, 228, 260, 900],
    ]);
    expect(addresses.arguments).toEqual([
      [500, 100],
      [600, 164],
      [550, 228],
    ]);
    const parameters = [0, 1].map((index) => ({ index, type: 'i32' as const }));
    expect(addresses.bases(parameters)).toEqual([
      { from: undefined, bytes: 8 },
      { from: parameters[0], bytes: 0 },
      { from: parameters[1], bytes: 0 },
      { from: parameters[1], bytes: 32 },
      { from: undefined, bytes: 900 },
    ]);
  });

  test('a kernel alone takes no parameters', () => {
    const addresses = new SharedAddresses([[8, 500]]);
    expect(addresses.arguments).toEqual([[]]);
    expect(addresses.bases([]).map(({ bytes }) => bytes)).toEqual([8, 500]);
  });
});
