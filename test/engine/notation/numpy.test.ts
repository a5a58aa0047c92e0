import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type Expression, symbol } from '../../../engine/notation/expression.ts';
import { pythonName, pythonNames, toNumPy } from '../../../engine/notation/numpy.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { differentiate } from '../../../engine/passes/differentiate.ts';
import { simplify } from '../../../engine/passes/simplify.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { evaluate, evaluateValues } from '../../../engine/program/evaluate/evaluate.ts';
import { parseOutputKey, type ValueId } from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { sampleProgram } from '../operators/sample-network.ts';

interface Case {
  readonly name: string;
  readonly code: string;
  readonly given: Readonly<Record<string, readonly [shape: readonly number[], data: readonly number[]]>>;
  readonly batch: number;
  readonly expected: Tensor;
}

/** Every value and gradient of every sample of every operator, as code with what it reads. */
const cases: readonly Case[] = operators.flatMap((operator) =>
  operator.samples.flatMap((sample, number) => {
    const { program, feeds } = sampleProgram(operator, sample);
    const derived = simplify(differentiate(program));
    const names = new Map<ValueId, Expression>();
    derived.values.forEach(({ operation, shape }, id) => {
      if (!['input', 'parameter', 'state', 'random'].includes(operation.primitive)) return;
      names.set(id, symbol('key' in operation ? operation.key : `random ${id}`, { shape }));
    });
    return [...evaluate(derived, feeds)].flatMap(([key, expected]): readonly Case[] => {
      const id = derived.outputs.get(key) as ValueId;
      const { role } = parseOutputKey(key);
      if (names.has(id) || role === 'parameter') return [];
      const { lines, given } = toNumPy(derived, id, pythonNames(names), 'result');
      const tensors = [...given].map(([name, at]) => {
        const tensor = evaluateValues(derived, [at], feeds).get(at);
        return [name, [tensor?.shape ?? [], [...(tensor?.data ?? [])]]] as const;
      });
      return [
        {
          name: `${operator.name} ${number}, ${key}`,
          code: lines.join('\n'),
          given: Object.fromEntries(tensors),
          batch: feeds.batch,
          expected,
        },
      ];
    });
  }),
);

/** Runs the code of each case; gives the largest difference from the expected numbers, or what went wrong. */
const runner = `
import json, math, sys
import numpy as np
for case in json.load(sys.stdin):
    scope = {'np': np, 'math': math, 'N': case['batch']}
    for name, (shape, data) in case['given'].items():
        scope[name] = np.array(data).reshape(shape)
    shape, data = case['expected']
    try:
        with np.errstate(all='ignore'):
            exec(case['code'], scope)
        result = np.asarray(scope['result'], dtype=float)
        wanted = np.array(data).reshape(shape)
        if list(result.shape) != list(wanted.shape):
            print(f"shape {result.shape}, not {wanted.shape}: {case['code']}".replace(chr(10), '; '))
            continue
        error = np.max(np.abs(result - wanted) / np.maximum(1, np.abs(wanted)), initial=0.0)
        print('' if error < 1e-12 else f"differs by {error}: {case['code']}".replace(chr(10), '; '))
    except Exception as fault:
        print(f"{type(fault).__name__}: {fault}: {case['code']}".replace(chr(10), '; '))
`;

const hasNumPy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

describe.skipIf(!hasNumPy)('in Python with NumPy', () => {
  test(`${cases.length} values and gradients of all operators are what the program computes`, () => {
    const { stdout, stderr } = spawnSync('python3', ['-c', runner], {
      encoding: 'utf8',
      maxBuffer: 1e9,
      input: JSON.stringify(
        cases.map(({ expected, ...rest }) => ({ ...rest, expected: [expected.shape, [...expected.data]] })),
      ),
    });
    expect(stderr).toBe('');
    const said = stdout.split('\n').slice(0, cases.length);
    expect(said.length).toBe(cases.length);
    expect(
      cases.flatMap(({ name }, index) => (said[index] === '' ? [] : [`${name}: ${said[index]}`])),
    ).toEqual([]);
  });
});

describe('code reads as one would type it', () => {
  test.each<
    readonly [
      string,
      (b: Builder, leaf: (name: string, ...shape: readonly ('N' | number)[]) => ValueId) => ValueId,
    ]
  >([
    [
      'x @ W.T + b',
      (b, leaf) => b.add(b.matmul(leaf('x', 'N', 4), b.transposeMatrix(leaf('W', 8, 4))), leaf('b', 8)),
    ],
    [
      'np.where(z > 0.0, g, 0.0)',
      (b, leaf) => b.select(b.greater(leaf('z', 'N', 3), b.constant(0)), leaf('g', 'N', 3), b.constant(0)),
    ],
    ['x ** 2 / N', (b, leaf) => b.divide(b.multiply(leaf('x', 'N', 3), leaf('x', 'N', 3)), b.size(['N']))],
    [
      'x - (y - 1.0)',
      (b, leaf) => b.subtract(leaf('x', 'N', 3), b.subtract(leaf('y', 'N', 3), b.constant(1))),
    ],
    ['np.sum(x, axis=1, keepdims=True)', (b, leaf) => b.sum(leaf('x', 'N', 3), [1])],
    ['(x > y) * 1.0', (b, leaf) => b.greater(leaf('x', 'N', 3), leaf('y', 'N', 3))],
  ])('%s', (expected, make) => {
    const builder = new Builder();
    const names = new Map<ValueId, Expression>();
    const id = make(builder, (name, ...shape) => {
      const leaf = builder.input(name, shape);
      names.set(leaf, symbol(name, { shape }));
      return leaf;
    });
    expect(toNumPy(builder, id, pythonNames(names), 'r').lines).toEqual([`r = ${expected}`]);
  });

  test.each<readonly [Expression, string]>([
    [symbol('W', { index: 1 }), 'W1'],
    [symbol('y', { hat: true }), 'y_hat'],
    [{ kind: 'derivative', over: symbol('L'), by: symbol('γ', { index: 2 }) }, 'dL_dgamma2'],
    [symbol('lambda'), 'lambda_'],
    [symbol('2 fast; import os'), '_2_fast_import_os'],
    [symbol('N'), 'N_'],
  ])('names that Python takes', (name, expected) => {
    expect(pythonName(name)).toBe(expected);
  });
});
