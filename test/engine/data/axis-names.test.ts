import { describe, expect, test } from 'vitest';
import { columnNames, keepsMeaning } from '../../../engine/data/axis-names.ts';
import type { Dataset } from '../../../engine/data/dataset.ts';
import { iris as irisData } from '../../../engine/data/iris.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument, GraphNode } from '../../../engine/graph/document.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey } from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { inferSample, sampleProgram } from '../operators/sample-network.ts';

const names = (document: GraphDocument, data: Pick<Dataset, 'features' | 'target'> = irisData) =>
  Object.fromEntries(
    [...columnNames(checkGraph(document), data)].map(([key, { of, names }]) => [
      key,
      `${of}: ${names.join(', ')}`,
    ]),
  );

const chain = (
  nodes: readonly (Pick<GraphNode, 'id' | 'operator'> & Partial<GraphNode>)[],
  wires: readonly string[],
): GraphDocument => ({
  ...emptyDocument(),
  nodes: nodes.map((node) => ({ attributes: {}, position: { x: 0, y: 0 }, ...node })),
  edges: wires.map((wire) => {
    const [from = '', to = '', port = 'input'] = wire.split(' ');
    return { from: [from, 'output'], to: [to, port] };
  }),
});

describe('columns are called', () => {
  const features = `features: ${irisData.features.join(', ')}`;
  const classes = 'classes: setosa, versicolor, virginica';

  test('by the features from the input on, and by the classes from the loss back', () => {
    expect(names(iris.document)).toEqual({
      'x output': features,
      'fc1 input': features,
      'fc2 output': classes,
      'loss input': classes,
      'y output': 'target: species',
      'loss target': 'target: species',
    });
  });

  test('as far as nodes keep columns in their places, in both directions and on other branches', () => {
    const document = chain(
      [
        { id: 'x', operator: 'Input', attributes: { shape: [4] } },
        { id: 'y', operator: 'Target' },
        { id: 'norm', operator: 'LayerNorm' },
        { id: 'drop', operator: 'Dropout' },
        { id: 'fc', operator: 'Linear', attributes: { out_features: 3 } },
        { id: 'same', operator: 'Identity' },
        { id: 'loss', operator: 'CrossEntropyLoss' },
        { id: 'p', operator: 'Softmax' },
        { id: 'flat', operator: 'Unflatten' },
      ],
      ['x norm', 'norm drop', 'drop fc', 'fc same', 'same loss', 'y loss target', 'fc p', 'x flat'],
    );
    const found = names(document);
    for (const key of ['norm output', 'drop output', 'fc input']) expect(found[key], key).toBe(features);
    for (const key of ['fc output', 'same output', 'p input', 'p output', 'loss input'])
      expect(found[key], key).toBe(classes);
    expect(found['flat output']).toBeUndefined();
  });

  test('by the target where a loss compares number by number, and not at all where sizes differ', () => {
    const document = chain(
      [
        { id: 'x', operator: 'Input', attributes: { shape: [4] } },
        { id: 'y', operator: 'Target', attributes: { kind: 'one-hot', classes: 3 } },
        { id: 'fc', operator: 'Linear', attributes: { out_features: 3 } },
        { id: 'loss', operator: 'MSELoss' },
        { id: 'self', operator: 'MSELoss' },
        { id: 'back', operator: 'Linear', attributes: { out_features: 4 } },
      ],
      ['x fc', 'fc loss', 'y loss target', 'fc back', 'back self', 'x self target'],
    );
    expect(names(document)).toMatchObject({ 'fc output': classes, 'back output': features });
    const other: Pick<Dataset, 'features' | 'target'> = {
      features: ['a', 'b'],
      target: { kind: 'class', name: 't', classes: ['one', 'two'] },
    };
    expect(names(iris.document, other)).toEqual({ 'y output': 'target: t', 'loss target': 'target: t' });
  });
});

/** Columns of a matrix in turned order. */
const turned = ({ shape, data }: Tensor): Tensor => {
  const width = shape.at(-1) ?? 1;
  return {
    shape,
    data: data.map((_, at) => data[at - (at % width) + (((at % width) + 1) % width)] as number),
  };
};

const cases = operators.flatMap((operator) =>
  operator.samples.flatMap((sample, index) => {
    const inference = inferSample(operator, sample);
    const shapes = [...sample.inputs.values()].flat().map(({ shape }) => shape.join());
    const isAlike =
      inference.ok &&
      shapes.length === 1 &&
      [...inference.outputs.values()].map(({ shape }) => shape.join()).join() === shapes[0] &&
      shapes[0]?.split(',').length === 2 &&
      keepsMeaning(operator);
    return isAlike ? [[operator.name, index, operator, sample] as const] : [];
  }),
);

describe('what is said to keep columns gives the same columns in another order where they come in another order', () => {
  test.each(cases)('%s, sample %i', (_name, _index, operator, sample) => {
    const { program, feeds } = sampleProgram(operator, sample, 'evaluate');
    const key = outputKey('value', 'node', 'output');
    const before = evaluate(program, feeds).get(key);
    const turn = (tensors: ReadonlyMap<string, Tensor>) =>
      new Map(
        [...tensors].map(([name, tensor]) => [name, tensor.shape.length === 0 ? tensor : turned(tensor)]),
      );
    const after = evaluate(program, {
      ...feeds,
      inputs: turn(feeds.inputs),
      parameters: turn(feeds.parameters),
      states: turn(feeds.states ?? new Map()),
    }).get(key);
    if (before === undefined || after === undefined) throw new Error('there is no output');
    const expected = turned(before).data;
    after.data.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at] as number, 12);
    });
  });
});
