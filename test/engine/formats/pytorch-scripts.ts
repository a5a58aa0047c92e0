import { pytorchTest } from '../../../engine/formats/pytorch-test.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { formulaFunctions } from '../../../engine/operators/formula-language/functions.ts';
import type { SampleInput } from '../../../engine/operators/operator.ts';
import { operatorGraph } from '../graph/operator-graph.ts';
import { checked, type RandomGraph, randomFeeds } from '../graph/random-documents.ts';

/** The script of a graph on `batch` made-up samples. */
export function scriptOf(drawn: RandomGraph, batch = 2): string {
  const graph = checked(drawn);
  return pytorchTest(graph, randomFeeds(graph, drawn, batch));
}

/** The script of every template, on two made-up samples. */
export const templateScripts: readonly { readonly text: string; readonly ids: readonly string[] }[] =
  templates.flatMap(({ document }) => {
    const graph = checkGraph(document);
    if (graph.order.some((id) => graph.nodes.get(id)?.attributes['kind'] === 'one-hot')) return [];
    const data = [...graph.nodes].flatMap(([id, { outputs, operator }]) => {
      const carries = outputs.get('output')?.carries;
      const values: SampleInput['values'] =
        carries === 'classes' ? { kind: 'classes', classes: 2 } : { kind: 'uniform', from: 0, to: 1 };
      return operator.feed === undefined ? [] : [[id, values] as const];
    });
    return [{ text: scriptOf({ document, data: new Map(data), seed: 1 }), ids: graph.order }];
  });

/** The script of every sample of every operator that PyTorch has. */
export const operatorScripts: readonly string[] = operators.flatMap((operator) =>
  operator.torch === undefined
    ? []
    : operator.samples.flatMap((sample) => {
        const made = operatorGraph(operator, sample, 3);
        return made === undefined ? [] : [pytorchTest(made.graph, made.feeds)];
      }),
);

const takes: Readonly<Record<string, string>> = { where: 'x > 0, x, 0', clamp: 'x, -1, 1', onehot: 't, 3' };

/** The script of every function that a Formula node can call, of two values too where it takes them. */
export const functionScripts: readonly string[] = formulaFunctions.flatMap(({ name, operands }) => {
  const ofClasses = name === 'onehot';
  const pair = operands.most === 2 && !ofClasses ? [`${name}(x, 0.5)`] : [];
  const typed = operators.filter((operator) => operator.name === 'Formula');
  return typed.flatMap((operator) =>
    [`${name}(${takes[name] ?? 'x'})`, ...pair].flatMap((expression) => {
      const inputs = new Map<string, readonly SampleInput[]>([
        ofClasses
          ? ['t', [{ shape: ['N'], values: { kind: 'classes', classes: 3 } }]]
          : ['x', [{ shape: ['N', 2, 3], values: { kind: 'uniform', from: 0.1, to: 2 } }]],
      ]);
      const made = operatorGraph(operator, { attributes: { expression, parameters: '' }, inputs }, 3);
      return made === undefined ? [] : [pytorchTest(made.graph, made.feeds)];
    }),
  );
});
