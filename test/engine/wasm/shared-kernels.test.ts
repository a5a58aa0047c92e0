import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check.ts';
import { traceCompilation } from '../../../engine/trace/compilation.ts';
import { NodeReporter } from '../../../engine/trace/node-report.ts';
import { SharedAddresses } from '../../../engine/wasm/shared-kernels.ts';
import { draw } from '../graph/drawing.ts';

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
