import fc from 'fast-check';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { CheckedGraph } from '../../../engine/graph/check/checked-graph.ts';
import {
  type Endpoint,
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../../engine/graph/document.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import {
  type Attributes,
  adapted,
  type Operator,
  type PortType,
  type Sample,
  type SampleInput,
} from '../../../engine/operators/operator.ts';
import type { Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import { bindShape, isBatch, type Shape } from '../../../engine/program/shape.ts';
import { elementCount, type Tensor, tensorOf } from '../../../engine/program/tensor.ts';
import { startingPoint } from '../../../engine/train/starting-weights.ts';
import { drawSampleValue } from '../operators/draw-sample-value.ts';
import { uniformNumbers, withDefaults } from '../operators/sample-network.ts';

/**
 * Random graphs for property tests: layers, activations, norms, merges that broadcast, embeddings, residuals,
 * several consumers of one value, shared parameters, one to three weighted losses. Every operator of the catalogue
 * occurs, with the attributes of its samples, wherever it fits what is there; no operator is treated by its name but
 * the few that bring values into the range another asks for.
 */

type Values = SampleInput['values'];

export interface RandomGraph {
  readonly document: GraphDocument;
  /** What the data nodes are fed: numbers from a range or class indices, by node. */
  readonly data: ReadonlyMap<string, Values>;
  readonly seed: number;
}

/** One decision of what to draw; every number is taken modulo what there is to choose from. */
interface Choice {
  readonly operator: number;
  readonly sample: number;
  readonly inputs: readonly number[];
  readonly shares: boolean;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  operator: fc.nat(9_999),
  sample: fc.nat(99),
  inputs: fc.array(fc.nat(9_999), { minLength: 4, maxLength: 4 }),
  shares: fc.boolean(),
});

const inner = operators.filter(
  ({ category, feed }) => feed === undefined && category !== 'loss' && category !== 'block',
);
const losses = operators.filter(({ category }) => category === 'loss');

/** Most elements per sample that a value may have, so that a graph of 30 nodes stays quick. */
const mostElements = 48;

interface Mark {
  readonly nodes: number;
  readonly edges: number;
}

class Drawing {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly data = new Map<string, Values>();
  readonly types = new Map<string, PortType>();

  /** Values that may be read, as [node, port]. */
  get available(): readonly Endpoint[] {
    return [...this.types.keys()].map((key) => key.split(' ') as [string, string]);
  }

  typeOf(end: Endpoint): PortType {
    return this.types.get(end.join(' ')) as PortType;
  }

  mark(): Mark {
    return { nodes: this.nodes.length, edges: this.edges.length };
  }

  /** Takes back all that was drawn since. */
  returnTo({ nodes, edges }: Mark): void {
    for (const { id } of this.nodes.splice(nodes)) {
      this.data.delete(id);
      for (const key of [...this.types.keys()]) if (key.startsWith(`${id} `)) this.types.delete(key);
    }
    this.edges.length = edges;
  }

  isRead(end: Endpoint): boolean {
    return this.edges.some(({ from }) => from.join(' ') === end.join(' '));
  }

  /** Adds a node where its operator takes what is wired to it, else leaves the drawing as it was. */
  add(
    operator: Operator,
    attributes: Attributes,
    inputs: ReadonlyMap<string, readonly Endpoint[]>,
    shares: string | undefined = undefined,
  ): Endpoint | undefined {
    const given = withDefaults(operator, attributes);
    const inference = adapted(operator, given).infer({
      attributes: given,
      inputs: new Map([...inputs].map(([port, ends]) => [port, ends.map((end) => this.typeOf(end))])),
    });
    if (!inference.ok) return undefined;
    const outputs = [...inference.outputs];
    const sizes = [
      ...outputs.map(([, { shape }]) => shape),
      ...inference.parameters.map(({ shape }) => shape),
    ];
    if (sizes.some((shape) => elementCount(bindShape(shape, 1)) > mostElements)) return undefined;
    const id = `n${this.nodes.length}`;
    this.nodes.push({
      id,
      operator: operator.name,
      attributes,
      position: { x: this.nodes.length * 160, y: 0 },
      ...(shares === undefined ? {} : { shares }),
    });
    for (const [port, ends] of inputs) for (const from of ends) this.edges.push({ from, to: [id, port] });
    for (const [port, type] of outputs) this.types.set(`${id} ${port}`, type);
    return [id, outputs[0]?.[0] ?? 'output'];
  }

  addNamed(name: string, attributes: Attributes, ...from: readonly Endpoint[]): Endpoint {
    const operator = operators.find((known) => known.name === name) as Operator;
    const [port] = operator.inputs;
    const end = this.add(operator, attributes, new Map(port === undefined ? [] : [[port.name, from]]));
    if (end === undefined) throw new Error(`${name} does not fit`);
    return end;
  }

  addData(shape: Shape, values: Values): Endpoint {
    const sizes = shape.slice(1) as readonly number[];
    const end =
      values.kind === 'classes'
        ? this.addNamed('Input', { shape: sizes, kind: 'classes', classes: values.classes })
        : this.addNamed('Input', { shape: sizes });
    this.data.set(end[0], values);
    return end;
  }
}

/** Any range that lies in the usual one is asked for; others would leave logarithms and divisions without a value. */
const needsRange = (values: Values): boolean =>
  values.kind === 'uniform' && (values.from >= 0 || values.to <= 0);

/** A value squeezed into a range, where a port asks for one. */
function brought(drawing: Drawing, end: Endpoint, values: Values): Endpoint {
  if (values.kind !== 'uniform' || !needsRange(values)) return end;
  const given = drawing.data.get(end[0]);
  if (given?.kind === 'uniform' && given.from >= values.from && given.to <= values.to) return end;
  const between = drawing.addNamed('Sigmoid', {}, end);
  return drawing.addNamed('Scale', { factor: values.to - values.from, shift: values.from }, between);
}

/** The attributes of a sample without the sizes that what is connected gives. */
const loosened = (operator: Operator, sample: Sample): Attributes =>
  Object.fromEntries(
    Object.entries(sample.attributes).filter(
      ([name]) =>
        !operator.attributes.some((each) => each.name === name && each.kind === 'integer' && each.inferred),
    ),
  );

/** A layer of one input and of the same kind whose parameters fit as they are. */
function sharable(
  drawing: Drawing,
  operator: Operator,
  attributes: Attributes,
  end: Endpoint,
): string | undefined {
  const shape = JSON.stringify(drawing.typeOf(end).shape);
  return drawing.nodes.find(
    (node) =>
      node.operator === operator.name &&
      node.shares === undefined &&
      JSON.stringify(node.attributes) === JSON.stringify(attributes) &&
      drawing.edges.some(
        ({ from, to }) => to[0] === node.id && JSON.stringify(drawing.typeOf(from).shape) === shape,
      ),
  )?.id;
}

const learns = ({ isModule, category, inputs }: Operator): boolean =>
  isModule && category !== 'activation' && inputs.length === 1;

/** Draws an operator with some sample's attributes on values chosen among those that its ports accept. */
function grow(drawing: Drawing, operator: Operator, { sample: which, inputs, shares }: Choice): boolean {
  const sample = operator.samples[which % operator.samples.length] as Sample;
  const attributes = loosened(operator, sample);
  const ports = adapted(operator, withDefaults(operator, attributes)).inputs;
  const wired = new Map<string, readonly Endpoint[]>();
  const before = drawing.mark();
  let next = 0;
  for (const port of ports) {
    const wanted = sample.inputs.get(port.name) ?? [];
    const ends = wanted.map(({ values }) => {
      const fitting = drawing.available.filter((end) => port.accepts.includes(drawing.typeOf(end).carries));
      const pick = inputs[next++ % inputs.length] as number;
      const end =
        fitting.length === 0 ? undefined : fitting[fitting.length - 1 - (pick % Math.min(fitting.length, 8))];
      return end === undefined ? undefined : brought(drawing, end, values);
    });
    if (ends.some((end) => end === undefined)) {
      drawing.returnTo(before);
      return false;
    }
    // A port takes each wire once.
    if (new Set(ends.map((end) => end?.join(' '))).size < ends.length) {
      drawing.returnTo(before);
      return false;
    }
    wired.set(port.name, ends as Endpoint[]);
  }
  const [first] = [...wired.values()].flat();
  const owner =
    shares && learns(operator) && first !== undefined
      ? sharable(drawing, operator, attributes, first)
      : undefined;
  if (drawing.add(operator, attributes, wired, owner) !== undefined) return true;
  // What was put between goes again with the node that did not fit.
  drawing.returnTo(before);
  return false;
}

/** Shapes that the other inputs of a loss may have beside a value of a shape. */
const besides = (shape: Shape): readonly Shape[] => [
  shape,
  ...(shape.length > 1 ? [shape.filter((_, axis) => axis !== 1), shape.slice(0, 1)] : []),
];

/** Draws a loss on a value, its other inputs fed from data of the ranges that its sample has. */
function addLoss(
  drawing: Drawing,
  operator: Operator,
  which: number,
  end: Endpoint,
  weight: number,
): boolean {
  const fits = operator.samples.filter(({ attributes }) => attributes['reduction'] !== 'none');
  for (let turn = 0; turn < fits.length; turn += 1) {
    const sample = fits[(which + turn) % fits.length] as Sample;
    const shape = drawing.typeOf(end).shape;
    const attributes = { ...loosened(operator, sample), total_weight: weight };
    const [first, ...others] = adapted(operator, withDefaults(operator, attributes)).inputs;
    const valuesAt = (port: string): Values => sample.inputs.get(port)?.[0]?.values as Values;
    if (first === undefined || !first.accepts.includes('numbers')) continue;
    const before = drawing.mark();
    const rankAt = (port: string): number => sample.inputs.get(port)?.[0]?.shape.length ?? 0;
    const shapeOf = (port: string, beside: Shape): Shape =>
      rankAt(port) === rankAt(first.name) ? shape : beside;
    for (const beside of besides(shape)) {
      const given = withDefaults(operator, attributes);
      const typeOf = (port: string): PortType => {
        const values = valuesAt(port);
        return values.kind === 'classes'
          ? { shape: shapeOf(port, beside), carries: 'classes', classes: values.classes }
          : { shape: shapeOf(port, beside), carries: 'numbers' };
      };
      const inference = adapted(operator, given).infer({
        attributes: given,
        inputs: new Map([
          [first.name, [drawing.typeOf(end)]],
          ...others.map(({ name }) => [name, [typeOf(name)]] as const),
        ]),
      });
      if (!inference.ok) continue;
      const wired = new Map<string, readonly Endpoint[]>([
        [first.name, [brought(drawing, end, valuesAt(first.name))]],
      ]);
      for (const { name } of others)
        wired.set(name, [drawing.addData(shapeOf(name, beside), valuesAt(name))]);
      if (drawing.add(operator, attributes, wired) !== undefined) return true;
      drawing.returnTo(before);
    }
  }
  return false;
}

/** Room that each loss takes: itself, its target and two nodes that bring its input into range. */
const roomForLosses = 4;

/** How often an operator or its inputs are chosen anew where they do not fit. */
const tries = 80;

function drawAll(plan: {
  readonly inputs: readonly number[];
  readonly choices: readonly Choice[];
  readonly losses: readonly { readonly operator: number; readonly sample: number; readonly weight: number }[];
  readonly size: number;
  readonly seed: number;
}): RandomGraph {
  const drawing = new Drawing();
  for (const pick of plan.inputs) {
    const shape: Shape = pick % 5 === 0 ? ['N', 2, (pick % 3) + 2] : ['N', (pick % 5) + 2];
    drawing.addData(shape, { kind: 'uniform', from: -2, to: 2 });
    if (pick % 4 === 3) drawing.addData(pick % 8 === 3 ? ['N'] : ['N', 2], { kind: 'classes', classes: 3 });
  }
  const room = plan.size - roomForLosses * plan.losses.length;
  for (const each of plan.choices) {
    if (drawing.nodes.length + 3 >= room) break;
    // The operator on other values where it does not fit these, then other operators, in an order that favours none.
    for (let turn = 0; turn < tries; turn += 1) {
      const inputs = each.inputs.map((pick, index) => pick + turn * (index + 1));
      const operator = inner[(each.operator + 31 * Math.floor(turn / 8)) % inner.length] as Operator;
      if (grow(drawing, operator, { ...each, inputs, sample: each.sample + (turn % 8) })) break;
    }
  }
  const open = drawing.available.filter(
    (end) => drawing.typeOf(end).carries === 'numbers' && !drawing.isRead(end) && !drawing.data.has(end[0]),
  );
  const fit = open.filter((end) => {
    const [first, ...rest] = drawing.typeOf(end).shape;
    return first === 'N' && rest.length > 0 && !rest.some(isBatch);
  });
  const ends = fit.length > 0 ? fit : drawing.available.slice(0, 1);
  plan.losses.forEach(({ operator, sample, weight }, index) => {
    const end = ends[ends.length - 1 - (index % ends.length)] as Endpoint;
    for (let turn = 0; turn < losses.length; turn += 1) {
      if (addLoss(drawing, losses[(operator + 7 * turn) % losses.length] as Operator, sample, end, weight))
        break;
    }
  });
  const { nodes, edges, data } = drawing;
  return { document: { ...emptyDocument('random'), nodes, edges }, data, seed: plan.seed };
}

/** Graphs of up to `size` nodes. */
export const randomGraphs = (size = 30): fc.Arbitrary<RandomGraph> =>
  fc
    .record({
      inputs: fc.array(fc.nat(999), { minLength: 1, maxLength: 3 }),
      choices: fc.array(choice, { minLength: 1, maxLength: size, size: 'max' }),
      losses: fc.array(
        fc.record({
          operator: fc.nat(999),
          sample: fc.nat(99),
          weight: fc.constantFrom(1, 0.5, 2, 0.1),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      size: fc.constant(size),
      seed: fc.nat(2 ** 31 - 1),
    })
    .map(drawAll);

/** A batch size that no axis of the graph has. */
export function unlikeEveryWidth(graph: CheckedGraph): number {
  const widths = new Set(
    [...graph.nodes.values()].flatMap(({ outputs, parameters }) =>
      [...outputs.values(), ...parameters].flatMap(({ shape }) => [...shape]),
    ),
  );
  let batch = 3;
  while (widths.has(batch)) batch += 1;
  return batch;
}

/** Data in the ranges asked for, and weights near those that training starts from, none of them special. */
export function randomFeeds(graph: CheckedGraph, { data, seed }: RandomGraph, batch: number): Feeds {
  const random = uniformNumbers(seed);
  const fill = (shape: readonly number[], draw: () => number): Tensor =>
    tensorOf(shape, Array.from({ length: elementCount(shape) }, draw));
  const start = startingPoint(graph);
  const near = (tensor: Tensor): Tensor => ({
    shape: tensor.shape,
    data: tensor.data.map((value) => value + 0.6 * random() - 0.3),
  });
  return {
    batch,
    inputs: new Map(
      [...data].map(([node, values]) => {
        const shape = [...(graph.nodes.get(node)?.outputs.values() ?? [])][0]?.shape ?? [];
        return [node, fill(bindShape(shape, batch), () => drawSampleValue(values, random))];
      }),
    ),
    parameters: new Map([...start.parameters].map(([key, tensor]) => [key, near(tensor)])),
    states: new Map(
      [...start.buffers].map(([key, { shape, data: values }]) => [
        key,
        // A count of batches is a whole number, to PyTorch too.
        { shape, data: values.map(() => (key.endsWith('num_batches_tracked') ? 3 : 0.5 + random())) },
      ]),
    ),
    settings: new Map(),
    draw: { seed: seed % 1000, step: 1 },
  };
}

export const checked = ({ document }: RandomGraph): CheckedGraph => checkGraph(document);
