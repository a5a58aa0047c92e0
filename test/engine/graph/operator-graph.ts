import { buildProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { CheckedGraph } from '../../../engine/graph/check/checked-graph.ts';
import { emptyDocument, type GraphEdge, type GraphNode } from '../../../engine/graph/document.ts';
import type { Formula, FormulaForm } from '../../../engine/graph/formula/formula.ts';
import { nodeFormulas } from '../../../engine/graph/formula/formulas.ts';
import { ownedKey } from '../../../engine/graph/parameter-keys.ts';
import type { Operator, Sample, SampleInput } from '../../../engine/operators/operator.ts';
import { evaluate, type Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import type { Program } from '../../../engine/program/program.ts';
import type { Shape } from '../../../engine/program/shape.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { randomFeeds } from './random-documents.ts';

/** An operator in a drawing, and what a look at a batch gives there. */
export interface OperatorGraph {
  readonly graph: CheckedGraph;
  readonly program: Program;
  readonly feeds: Feeds;
  readonly values: ReadonlyMap<string, Tensor>;
}

const position = { x: 0, y: 0 };

/**
 * A sample of an operator as a drawing: data into every port of the node `op`, and a loss behind every output that is
 * none itself. Undefined where a port takes what no data node gives: a tensor without samples.
 */
export function operatorGraph(operator: Operator, sample: Sample, batch = 5): OperatorGraph | undefined {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const data = new Map<string, SampleInput['values']>();
  const feed = (
    id: string,
    shape: Shape,
    values: SampleInput['values'],
    to: readonly [string, string],
  ): void => {
    const sizes = shape.slice(1) as readonly number[];
    const classes = values.kind === 'classes' ? { kind: 'classes', classes: values.classes } : {};
    nodes.push({ id, operator: 'Input', attributes: { shape: sizes, ...classes }, position });
    edges.push({ from: [id, 'output'], to });
    data.set(id, values);
  };
  const ports = [...sample.inputs].flatMap(([port, list]) => list.map((each, at) => ({ port, at, ...each })));
  if (ports.some(({ shape }) => shape[0] !== 'N')) return undefined;
  for (const { port, at, shape, values } of ports) feed(`${port}_${at}`, shape, values, ['op', port]);
  nodes.push({ id: 'op', operator: operator.name, attributes: sample.attributes, position });
  // A document never changes, so that what is worked out of its lists once holds: it gets lists of its own.
  const drawn = (): CheckedGraph =>
    checkGraph({ ...emptyDocument(operator.name), nodes: [...nodes], edges: [...edges] });
  const alone = drawn().nodes.get('op');
  if (alone === undefined) throw new Error(`${operator.name} is in error`);
  for (const [port, { shape, carries }] of alone.outputs) {
    if (carries !== 'numbers' || shape[0] !== 'N') continue;
    edges.push({ from: ['op', port], to: [`loss_${port}`, 'input'] });
    nodes.push({ id: `loss_${port}`, operator: 'MSELoss', attributes: { reduction: 'sum' }, position });
    feed(`wanted_${port}`, shape, { kind: 'uniform', from: -2, to: 2 }, [`loss_${port}`, 'target']);
  }
  const graph = drawn();
  const program = buildProgram(graph);
  const feeds = randomFeeds(graph, { document: graph.document, data, seed: 11 }, batch);
  return { graph, program, feeds, values: new Map(evaluate(program, feeds)) };
}

export interface ReadFormula {
  readonly title: string;
  readonly formula: Formula;
  readonly expected: Tensor;
}

/** The formulas of a node, each with the numbers that the program gives for it. */
export function formulasOf(
  made: OperatorGraph,
  form: FormulaForm,
  node = 'op',
  opened: ReadonlySet<string> = new Set(),
): readonly ReadFormula[] {
  const { graph, program, values } = made;
  const checked = graph.nodes.get(node);
  const found = nodeFormulas(graph, program, node, { form, opened });
  const read = (
    title: string,
    formula: Formula | undefined,
    ...keys: readonly string[]
  ): readonly ReadFormula[] => {
    const expected = keys.map((key) => values.get(key)).find((tensor) => tensor !== undefined);
    return formula === undefined || expected === undefined ? [] : [{ title, formula, expected }];
  };
  const [output] = checked?.outputs.keys() ?? [];
  return [
    ...read('forward', found?.forward[0], `value ${node} ${output}`),
    ...(found?.upstream ?? []).flatMap(({ port, total }) =>
      read(`upstream ${port}`, total, `gradient ${node} ${port}`),
    ),
    ...(found?.gradients ?? []).flatMap(({ of, role, product, chain }) => {
      const key =
        role === 'parameter' && checked !== undefined
          ? ownedKey('parameterGradient', checked, of)
          : `gradient ${node} ${of}`;
      return [...read(`product ${of}`, product, key), ...read(`chain ${of}`, chain, key)];
    }),
  ];
}
