import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { asNumPy } from '../../../engine/graph/formula/formula-sheet.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import type { Program } from '../../../engine/program/program.ts';
import { bindShape } from '../../../engine/program/shape.ts';
import { elementCount, type Tensor, tensorOf } from '../../../engine/program/tensor.ts';
import { uniformNumbers } from '../operators/sample-network.ts';
import { draw } from './drawing.ts';
import { formulasOf, type OperatorGraph, operatorGraph } from './operator-graph.ts';

const batch = 5;

/** Made-up samples and weights: class indices below 2, all else between 0 and 1, as probabilities are. */
function feedsOf(program: Program) {
  const random = uniformNumbers(5);
  const tensors = { input: new Map<string, Tensor>(), parameter: new Map<string, Tensor>() };
  for (const { operation } of program.values) {
    if (operation.primitive !== 'input' && operation.primitive !== 'parameter') continue;
    const shape = bindShape(operation.shape, batch);
    const isClasses = operation.primitive === 'input' && shape.length === 1;
    const data = Array.from({ length: elementCount(shape) }, () =>
      isClasses ? Math.floor(random() * 2) : random(),
    );
    tensors[operation.primitive].set(operation.key, tensorOf(shape, data));
  }
  return { batch, inputs: tensors.input, parameters: tensors.parameter, settings: new Map() };
}

function madeOf(document: GraphDocument): OperatorGraph {
  const graph = checkGraph(document);
  expect(graph.trainable).toBe(true);
  const program = buildProgram(graph);
  const feeds = feedsOf(program);
  return { graph, program, feeds, values: new Map(evaluate(program, feeds)) };
}

const drawnGraphs: Readonly<Record<string, GraphDocument>> = {
  'softmax and σ of the same logits': draw(
    'x:Input{shape:[2,3]} -> act:CELU -> a:CrossEntropyLoss; act -> b:MultiLabelSoftMarginLoss',
    'p:Input{shape:[2,3]} -> a.target; q:Input{shape:[2,3]} -> b.target',
  ),
  'softmax along two axes of the same values': draw(
    'x:Input{shape:[2,3]} -> act:CELU -> a:CrossEntropyLoss; act -> other:LogSoftmax{dim:2} -> b:MSELoss',
    'p:Input{shape:[2,3]} -> a.target; q:Input{shape:[2,3]} -> b.target',
  ),
  'one number for the whole batch': draw(
    'x:Input{shape:[4]} -> act:Tanh -> all:Mean{dim:null} -> loss:MSELoss; all -> twice:Scale -> loss.target',
  ),
};

interface Case {
  readonly name: string;
  readonly code: string;
  /** The name that the code gives to what it computes. */
  readonly result: string;
  readonly expected: readonly number[];
}

/** Every formula of every node that has code; random draws are other ones in NumPy. */
function casesOf(
  name: string,
  made: OperatorGraph,
  opened: ReadonlySet<string> = new Set(),
): readonly Case[] {
  if (made.program.values.some(({ operation }) => operation.primitive === 'random')) return [];
  return made.graph.order.flatMap((node) =>
    formulasOf(made, 'batched', node, opened).flatMap(({ title, formula, expected }) => {
      if (formula.source === undefined) return [];
      const code = asNumPy([{ title, formula }], { values: made.values, batch });
      const result = code.trimEnd().split('\n').at(-1)?.split(' = ')[0] ?? '';
      return [{ name: `${name}: ${node} ${title}`, code, result, expected: Array.from(expected.data) }];
    }),
  );
}

const runner = `
import json, sys
import numpy as np
for case in json.load(sys.stdin):
    scope = {}
    try:
        exec(case['code'], scope)
        found = np.ravel(np.asarray(scope[case['result']], dtype=float))
        expected = np.asarray(case['expected'], dtype=float)
        agrees = found.size == expected.size and np.allclose(found, expected, rtol=1e-11, atol=1e-13)
        print('' if agrees else f"{found} is not {expected}".replace(chr(10), ' '))
    except Exception as fault:
        print(f"{type(fault).__name__}: {fault}".replace(chr(10), ' '))
`;

const hasNumPy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

const opened = new Set([
  'value fc1 output',
  'gradient act1 output',
  'gradient fc1 output',
  'value act1 output',
]);

describe.skipIf(!hasNumPy)('as NumPy, with its numbers, a formula computes what the program did', () => {
  test.each([
    ['templates', () => templates.flatMap(({ id, document }) => casesOf(id, madeOf(document)))],
    [
      'templates, written out',
      () => templates.flatMap(({ id, document }) => casesOf(id, madeOf(document), opened)),
    ],
    [
      'operators',
      () =>
        operators
          .filter(({ feed }) => feed === undefined)
          .flatMap((operator) =>
            operator.samples.flatMap((sample, index) => {
              const made = operatorGraph(operator, sample, batch);
              return made === undefined ? [] : casesOf(`${operator.name} ${index}`, made);
            }),
          )
          // A loss behind Detach hands no gradient on, and so nothing gives the one that its target is written with.
          .filter(({ name }) => name !== 'Detach 0: wanted_output upstream output'),
    ],
    [
      'graphs in which one value is read in several ways',
      () => Object.entries(drawnGraphs).flatMap(([name, document]) => casesOf(name, madeOf(document))),
    ],
  ])('%s', (_, made) => {
    const cases = made();
    expect(cases.length).toBeGreaterThan(10);
    const { stdout, stderr } = spawnSync('python3', ['-c', runner], {
      encoding: 'utf8',
      input: JSON.stringify(cases),
    });
    expect(stderr).toBe('');
    const said = stdout.split('\n');
    expect(
      cases.flatMap(({ name, code }, index) =>
        said[index] === '' ? [] : [`${name}: ${said[index]}\n${code}`],
      ),
    ).toEqual([]);
  });
});
