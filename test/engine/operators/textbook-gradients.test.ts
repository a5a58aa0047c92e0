import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { CheckedGraph } from '../../../engine/graph/check/checked-graph.ts';
import { nodeFormulas } from '../../../engine/graph/formula/formulas.ts';
import { describe as described } from '../../../engine/notation/describe.ts';
import { number, symbol } from '../../../engine/notation/expression.ts';
import { toText } from '../../../engine/notation/text.ts';
import { namingOf } from '../../../engine/notation/visible.ts';
import { gradientsOf } from '../../../engine/passes/differentiate.ts';
import { simplify } from '../../../engine/passes/simplify.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { evaluate, type Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import { type OutputKey, outputKey, type Program, totalLossKey } from '../../../engine/program/program.ts';
import { bindShape } from '../../../engine/program/shape.ts';
import { elementCount, type Tensor, tensorOf } from '../../../engine/program/tensor.ts';
import { draw } from '../graph/drawing.ts';
import { sampleBatch, uniformNumbers } from './sample-network.ts';
import { activations } from './textbook/activations.ts';
import { chains, combining } from './textbook/combining.ts';
import { forwardCells } from './textbook/forward-cells.ts';
import { layers } from './textbook/layers.ts';
import { losses } from './textbook/losses.ts';
import type { Row, Textbook } from './textbook/row.ts';

/** The rows of the reference that a drawing can show; that with samples as columns stands at the end. */
const rows: readonly Row[] = [...layers, ...activations, ...combining, ...losses, ...chains];

/** Numbers for every leaf: features from (−2, 2), parameters from (0.1, 0.9), targets from (0.1, 0.9) or classes. */
function feedsFor(graph: CheckedGraph, program: Program, seed: number): Feeds {
  const random = uniformNumbers(seed);
  const [inputs, parameters, states] = [
    new Map<string, Tensor>(),
    new Map<string, Tensor>(),
    new Map<string, Tensor>(),
  ];
  for (const { operation } of program.values) {
    const { primitive } = operation;
    if (primitive !== 'input' && primitive !== 'parameter' && primitive !== 'state') continue;
    const shape = bindShape(operation.shape, sampleBatch);
    const node = graph.nodes.get(operation.key);
    const type = [...(node?.outputs.values() ?? [])][0];
    const number = (): number => {
      if (type?.carries === 'classes') return Math.floor(random() * (type.classes ?? 2));
      // One-hot rows are made of classes within the program.
      const rows = type?.shape.length === 2 && shape.length === 1 ? type.shape[1] : undefined;
      if (typeof rows === 'number') return Math.floor(random() * rows);
      return node?.operator.feed === 'features' ? 4 * random() - 2 : 0.1 + 0.8 * random();
    };
    const tensor = tensorOf(shape, Array.from({ length: elementCount(shape) }, number));
    ({ input: inputs, parameter: parameters, state: states })[primitive].set(operation.key, tensor);
  }
  return { batch: sampleBatch, inputs, parameters, states, settings: new Map(), draw: { seed, step: 1 } };
}

/** A textbook's formula on the numbers that the program has at its keys, unsimplified. */
function textbookValue(means: Textbook, values: ReadonlyMap<OutputKey, Tensor>): Tensor {
  const builder = new Builder();
  const inputs = new Map<string, Tensor>();
  const id = means(builder, (key) => {
    const tensor = values.get(key as OutputKey);
    if (tensor === undefined) throw new Error(`the program gives no ${key}`);
    inputs.set(key, tensor);
    return builder.input(key, tensor.shape);
  });
  const result = outputKey('value', '', '');
  builder.output(result, id);
  const feeds = { batch: 1, inputs, parameters: new Map(), settings: new Map() };
  return evaluate(builder.finish(), feeds, [result]).get(result) as Tensor;
}

function largestDifference(found: Tensor, expected: Tensor): number {
  expect(found.shape).toEqual(expected.shape);
  return expected.data.reduce(
    (most, value, at) =>
      Math.max(most, Math.abs((found.data[at] as number) - value) / Math.max(1, Math.abs(value))),
    0,
  );
}

/** The largest difference of the program's gradients by data and parameters from central differences of its loss. */
function distanceFromDifferences(program: Program, feeds: Feeds): number {
  const step = 1e-5;
  let most = 0;
  const compare = (key: OutputKey, leaf: string, kind: 'inputs' | 'parameters'): void => {
    const tensor = feeds[kind].get(leaf);
    if (!program.outputs.has(key) || tensor === undefined) return;
    const gradient = evaluate(program, feeds, [key]).get(key) as Tensor;
    tensor.data.forEach((value, at) => {
      const lossAt = (by: number): number => {
        const moved = { ...tensor, data: tensor.data.with(at, value + by) };
        const around = { ...feeds, [kind]: new Map([...feeds[kind], [leaf, moved]]) };
        return evaluate(program, around, [totalLossKey]).get(totalLossKey)?.data[0] ?? Number.NaN;
      };
      const slope = (lossAt(step) - lossAt(-step)) / (2 * step);
      most = Math.max(most, Math.abs((gradient.data[at] as number) - slope));
    });
  };
  for (const leaf of feeds.inputs.keys()) compare(outputKey('gradient', leaf, 'output'), leaf, 'inputs');
  for (const leaf of feeds.parameters.keys()) {
    const [node = '', name = ''] = leaf.split('/');
    compare(outputKey('parameterGradient', node, name), leaf, 'parameters');
  }
  return most;
}

/**
 * How long a formula is: its names, numbers, functions, signs, sums, fractions, powers and comparisons. Brackets and
 * products are not counted, nor what only lays numbers out anew (reshape, flatten, transposing).
 */
const lengthOf = (text: string): number =>
  (
    text
      .replaceAll(/reshape|flatten|onehot/g, '')
      .match(/Σ(?:_N|_k)?|x_\(\d:\d\)|(?:\p{L}\u0302?)+(?:_[a-z])?[₀-₉]*|\d+(?:\.\d+)?N?|[+−/<>≤≥=;∣²]/gu) ??
    []
  ).length;

function derived(row: Row): {
  readonly graph: CheckedGraph;
  readonly program: Program;
  /** The right side of the node's own formula. */
  readonly forward: string;
  readonly texts: ReadonlyMap<string, string>;
} {
  const graph = checkGraph(draw(row.graph));
  expect(graph.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const program = buildProgram(graph);
  const formulas = nodeFormulas(graph, program, row.node ?? 'op');
  const [forward] = formulas?.forward ?? [];
  const texts = (formulas?.gradients ?? []).map(({ of, product, chain }) => {
    const expression = (row.form === 'local' ? product : chain)?.expression ?? number(0);
    const right = expression.kind === 'equation' ? expression.right : expression;
    // A derivative is set apart from its neighbours where a letter is not.
    const short = toText(right).replaceAll(/∂L\/∂\S+?(?=[ )/ᵀ;]|$)/gu, 'g');
    return [of, short.replaceAll('(g)ᵀ', 'gᵀ').replaceAll('g · W', 'g W')] as const;
  });
  const computed = forward?.expression.kind === 'equation' ? toText(forward.expression.right) : '';
  return { graph, program, forward: computed, texts: new Map(texts) };
}

describe.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
  const { graph, program, forward, texts } = derived(row);
  const cell = forwardCells[row.name];

  if (cell !== undefined) {
    test('is computed as the textbook has it', () => {
      expect(forward).toBe(cell);
    });
  }

  test('reads as the textbook has it, or is no longer', () => {
    for (const { of, reads, textbook } of row.gradients) {
      expect(texts.get(of)).toBe(reads);
      if (textbook !== undefined) expect(lengthOf(reads)).toBeLessThanOrEqual(lengthOf(textbook));
    }
  });

  test("is the textbook's function", () => {
    for (const seed of [1, 2, 3]) {
      const feeds = feedsFor(graph, program, seed);
      const values = evaluate(program, feeds);
      for (const { of, means } of row.gradients) {
        const node = row.node ?? 'op';
        const gradient =
          values.get(outputKey('gradient', node, of)) ?? values.get(outputKey('parameterGradient', node, of));
        expect(largestDifference(gradient as Tensor, textbookValue(means, values))).toBeLessThan(1e-9);
      }
    }
  });

  test('agrees with central differences of the loss', () => {
    expect(distanceFromDifferences(program, feedsFor(graph, program, 4))).toBeLessThan(1e-7);
  });
});

test('every forward cell belongs to a row', () => {
  const names = rows.map(({ name }) => name);
  expect(Object.keys(forwardCells).filter((name) => !names.includes(name))).toEqual([]);
});

test('softmax regression by hand, z = θᵀx with samples as columns: ∂θ = x(ŷ − y)ᵀ', () => {
  const b = new Builder();
  const [x, theta, classes] = [b.input('x', [4, 5]), b.parameter('θ', [4, 3]), b.input('y', [5])];
  const z = b.matmul(b.transposeMatrix(theta), x);
  const logarithms = b.subtract(z, b.reduce('logSumExp', z, [0]));
  const unitRows = b.oneHot(classes, 3, 0);
  const loss = b.negate(b.sumAll(b.multiply(unitRows, logarithms)));
  const gradient = gradientsOf(b, loss, b.constant(1)).get(theta) as number;
  const [at, softmax] = [outputKey('value', '', 'gradient'), outputKey('value', '', 'softmax')];
  b.output(at, gradient);
  b.output(softmax, b.exp(logarithms));
  const names = { x, y: unitRows } as const;
  for (const [name, id] of Object.entries(names)) b.output(outputKey('value', '', name), id);
  const program = simplify(b.finish());
  const idOf = (name: string): number => program.outputs.get(outputKey('value', '', name)) as number;
  const text = described(
    program,
    idOf('gradient'),
    namingOf(
      program,
      new Map([
        [idOf('x'), symbol('x')],
        [idOf('y'), symbol('y')],
        [idOf('softmax'), symbol('y', { hat: true })],
      ]),
    ),
  );
  expect(toText(text.expression)).toBe('x (ŷ − y)ᵀ');

  const random = uniformNumbers(5);
  const draws = (shape: readonly number[]): Tensor =>
    tensorOf(shape, Array.from({ length: elementCount(shape) }, random));
  const [xs, thetas] = [draws([4, 5]), draws([4, 3])];
  const labels = [0, 2, 1, 1, 0];
  const feeds = {
    batch: 1,
    inputs: new Map([
      ['x', xs],
      ['y', tensorOf([5], labels)],
    ]),
    parameters: new Map([['θ', thetas]]),
    settings: new Map(),
  };
  const found = evaluate(program, feeds, [at]).get(at) as Tensor;
  // By numbers alone: p is exp z over its sum, column by column.
  const X = (i: number, n: number): number => xs.data[i * 5 + n] as number;
  const scores = labels.map((_, n) =>
    [0, 1, 2].map((k) =>
      [0, 1, 2, 3].reduce((total, i) => total + (thetas.data[i * 3 + k] as number) * X(i, n), 0),
    ),
  );
  found.data.forEach((value, index) => {
    const [i, k] = [Math.floor(index / 3), index % 3];
    const expected = labels.reduce((total, label, n) => {
      const powers = (scores[n] as number[]).map(Math.exp);
      const p = (powers[k] as number) / powers.reduce((sum, power) => sum + power, 0);
      return total + X(i, n) * (p - (label === k ? 1 : 0));
    }, 0);
    expect(Math.abs(value - expected)).toBeLessThan(1e-12);
  });
});
