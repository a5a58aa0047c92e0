import { describe, expect, test } from 'vitest';
import { breaksOff, describeComponent } from '../../../engine/notation/component.ts';
import { type Expression, symbol } from '../../../engine/notation/expression.ts';
import { toText } from '../../../engine/notation/text.ts';
import { namingOf } from '../../../engine/notation/visible.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { differentiate } from '../../../engine/passes/differentiate.ts';
import { simplify } from '../../../engine/passes/simplify.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { evaluate, evaluateValues, type Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import {
  type OutputKey,
  type Program,
  parseOutputKey,
  type ValueId,
} from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { sampleProgram } from '../operators/sample-network.ts';
import { elementValue } from './element-value.ts';

/** Every leaf that is given as a tensor, by a name of its own. */
function leafNames(
  program: Program,
  feeds: Feeds,
): { readonly names: ReadonlyMap<ValueId, Expression>; readonly tensors: ReadonlyMap<string, Tensor> } {
  const names = new Map<ValueId, Expression>();
  const tensors = new Map<string, Tensor>();
  program.values.forEach(({ operation, shape }, id) => {
    if (!['input', 'parameter', 'state', 'random'].includes(operation.primitive)) return;
    const key = 'key' in operation ? operation.key.replace('/', '.') : `random ${id}`;
    names.set(id, symbol(key, { shape, node: 'leaf' }));
    tensors.set(key, evaluateValues(program, [id], feeds).get(id) as Tensor);
  });
  return { names, tensors };
}

/** The largest difference between the formula's elements and the program's value, relative to it. */
function difference(program: Program, feeds: Feeds, id: ValueId, value: Tensor): number {
  const { names, tensors } = leafNames(program, feeds);
  const { expression, definitions, indices } = describeComponent(program, id, namingOf(program, names));
  expect(breaksOff(expression)).toBe(false);
  const sizes = value.shape.filter((size) => size !== 1);
  let worst = 0;
  value.data.forEach((expected, place) => {
    const letters = new Map<string, number>();
    let rest = place;
    // Written from the last axis: an axis of several letters does not occur among free indices here.
    [...sizes.keys()].reverse().forEach((axis) => {
      const letter = indices[axis];
      const size = sizes[axis] as number;
      if (letter?.kind === 'symbol') letters.set(letter.name, rest % size);
      rest = Math.floor(rest / size);
    });
    const found = elementValue(expression, {
      batch: feeds.batch,
      letters,
      definitions,
      tensorOf: (name) => (name.kind === 'symbol' ? tensors.get(name.name) : undefined),
    });
    worst = Math.max(worst, Math.abs(found - expected) / Math.max(1, Math.abs(expected)));
  });
  return worst;
}

const isWanted = (key: OutputKey): boolean => {
  const { role, node } = parseOutputKey(key);
  return role === 'parameterGradient' || (node === 'node' && (role === 'value' || role === 'gradient'));
};

describe('by component, every operator is what the program computes', () => {
  test.each(operators.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
    for (const sample of operator.samples) {
      const { program, feeds } = sampleProgram(operator, sample);
      const derived = simplify(differentiate(program));
      const keys = [...derived.outputs.keys()].filter(isWanted);
      for (const [key, value] of evaluate(derived, feeds, keys)) {
        const id = derived.outputs.get(key) as ValueId;
        expect(
          difference(derived, feeds, id, value),
          `${key} of ${JSON.stringify(sample.attributes)}`,
        ).toBeLessThan(1e-9);
      }
    }
  });
});

describe('by component, formulas read as in a textbook', () => {
  test.each<
    readonly [
      string,
      (b: Builder, leaf: (name: string, ...shape: readonly ('N' | number)[]) => ValueId) => ValueId,
    ]
  >([
    [
      'Σ_j xₙⱼ Wᵢⱼ + bᵢ',
      (b, leaf) => b.add(b.matmul(leaf('x', 'N', 4), b.transposeMatrix(leaf('W', 8, 4))), leaf('b', 8)),
    ],
    ['Σ_n gₙᵢ xₙⱼ', (b, leaf) => b.matmul(b.transposeMatrix(leaf('g', 'N', 3)), leaf('x', 'N', 4))],
    [
      'exp(zₙᵢ)/(Σ_j exp(zₙⱼ))',
      (b, leaf) => b.exp(b.subtract(leaf('z', 'N', 3), b.reduce('logSumExp', leaf('z', 'N', 3), [1]))),
    ],
    [
      'gₙᵢ [zₙᵢ > 0]',
      (b, leaf) => b.select(b.greater(leaf('z', 'N', 3), b.constant(0)), leaf('g', 'N', 3), b.constant(0)),
    ],
    ['y_(n,3 i + j)', (b, leaf) => b.reshape(leaf('y', 'N', 6), ['N', 2, 3])],
    ['x_(n,i + 1)', (b, leaf) => b.slice(leaf('x', 'N', 4), 1, 1, 3)],
  ])('%s', (expected, make) => {
    const builder = new Builder();
    const names = new Map<ValueId, Expression>();
    const id = make(builder, (name, ...shape) => {
      const leaf = builder.input(name, shape);
      names.set(leaf, symbol(name, { shape, node: name }));
      return leaf;
    });
    expect(toText(describeComponent(builder, id, namingOf(builder, names)).expression)).toBe(expected);
  });
});
