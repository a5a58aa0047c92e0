import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { traceCompilation } from '../../../engine/trace/compilation.ts';
import { type NodeReport, NodeReporter } from '../../../engine/trace/node-report.ts';
import { checked, randomGraphs } from '../graph/random-documents.ts';

const reporterOf = (document: GraphDocument): NodeReporter =>
  new NodeReporter(traceCompilation(checkGraph(document)));

/** What must hold of any report: everything that is named in one part is there in the other. */
function expectWhole(report: NodeReport, nodes: ReadonlySet<string>): void {
  const kernels = new Map(report.kernels.map((kernel) => [kernel.index, kernel]));
  const places = new Set(report.buffers.map(({ place }) => place));
  for (const primitive of report.primitives) {
    expect(primitive.text).not.toBe('');
    for (const index of primitive.kernels) expect(kernels.has(index)).toBe(true);
    expect(primitive.ending === 'kernel', primitive.text).toBe(
      primitive.kernels.length > 0 && primitive.ending !== 'memory',
    );
    expect(primitive.ending === 'nowhere').toBe(primitive.value === undefined);
    for (const { before, after, statement } of primitive.steps) {
      expect(before).not.toBe('');
      expect(after).not.toBe('');
      expect(statement).not.toBe('');
    }
  }
  for (const kernel of report.kernels) {
    for (const place of [...kernel.reads, ...kernel.stores]) expect(places.has(place)).toBe(true);
    expect(kernel.functions[0]?.instructions.length).toBeGreaterThan(0);
    for (const { node } of [kernel.root, ...kernel.members])
      expect(node === '' || nodes.has(node)).toBe(true);
    // Each store of the kernel is an instruction that names the buffer.
    const [own] = kernel.functions;
    for (const place of kernel.stores) {
      const { name } = report.buffers.find((buffer) => buffer.place === place) ?? { name: 'none' };
      const isStored = own?.instructions.some(({ text, note }) => text.includes('store') && note === name);
      expect(isStored, `kernel ${kernel.index} writes ${name}`).toBe(true);
    }
  }
  expect(JSON.parse(JSON.stringify(report)).kernels).toHaveLength(report.kernels.length);
}

describe('every node of every template', () => {
  test.each(templates.map(({ title, document }) => [title, document] as const))('%s', (_, document) => {
    const reporter = reporterOf(document);
    const nodes = new Set(document.nodes.map(({ id }) => id));
    for (const { id } of document.nodes) expectWhole(reporter.report(id), nodes);
  });
});

test('every node of 12 random graphs', () => {
  fc.assert(
    fc.property(randomGraphs(15), (graph) => {
      const of = checked(graph);
      const reporter = new NodeReporter(traceCompilation(of));
      const nodes = new Set(of.nodes.keys());
      for (const id of nodes) expectWhole(reporter.report(id), nodes);
    }),
    { numRuns: 12, seed: 5 },
  );
}, 60_000);

describe('one multiplication from the drawing to the instruction', () => {
  const reporter = reporterOf(iris.document);
  const fc1 = reporter.report('fc1');

  test('the product of fc1 multiplies 4 terms by 2 vectors of columns, for a batch of 1', () => {
    const product = fc1.primitives.find(
      ({ text, stage }) => text.startsWith('matmul(x') && stage === 'forward',
    );
    const kernel = fc1.kernels.find(({ index }) => product?.kernels.includes(index));
    expect(kernel?.kind).toBe('matmul');
    expect(kernel?.loops).toBe('8, sums over 4');
    const own = kernel?.functions[0]?.instructions.filter(({ value }) => value === product?.value) ?? [];
    expect(own.filter(({ text }) => text === 'f32x4.mul')).toHaveLength(4 * 2);
    const read = new Set(own.flatMap(({ note, text }) => (text.includes('.load') ? [note] : [])));
    expect(read).toEqual(new Set(['x', 'fc1.weight']));
  });

  test('the activation is computed in the loops of the product, from what is in registers', () => {
    const act1 = reporter.report('act1');
    const forward = act1.primitives.find(({ name }) => name === 'a');
    const [index] = forward?.kernels ?? [];
    expect(act1.kernels.find((kernel) => kernel.index === index)?.root.node).toBe('fc1');
    const lines = act1.kernels[0]?.functions[0]?.instructions ?? [];
    expect(lines.filter(({ value }) => value === forward?.value).map(({ text }) => text)).toContain(
      'f32x4.pmax',
    );
    expect(lines.some(({ text, note }) => text.includes('store') && note === 'a')).toBe(true);
  });

  test('softmax with cross-entropy: the rules that lead to ŷ − y are named, with both sides', () => {
    const steps = reporter.report('loss').primitives.flatMap((primitive) => primitive.steps);
    expect(steps.length).toBeGreaterThan(5);
    expect(steps.find(({ rule }) => rule === 'multiply-by-one')).toMatchObject({
      before: '1 · L',
      after: 'L',
    });
  });

  test('a parameter and its next value share a buffer that is always there', () => {
    const weight = fc1.buffers.find(({ name }) => name === 'fc1.weight');
    expect(weight?.lives).toBeUndefined();
    expect(weight?.bytes).toBe(4 * 8 * 4);
    expect(weight?.holds.map(({ name }) => name)).toContain('fc1.weight′');
  });

  test('buffers that have bytes in common live at different times', () => {
    let pairs = 0;
    for (const { document } of templates) {
      const of = reporterOf(document);
      const buffers = document.nodes.flatMap(({ id }) => of.report(id).buffers);
      const byName = new Map(buffers.map((buffer) => [buffer.name, buffer]));
      for (const buffer of buffers) {
        for (const { name } of buffer.reused) {
          const [a, b] = [buffer.lives, byName.get(name)?.lives];
          if (a === undefined || b === undefined) continue;
          expect(a.to < b.from || b.to < a.from, `${buffer.name} and ${name}`).toBe(true);
          pairs += 1;
        }
      }
    }
    expect(pairs).toBeGreaterThan(0);
  });
});
