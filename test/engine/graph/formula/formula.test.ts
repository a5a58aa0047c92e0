import { describe, expect, test } from 'vitest';
import type { FormulaForm } from '../../../../engine/graph/formula/formula.ts';
import {
  derivativeOf,
  parameterSymbol,
  valueSymbol,
} from '../../../../engine/graph/formula/formula-names.ts';
import { symbolsOf } from '../../../../engine/graph/formula/symbols.ts';
import type { Expression } from '../../../../engine/notation/expression.ts';
import { oneSample } from '../../../../engine/notation/one-sample.ts';
import { toText } from '../../../../engine/notation/text.ts';
import { operators } from '../../../../engine/operators/catalogue.ts';
import type { Operator, Sample } from '../../../../engine/operators/operator.ts';
import { evaluateFrom } from '../../../../engine/program/evaluate/evaluate.ts';
import { randomTensor } from '../../../../engine/program/evaluate/random.ts';
import { valueAt } from '../../../../engine/program/program.ts';
import { batchFactor, bindShape, isBatch, type Shape } from '../../../../engine/program/shape.ts';
import { type Tensor, tensorOf } from '../../../../engine/program/tensor.ts';
import { distanceFrom } from '../../notation/matrix-reading.ts';
import type { MatrixMeaning } from '../../notation/matrix-value.ts';
import { formulasOf, type OperatorGraph, operatorGraph, type ReadFormula } from '../operator-graph.ts';

/** What is no mathematics of matrices, by operator or formula, with why; it is held by component and as code. */
const apart: Readonly<Record<string, string>> = {
  Bilinear: 'A has three axes: xᵀ A x and the outer product of two rows have no form of matrices',
  'MultiMarginLoss matrix forward': 'Σ over i ≠ y is written by index in every form',
};

/** The part of a tensor that belongs to a sample, or all of it. */
function rowsOf(tensor: Tensor, shape: Shape | undefined, batch: number, only: number | undefined): Tensor {
  const factor = shape?.[0] === undefined ? undefined : batchFactor(shape[0]);
  if (only === undefined || factor === undefined) return tensor;
  const [, ...rest] = tensor.shape;
  const size = tensor.data.length / batch;
  return tensorOf([factor, ...rest], tensor.data.slice(only * size, (only + 1) * size));
}

/** What the names in a formula stand for: the numbers of a batch, or of one of its samples. */
function meaningOf(
  { graph, feeds, values }: OperatorGraph,
  { formula, expected }: ReadFormula,
  sample: Sample,
  only: number | undefined,
): MatrixMeaning {
  const symbols = symbolsOf(graph);
  const known = new Map<string, Tensor>();
  const textOf = (name: Expression): string => `${toText(name)} ${name.kind === 'symbol' ? name.shape : ''}`;
  const learn = (name: Expression, tensor: Tensor | undefined, shape?: Shape): void => {
    const written = only === undefined ? name : oneSample(name);
    if (tensor !== undefined) known.set(textOf(written), rowsOf(tensor, shape, feeds.batch, only));
  };
  for (const { node, outputs, parameters } of graph.nodes.values()) {
    for (const [port, { shape }] of outputs) {
      const name = valueSymbol(symbols, node.id, port);
      learn(name, values.get(`value ${node.id} ${port}`), shape);
      learn(derivativeOf(name), values.get(`gradient ${node.id} ${port}`), shape);
    }
    for (const { name } of parameters) {
      const key = `${node.id}/${name}`;
      learn(parameterSymbol(symbols, key), feeds.parameters.get(key));
    }
  }
  // What is explained in words of its own: masks that are drawn, rows of classes, lists of numbers.
  const { source } = formula;
  for (const [id, { name, key }] of source?.all ?? []) {
    if (source === undefined || !key.startsWith('meaning ')) continue;
    const { operation, shape } = valueAt(source.program, id);
    if (!['greater', 'oneHot', 'concatenate'].includes(operation.primitive)) continue;
    const drawn = (at: number): Tensor | undefined => {
      const value = valueAt(source.program, at);
      return value.operation.primitive === 'random' && feeds.draw !== undefined
        ? randomTensor(feeds.draw, value.operation.stream, bindShape(value.shape, feeds.batch))
        : values.get(source.all.get(at)?.key ?? '');
    };
    learn(name, evaluateFrom(source.program, id, drawn, feeds.batch), shape);
  }
  const { attributes = {}, operator } = graph.nodes.get('op') ?? {};
  const lists = new Map(
    (operator?.attributes ?? []).flatMap((attribute): readonly (readonly [string, Tensor])[] => {
      const list = attributes[attribute.name];
      if (attribute.kind !== 'numbers' || !Array.isArray(list)) return [];
      return [[attribute.symbol, tensorOf([list.length], list)]];
    }),
  );
  const classes = [...sample.inputs.values()]
    .flat()
    .flatMap(({ values: each }) => (each.kind === 'classes' ? [each.classes] : []));
  return {
    batch: feeds.batch,
    classes: classes[0] ?? 2,
    shape: only === undefined ? expected.shape : [1, ...expected.shape.slice(1)],
    definitions: formula.definitions,
    // A list of weights is written by its letter alone.
    tensorOf: (name) => known.get(textOf(name)) ?? lists.get(toText(name)),
  };
}

/** How far the formula, read as mathematics, is from what the program computes. */
function distanceOf(made: OperatorGraph, read: ReadFormula, sample: Sample, form: FormulaForm): number {
  const { formula, expected } = read;
  const { expression, source } = formula;
  const all = Array.from({ length: made.feeds.batch }, (_, index) => index);
  const of = (only: number | undefined): MatrixMeaning => meaningOf(made, read, sample, only);
  // Several outputs are told by what they make up together.
  const [asked, wanted] =
    expression.kind !== 'equation'
      ? [expression, expected]
      : expression.left.kind === 'joined'
        ? [expression.left, made.values.get('value op input') as Tensor]
        : [expression.right, expected];
  // Where samples are mixed the formula says so and is that of the batch.
  if (form === 'batched' || formula.mixed) return distanceFrom(wanted, asked, [of(undefined)]);
  const shape = source === undefined ? [] : valueAt(source.program, source.id).shape;
  if (isBatch(shape[0])) {
    return Math.max(
      ...all.map((only) => distanceFrom(rowsOf(wanted, shape, made.feeds.batch, only), asked, [of(only)])),
    );
  }
  // A parameter's gradient is what the samples add up to, or has nothing to do with them.
  return Math.min(distanceFrom(wanted, asked, all.map(of)), distanceFrom(wanted, asked, [of(0)]));
}

/** A loss's formula is that of one of the losses that it reduces. */
const unreduced = (operator: Operator, sample: Sample): Sample =>
  operator.category === 'loss'
    ? { ...sample, attributes: { ...sample.attributes, reduction: 'none' } }
    : sample;

const drawn = operators.filter(({ name, feed }) => feed === undefined && apart[name] === undefined);

describe.each(['batched', 'matrix'] as const)(
  '%s, read as mathematics, is what the program computes',
  (form) => {
    test.each(drawn.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
      let compared = 0;
      for (const declared of operator.samples) {
        const sample = form === 'matrix' ? unreduced(operator, declared) : declared;
        const made = operatorGraph(operator, sample);
        if (made === undefined) continue;
        for (const read of formulasOf(made, form)) {
          if (apart[`${operator.name} ${form} ${read.title}`] !== undefined) continue;
          const text = [read.formula.expression, ...read.formula.definitions].map(toText).join('; ');
          expect.soft(distanceOf(made, read, sample, form), `${read.title}: ${text}`).toBeLessThan(1e-9);
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThan(0);
    });
  },
);
