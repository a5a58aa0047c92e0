import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { type FormulaForm, formulaForms } from '../../../../engine/graph/formula/formula.ts';
import { withNumbers } from '../../../../engine/graph/formula/formula-numbers.ts';
import {
  asLatex,
  asMarkdown,
  asNumPy,
  asText,
  type TitledFormula,
} from '../../../../engine/graph/formula/formula-sheet.ts';
import { nodeFormulas } from '../../../../engine/graph/formula/formulas.ts';
import type { LiveNumbers } from '../../../../engine/graph/formula/live-numbers.ts';
import { templates } from '../../../../engine/graph/templates/catalogue.ts';
import { evaluate, type Feeds } from '../../../../engine/program/evaluate/evaluate.ts';
import { bindShape } from '../../../../engine/program/shape.ts';
import { elementCount, type Tensor, tensorOf } from '../../../../engine/program/tensor.ts';
import { uniformNumbers } from '../../operators/sample-network.ts';
import { checked, randomFeeds, randomGraphs, unlikeEveryWidth } from '../random-documents.ts';

const iris = templates.find(({ id }) => id === 'iris');
if (iris === undefined) throw new Error('there is no Iris template');
const graph = checkGraph(iris.document);
const program = buildProgram(graph);
const batch = 5;

/** The Iris network on five made-up samples: every number that a panel could ask for. */
const values: ReadonlyMap<string, Tensor> = (() => {
  const random = uniformNumbers(5);
  const tensors = [new Map<string, Tensor>(), new Map<string, Tensor>()] as const;
  for (const { operation } of program.values) {
    if (operation.primitive !== 'input' && operation.primitive !== 'parameter') continue;
    const shape = bindShape(operation.shape, batch);
    const data = Array.from({ length: elementCount(shape) }, () =>
      shape.length === 1 && operation.primitive === 'input' ? Math.floor(random() * 3) : random() * 2 - 1,
    );
    tensors[operation.primitive === 'input' ? 0 : 1].set(operation.key, tensorOf(shape, data));
  }
  const feeds: Feeds = { batch, inputs: tensors[0], parameters: tensors[1], settings: new Map() };
  return new Map(evaluate(program, feeds));
})();

const numbers: LiveNumbers = { values, batch, sample: 3, draw: undefined };

/** All formulas of a node that have code, with what each is of. */
function sheetOf(
  node: string,
  form: FormulaForm,
  opened: ReadonlySet<string> = new Set(),
): readonly TitledFormula[] {
  const found = nodeFormulas(graph, program, node, { form, opened });
  const listed = [
    ...(found?.forward ?? []).map((formula) => ({ title: 'forward', formula })),
    ...(found?.upstream ?? []).map(({ total }) => ({ title: 'upstream', formula: total })),
    ...(found?.gradients ?? []).flatMap(({ of, product, chain }) => [
      { title: `product ${of}`, formula: product },
      ...(chain === undefined ? [] : [{ title: `chain ${of}`, formula: chain }]),
    ]),
  ];
  return listed.map((each) => ({ ...each, filled: withNumbers(each.formula, form, numbers) }));
}

const opened = new Set([
  'value fc1 output',
  'gradient act1 output',
  'gradient fc1 output',
  'value act1 output',
]);

describe('with numbers', () => {
  test('by component, the element is that of the gradient that the program gives', () => {
    const product = sheetOf('fc1', 'component').find(({ title }) => title === 'product weight');
    const element = product?.filled?.element.map(({ at }) => at) ?? [];
    const gradient = values.get('parameterGradient fc1 weight') as Tensor;
    const place = (element[0] ?? 0) * 4 + (element[1] ?? 0);
    expect(Math.abs(gradient.data[place] ?? 0)).toBe(Math.max(...gradient.data.map(Math.abs)));
    expect(product?.filled?.result).toMatchObject({
      kind: 'number',
      value: Number((gradient.data[place] ?? 0).toPrecision(4)),
    });
  });

  test('for one sample, a product is that sample’s share of the batch', () => {
    const product = sheetOf('fc2', 'matrix').find(({ title }) => title === 'product bias');
    const gradient = values.get('gradient fc2 output') as Tensor;
    const row = Array.from(gradient.data.slice(9, 12), (value) => ({
      kind: 'number' as const,
      value: Number(value.toPrecision(4)),
    }));
    expect(product?.filled?.result).toMatchObject({ kind: 'matrix', rows: [row] });
  });

  test('large matrices are shortened and say so', () => {
    const forward = sheetOf('fc1', 'batched')[0]?.filled?.result;
    if (forward?.kind !== 'matrix') throw new Error('no matrix');
    expect(forward.rows.map((row) => row.length)).toEqual([4, 4, 4, 4]);
    expect(forward.rows[2]?.[2]).toEqual({ kind: 'symbol', name: '…' });
  });

  test.each(formulaForms)('%s: every formula of every node has its numbers', (form) => {
    for (const node of ['fc1', 'act1', 'fc2', 'loss']) {
      for (const { title, filled } of [...sheetOf(node, form), ...sheetOf(node, form, opened)]) {
        expect(filled, `${node} ${title}`).toBeDefined();
      }
    }
  });
});

describe('as text to copy', () => {
  test('Markdown has a heading for each formula and a legend of the shapes', () => {
    const text = asMarkdown('fc1', sheetOf('fc1', 'batched'));
    expect(text.startsWith('## fc1\n\n### forward\n\n$$z_{1} = x W_{1}^{\\top} + b_{1}$$')).toBe(true);
    expect(text).toContain('- $W_{1}$: 8×4');
    expect(text).toContain('\\begin{bmatrix}');
  });

  test('LaTeX lines up the equals signs', () => {
    const [forward] = sheetOf('act1', 'matrix');
    expect(asLatex(forward === undefined ? [] : [{ title: forward.title, formula: forward.formula }])).toBe(
      '% forward\n\\begin{align*}\na &= \\max(0, z_{1})\n\\end{align*}',
    );
  });

  test('plain text has a line for each', () => {
    const [, upstream] = sheetOf('act1', 'component');
    expect(asText(upstream === undefined ? [] : [{ title: upstream.title, formula: upstream.formula }])).toBe(
      'upstream\n  ∂L/∂aₙᵢ = Σ_j ∂L/∂(z₂)ₙⱼ · (W₂)ⱼᵢ',
    );
  });
});

test('NumPy code has the numbers of all that it reads, in any graph and through what hands values on', () => {
  fc.assert(
    fc.property(randomGraphs(10), (drawn) => {
      const checkedGraph = checked(drawn);
      fc.pre(checkedGraph.trainable);
      const made = buildProgram(checkedGraph);
      const rows = unlikeEveryWidth(checkedGraph);
      const found = new Map(evaluate(made, randomFeeds(checkedGraph, drawn, rows)));
      for (const node of checkedGraph.order) {
        const formulas = nodeFormulas(checkedGraph, made, node, { form: 'batched', opened: new Set() });
        const sheet = [
          ...(formulas?.forward ?? []),
          ...(formulas?.gradients ?? []).map(({ product }) => product),
        ].map((formula) => ({ title: 'formula', formula }));
        expect(asNumPy(sheet, { values: found, batch: rows })).not.toMatch(/^# \w+: (?:N|\d|scalar)/m);
      }
    }),
    { numRuns: 40, seed: 11 },
  );
});
