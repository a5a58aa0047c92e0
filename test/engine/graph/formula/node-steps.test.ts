import { describe, expect, test } from 'vitest';
import { buildProgram, checkedInOrder } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { nodeSteps } from '../../../../engine/graph/formula/node-steps.ts';
import { templates } from '../../../../engine/graph/templates/catalogue.ts';
import { evaluate, type Feeds } from '../../../../engine/program/evaluate/evaluate.ts';
import { type OutputKey, type Program, parseOutputKey } from '../../../../engine/program/program.ts';
import { bindShape } from '../../../../engine/program/shape.ts';
import { elementCount, type Tensor, tensorOf } from '../../../../engine/program/tensor.ts';
import { uniformNumbers } from '../../operators/sample-network.ts';
import { draw } from '../drawing.ts';

const batch = 5;

/** Numbers for every leaf of both programs; class indices where a tensor has no features. */
function feedsFor(...programs: readonly Program[]): Feeds {
  const random = uniformNumbers(11);
  const [inputs, parameters, states] = [0, 1, 2].map(() => new Map<string, Tensor>()) as [
    Map<string, Tensor>,
    Map<string, Tensor>,
    Map<string, Tensor>,
  ];
  for (const { operation } of programs.flatMap(({ values }) => values)) {
    if (
      operation.primitive !== 'input' &&
      operation.primitive !== 'parameter' &&
      operation.primitive !== 'state'
    )
      continue;
    const shape = bindShape(operation.shape, batch);
    const isClasses = operation.primitive === 'input' && shape.length === 1;
    const data = Array.from({ length: elementCount(shape) }, () =>
      isClasses ? Math.floor(random() * 2) : random(),
    );
    const target = { input: inputs, parameter: parameters, state: states }[operation.primitive];
    if (!target.has(operation.key)) target.set(operation.key, tensorOf(shape, data));
  }
  return { batch, inputs, parameters, states, settings: new Map(), draw: { seed: 3, step: 0 } };
}

const shared: GraphDocument = (() => {
  const document = draw(
    'x:Input{shape:[4]} -> a:Linear{out_features:4} -> t:Tanh -> b:Linear{out_features:4} -> sum:Add -> loss:MSELoss',
    't -> sum.inputs',
    'y:Target{kind:"real",features:4} -> loss.target',
  );
  return {
    ...document,
    nodes: document.nodes.map((node) => (node.id === 'b' ? { ...node, shares: 'a' } : node)),
  };
})();

const documents: readonly (readonly [string, GraphDocument])[] = [
  ...templates.map(({ id, document }) => [id, document] as const),
  [
    'a residual block with normalisation and two losses',
    draw(
      'x:Input{shape:[4]} -> fc:Linear{out_features:4} -> bn:BatchNorm1d -> act:GELU -> add:Add -> ln:LayerNorm -> loss:MSELoss',
      'fc -> add.inputs; y:Target{kind:"real",features:4} -> loss.target',
      'act -> loss2:L1Loss{total_weight:0.5}; y -> loss2.target',
    ),
  ],
  ['shared parameters', shared],
  [
    'two draws',
    draw(
      'x:Input{shape:[4]} -> a:Dropout -> fc:Linear{out_features:4} -> b:Dropout{p:0.2} -> loss:MSELoss',
      'y:Target{kind:"real",features:4} -> loss.target',
    ),
  ],
  [
    'several outputs',
    draw(
      'x:Input{shape:[6]} -> s:Split{sections:[2,4]} -> one:Tanh -> c:Concat -> loss:MSELoss',
      's.part2 -> c.inputs; y:Target{kind:"real",features:6} -> loss.target',
    ),
  ],
];

describe('step by step, a graph computes what its program computes', () => {
  test.each(documents)('%s', (_, document) => {
    const graph = checkGraph(document);
    expect(graph.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [steps, program] = [nodeSteps(checkedInOrder(graph)), buildProgram(graph)];
    const feeds = feedsFor(steps, program);
    const isCompared = (key: OutputKey): boolean =>
      ['value', 'loss', 'gradient', 'parameterGradient'].includes(parseOutputKey(key).role);
    const keys = [...program.outputs.keys()].filter((key) => isCompared(key) && steps.outputs.has(key));
    const missing = [...program.outputs.keys()].filter(
      (key) => parseOutputKey(key).role === 'parameterGradient' && !steps.outputs.has(key),
    );
    expect(missing).toEqual([]);
    const [found, expected] = [evaluate(steps, feeds, keys), evaluate(program, feeds, keys)];
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) {
      const wanted = expected.get(key) as Tensor;
      expect(found.get(key)?.shape, key).toEqual(wanted.shape);
      wanted.data.forEach((value, index) => {
        expect(Math.abs((found.get(key)?.data[index] ?? Number.NaN) - value), key).toBeLessThan(
          1e-10 * Math.max(1, Math.abs(value)),
        );
      });
    }
  });
});
