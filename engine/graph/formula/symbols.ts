import { type SymbolExpression, symbol } from '../../notation/expression.ts';
import type { Operator } from '../../operators/operator.ts';
import { parameterKey } from '../../program/program.ts';
import type { Shape } from '../../program/shape.ts';
import { defaultAttributes } from '../attributes.ts';
import type { CheckedGraph, CheckedNode } from '../check/checked-graph.ts';
import { operatorOf } from '../operator-of.ts';

/** The letters by which formulas call what flows through a graph: x, W₁, z₁, a, ŷ, L. */
export interface GraphSymbols {
  /** By `node port` of the output that gives the value; a block's ports have the symbols of what comes through. */
  readonly values: ReadonlyMap<string, SymbolExpression>;
  /** By `node/part`, of the values within nodes that operators name. */
  readonly parts: ReadonlyMap<string, SymbolExpression>;
  /** Of parameters and buffers, by `node/name`. */
  readonly parameters: ReadonlyMap<string, SymbolExpression>;
  /** Numbers of layers by their nodes, where layers are numbered; those in error have theirs too. */
  readonly layers: ReadonlyMap<string, number>;
}

interface NamedValue {
  readonly key: string;
  readonly node: string;
  readonly letter: string;
  readonly hat: boolean;
  readonly shape: Shape | undefined;
  /** Number of the layer, where layers are numbered; shared with the layer's parameters. */
  readonly layer: number | undefined;
}

/** Letter and hat together: y and ŷ are counted apart. */
const style = ({ letter, hat }: Pick<NamedValue, 'letter' | 'hat'>): string => (hat ? `^${letter}` : letter);

/** The mask that a node draws at random; it carries the number of the node's output. */
export function maskSymbol({ values }: GraphSymbols, { node, outputs }: CheckedNode): SymbolExpression {
  const [port, type] = [...outputs][0] ?? [];
  const index = values.get(`${node.id} ${port}`)?.index;
  return symbol('m', {
    ...(index === undefined ? {} : { index }),
    node: node.id,
    ...(type === undefined ? {} : { shape: type.shape }),
  });
}

/**
 * Layers, the nodes that have parameters or buffers, are counted in the order of the data when there are several; their
 * parameters and their output carry that number. Other letters are counted each by itself, and a letter that occurs
 * once carries no number. What a loss takes as its prediction is ŷ.
 */
export function symbolsOf(checked: CheckedGraph): GraphSymbols {
  const nodes = checked.order.map((id) => checked.nodes.get(id)).filter((node) => node !== undefined);
  const layers = nodes.filter(isLayer);
  const places = layerIds(checked);
  const numbered = new Map(places.length > 1 ? places.map((id, index) => [id, index + 1]) : []);
  const predictions = predictedValues(nodes);
  const values = nodes.flatMap(({ node, operator, outputs }) =>
    [...outputs].map(([port, { shape }]): NamedValue => {
      const key = `${node.id} ${port}`;
      const hat = predictions.has(key);
      return {
        key,
        node: node.id,
        letter: hat ? 'y' : operator.symbol,
        hat,
        shape,
        layer: hat ? undefined : numbered.get(node.id),
      };
    }),
  );
  const parts = namedParts(nodes, numbered);
  const numbers = numberValues([...values, ...parts]);
  const taken = (list: readonly NamedValue[]): Map<string, SymbolExpression> =>
    new Map(list.flatMap(({ key }) => [[key, numbers.get(key) as SymbolExpression] as const]));
  const named = taken(values);
  const through = [...checked.sources].flatMap(([port, source]) => {
    const carried = named.get(source.join(' '));
    return carried === undefined ? [] : [[port, carried] as const];
  });
  return {
    values: through.length === 0 ? named : new Map([...named, ...through]),
    parts: taken(parts),
    parameters: parameterSymbols(layers, numbered),
    layers: numbered,
  };
}

/** Parts are counted with what lies on wires, so that no two things share a name. */
const namedParts = (
  nodes: readonly CheckedNode[],
  numbered: ReadonlyMap<string, number>,
): readonly NamedValue[] =>
  nodes.flatMap(({ node, operator }) =>
    (operator.parts ?? []).map(({ name, symbol: letter, hat = false }) => ({
      key: parameterKey(node.id, name),
      node: node.id,
      letter,
      hat,
      shape: undefined,
      layer: numbered.get(node.id),
    })),
  );

const isLayer = ({ parameters, buffers }: Pick<CheckedNode, 'parameters' | 'buffers'>): boolean =>
  parameters.length > 0 || buffers.length > 0;

/**
 * Nodes that are layers, in the order of the data. One in error counts by what its operator has in its first
 * sample, so that the others keep their numbers while it is mended.
 */
function layerIds({ flat, order, nodes }: CheckedGraph): readonly string[] {
  const drawn = new Map(flat.nodes.map((node) => [node.id, node]));
  return order.filter((id) => {
    const checked = nodes.get(id);
    if (checked !== undefined) return isLayer(checked);
    const node = drawn.get(id);
    const operator = node === undefined ? undefined : operatorOf(node);
    return operator !== undefined && isLayerInSample(operator);
  });
}

function isLayerInSample(operator: Operator): boolean {
  const [sample] = operator.samples;
  if (sample === undefined) return false;
  const inference = operator.infer({
    attributes: { ...defaultAttributes(operator), ...sample.attributes },
    inputs: new Map(
      [...sample.inputs].map(([port, list]) => [
        port,
        list.map(({ shape, values }) => ({
          shape,
          carries: values.kind === 'classes' ? ('classes' as const) : ('numbers' as const),
        })),
      ]),
    ),
  });
  return inference.ok && isLayer({ buffers: [], ...inference });
}

/** Outputs that a loss reads as its prediction; a value that comes straight from the data keeps its letter. */
function predictedValues(nodes: readonly CheckedNode[]): ReadonlySet<string> {
  const fromData = new Set(
    nodes.filter(({ operator }) => operator.category === 'data').map(({ node }) => node.id),
  );
  const found = new Set<string>();
  for (const { operator, inputs } of nodes) {
    for (const { name, role } of operator.inputs) {
      if (role !== 'prediction' && role !== 'probabilities') continue;
      for (const { from } of inputs.get(name) ?? []) if (!fromData.has(from[0])) found.add(from.join(' '));
    }
  }
  return found;
}

function numberValues(values: readonly NamedValue[]): ReadonlyMap<string, SymbolExpression> {
  const occurrences = new Map<string, number>();
  const taken = new Set<string>();
  for (const value of values) {
    occurrences.set(style(value), (occurrences.get(style(value)) ?? 0) + 1);
    if (value.layer !== undefined) taken.add(`${style(value)} ${value.layer}`);
  }
  const last = new Map<string, number>();
  const nextFree = (letter: string): number => {
    let index = (last.get(letter) ?? 0) + 1;
    while (taken.has(`${letter} ${index}`)) index += 1;
    last.set(letter, index);
    return index;
  };
  return new Map(
    values.map((value) => {
      const isOnly = occurrences.get(style(value)) === 1;
      const index = value.layer ?? (isOnly ? undefined : nextFree(style(value)));
      return [
        value.key,
        symbol(value.letter, {
          ...(index === undefined ? {} : { index }),
          ...(value.hat ? { hat: true } : {}),
          node: value.node,
          ...(value.shape === undefined ? {} : { shape: value.shape }),
        }),
      ];
    }),
  );
}

/** A layer with two parameters of one letter is not there yet; the letter and the layer's number tell all apart. */
function parameterSymbols(
  layers: readonly CheckedNode[],
  numbered: ReadonlyMap<string, number>,
): ReadonlyMap<string, SymbolExpression> {
  return new Map(
    layers.flatMap(({ node, parameters, buffers, shares }) => {
      const index = numbered.get(node.id);
      return [...parameters, ...buffers]
        .filter(({ name }) => !shares.has(name))
        .map(
          ({ name, shape, symbol: letter }) =>
            [
              parameterKey(node.id, name),
              symbol(letter, { ...(index === undefined ? {} : { index }), node: node.id, shape }),
            ] as const,
        );
    }),
  );
}
