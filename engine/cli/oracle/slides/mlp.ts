import { defaultData, defaultTraining, type GraphDocument } from '../../../graph/document.ts';
import { chainDocument, type Link } from '../../../graph/templates/chain.ts';
import { findOperator } from '../../../operators/catalogue.ts';
import { parameterKey } from '../../../program/program.ts';
import { type Tensor, tensorOf } from '../../../program/tensor.ts';
import { flatNumbers, type Nested } from '../fixture-tensor.ts';
import { oneStep } from '../one-step.ts';
import { type Outcome, outcomeOf, skipped } from '../report.ts';
import { type GraphRun, oneRow, runGraph, sampleOf, transposed } from '../run-graph.ts';
import { computedDifferences, type Found, type SlideItem, slideDifferences } from './item.ts';

interface MlpInputs {
  /** PyTorch's layout, (out, in). */
  readonly w1: readonly (readonly number[])[];
  readonly b1: readonly number[];
  readonly w2: readonly (readonly number[])[];
  readonly b2: readonly number[];
  /** A torch.nn class, or 'none'. */
  readonly hidden_activation: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly lr: number;
}

const first = 'fc1';
const second = 'fc2';

/** The modules between input and loss, in PyTorch's order. */
const moduleLinks = ({ b1, b2, hidden_activation: hidden }: MlpInputs): readonly Link[] => [
  { id: first, operator: 'Linear', attributes: { out_features: b1.length } },
  ...(hidden === 'none' ? [] : [{ id: 'act1', operator: hidden }]),
  { id: second, operator: 'Linear', attributes: { out_features: b2.length } },
  { id: 'act2', operator: 'Sigmoid' },
];

const mlpDocument = (inputs: MlpInputs): GraphDocument =>
  chainDocument({
    name: 'MLP',
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [inputs.x.length] } },
      ...moduleLinks(inputs),
      { id: 'loss', operator: 'BCELoss' },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'real', features: inputs.y.length } },
    training: {
      ...defaultTraining,
      optimizer: { name: 'SGD', learningRate: inputs.lr },
      batchSize: 1,
    },
    data: defaultData,
  });

const startOf = ({ w1, b1, w2, b2, x }: MlpInputs): ReadonlyMap<string, Tensor> =>
  new Map([
    [parameterKey(first, 'weight'), tensorOf([b1.length, x.length], flatNumbers(w1 as Nested))],
    [parameterKey(first, 'bias'), tensorOf([b1.length], b1)],
    [parameterKey(second, 'weight'), tensorOf([b2.length, b1.length], flatNumbers(w2 as Nested))],
    [parameterKey(second, 'bias'), tensorOf([b2.length], b2)],
  ]);

const runMlp = (inputs: MlpInputs, parameters: ReadonlyMap<string, Tensor>): GraphRun =>
  runGraph(mlpDocument(inputs), {
    batch: 1,
    inputs: { x: oneRow(inputs.x), y: oneRow(inputs.y) },
    parameters,
  });

/** The output of a worked network before its update. */
export function runMlpForward(item: SlideItem): readonly number[] {
  const inputs = item.inputs as unknown as MlpInputs;
  return [...runMlp(inputs, startOf(inputs)).at('value', 'act2', 'output').data];
}

/** A layer as the slides write it: a row of biases, then a row per input, a column per unit. */
function slideLayout(weight: Tensor, bias: Tensor): Tensor {
  const columns = transposed(weight);
  const [inputs = 0, units = 0] = columns.shape;
  return tensorOf([inputs + 1, units], [...bias.data, ...columns.data]);
}

/** Linear, activation or none, Linear, Sigmoid with BCELoss: forward, backward, one update, forward again. */
export function runMlpStep(item: SlideItem): Outcome {
  const inputs = item.inputs as unknown as MlpInputs;
  const links = moduleLinks(inputs);
  const unknown = links.find(({ operator }) => findOperator(operator) === undefined);
  if (unknown !== undefined) return skipped(`there is no operator ${unknown.operator} yet`);
  const [target, ...moreTargets] = inputs.y;
  if (target === undefined || moreTargets.length > 0) return skipped('a session takes one target per sample');
  const start = startOf(inputs);
  const run = runMlp(inputs, start);
  const updated = oneStep(mlpDocument(inputs), { x: inputs.x, y: target }, start);
  const after = runMlp(inputs, updated);
  const output = (role: 'value' | 'gradient') => links.map(({ id }) => sampleOf(run.at(role, id, 'output')));
  const layers = links
    .map(({ id, operator }, index) => ({ id, operator, index }))
    .filter(({ operator }) => operator === 'Linear');
  const named = (tensorFor: (node: string, name: string) => Tensor): Readonly<Record<string, Tensor>> =>
    Object.fromEntries(
      layers.flatMap(({ id, index }) =>
        ['weight', 'bias'].map((name) => [`${index}.${name}`, tensorFor(id, name)] as const),
      ),
    );
  const next = (node: string, name: string): Tensor => {
    const tensor = updated.get(parameterKey(node, name));
    if (tensor === undefined) throw new Error(`${node} has no ${name}`);
    return tensor;
  };
  const hidden = slideLayout(next(first, 'weight'), next(first, 'bias'));
  const last = slideLayout(next(second, 'weight'), next(second, 'bias'));
  const activations = output('value');
  const found: Readonly<Record<string, Found>> = {
    modules: links.map(({ operator }) => operator),
    activations,
    activation_grads: output('gradient'),
    loss: tensorOf([], [run.loss]),
    grads: named((node, name) => run.at('parameterGradient', node, name)),
    state_dict_after: named(next),
    W_h_after_slide_layout: hidden,
    W_z_after_slide_layout: last,
    output_after: sampleOf(after.at('value', 'act2', 'output')),
  };
  const onSlide: Readonly<Record<string, Found>> = {
    ...found,
    h: sampleOf(run.at('value', second, 'input')),
    z: sampleOf(run.at('value', second, 'output')),
    yhat: sampleOf(run.at('value', 'act2', 'output')),
    W_h_after: hidden,
    W_z_after: last,
  };
  return outcomeOf([...computedDifferences(found, item.computed), ...slideDifferences(onSlide, item)]);
}
