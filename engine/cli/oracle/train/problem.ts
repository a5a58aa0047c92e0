import type { PreparedData } from '../../../data/prepare.ts';
import { noScaler } from '../../../data/scaler.ts';
import type { GraphDocument, GraphEdge, Training } from '../../../graph/document.ts';
import { defaultData } from '../../../graph/document.ts';
import { chainDocument, type Link } from '../../../graph/templates/chain.ts';
import { type FixtureTensor, fixtureNumbers } from '../fixture-tensor.ts';

/** A perceptron and its samples, which all runs of a file train. */
export interface Problem {
  readonly linears: readonly (readonly [inputs: number, outputs: number])[];
  /** Between the linears. */
  readonly activation: string;
  readonly loss: string;
  readonly batch_size: number;
  /** By their place in PyTorch's Sequential, such as '0.weight'. */
  readonly parameters: Readonly<Record<string, FixtureTensor>>;
  readonly x: FixtureTensor;
  readonly y: FixtureTensor;
}

const sizeOf = (problem: Problem, side: 'first' | 'last'): number =>
  (side === 'first' ? problem.linears[0]?.[0] : problem.linears.at(-1)?.[1]) ?? 0;

/** Numbers of one sample: all but the first axis. */
const widthOf = ({ shape }: FixtureTensor): number => shape.slice(1).reduce((width, size) => width * size, 1);

/** Columns of a target that lie beside the features; a data set of Nodegrad has one target column of its own. */
const targetColumns = ({ y }: Problem): number => (widthOf(y) === 1 ? 0 : widthOf(y));

const isClassIndex = ({ y }: Problem): boolean => y.dtype === 'int64';

/** The problem as a graph, each module named by its place in PyTorch's Sequential. */
export function problemDocument(
  problem: Problem,
  training: Training,
  frozen: ReadonlySet<string>,
): GraphDocument {
  const modules = problem.linears.flatMap(([, outputs], index): readonly Link[] => [
    ...(index === 0 ? [] : [{ id: String(2 * index - 1), operator: problem.activation }]),
    {
      id: String(2 * index),
      operator: 'Linear',
      attributes: { out_features: outputs, bias: problem.parameters[`${2 * index}.bias`] !== undefined },
    },
  ]);
  const [features, columns] = [sizeOf(problem, 'first'), targetColumns(problem)];
  const document = chainDocument({
    name: 'Training',
    links: [
      { id: 'row', operator: 'Input', attributes: { shape: [features + columns] } },
      { id: 'x', operator: 'Slice', attributes: { end: features } },
      ...modules,
      { id: 'loss', operator: problem.loss },
    ],
    target:
      columns > 0
        ? { id: 'y', operator: 'Slice', attributes: { start: features } }
        : {
            id: 'y',
            operator: 'Target',
            attributes: isClassIndex(problem)
              ? { kind: 'class', classes: sizeOf(problem, 'last') }
              : { kind: 'real' },
          },
    training,
    data: defaultData,
  });
  const nodes = document.nodes.map((node) => (frozen.has(node.id) ? { ...node, frozen: true } : node));
  const edges: readonly GraphEdge[] =
    columns > 0 ? [...document.edges, { from: ['row', 'output'], to: ['y', 'input'] }] : document.edges;
  return { ...document, nodes, edges };
}

/** `steps` batches as one part: step k has rows k·b to k·b + b − 1 modulo the number of samples. */
export function problemData(problem: Problem, steps: number): PreparedData {
  const [x, y] = [fixtureNumbers(problem.x), fixtureNumbers(problem.y)];
  const [rows = 0, given = 0] = problem.x.shape;
  const columns = targetColumns(problem);
  const features = given + columns;
  const rowAt = (row: number): readonly number[] => [
    ...x.subarray(row * given, (row + 1) * given),
    ...y.subarray(row * columns, (row + 1) * columns),
  ];
  const taken = Array.from({ length: steps * problem.batch_size }, (_, index) => index % rows);
  const none = { rows: 0, x: new Float64Array(), y: new Float64Array(), indices: [] };
  return {
    dataset: {
      id: 'problem',
      name: 'Problem',
      description: 'The samples of the problem.',
      source: 'the fixture',
      features: Array.from({ length: features }, (_, index) => `x${index + 1}`),
      target: { kind: 'real', name: 'y' },
      x: [],
      y: [],
    },
    features,
    classes: isClassIndex(problem) ? sizeOf(problem, 'last') : undefined,
    scaler: noScaler(features),
    train: {
      rows: taken.length,
      x: Float64Array.from(taken.flatMap(rowAt)),
      y: Float64Array.from(taken, (row) => (columns > 0 ? 0 : (y[row] ?? Number.NaN))),
      indices: taken,
    },
    validation: none,
    test: none,
  };
}
