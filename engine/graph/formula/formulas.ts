import type { Expression } from '../../notation/expression.ts';
import { oneSample } from '../../notation/one-sample.ts';
import type { PortType } from '../../operators/operator.ts';
import { inputPortName } from '../../passes/lower.ts';
import { outputKey, type Program, totalLossKey, type ValueId, valueAt } from '../../program/program.ts';
import { isBatch } from '../../program/shape.ts';
import { checkedInOrder } from '../build-program.ts';
import type { CheckedGraph, CheckedNode } from '../check/checked-graph.ts';
import { keyOfParameter, ownedKey } from '../parameter-keys.ts';
import { cardFormula, dependsOnMode } from './card-formula.ts';
import { type Formula, type FormulaOptions, type FormulaSource, formulaOf, mixing } from './formula.ts';
import {
  derivativeOf,
  type FormulaName,
  gradientNames,
  type NamedProgram,
  named,
  parameterSymbol,
  valueNames,
  valueSymbol,
} from './formula-names.ts';
import { sharesOfOutput, sharesOfParameter } from './gradient-shares.ts';
import { localFormula } from './local-formula.ts';
import { nodeSteps } from './node-steps.ts';
import { type GraphSymbols, symbolsOf } from './symbols.ts';

/** One consumer's part of a gradient that is a sum. */
export interface Share {
  /** The node that the value flows into. */
  readonly node: string;
  readonly port: string;
  readonly formula: Formula;
}

export interface UpstreamFormulas {
  readonly port: string;
  /** The sum over all consumers. */
  readonly total: Formula;
  readonly shares: readonly Share[];
}

/** What there is to read about one port or parameter of a node. */
export interface GradientFormulas {
  readonly of: string;
  readonly role: 'input' | 'parameter';
  readonly name: Expression;
  /** The derivative of the node's output; undefined at a loss, where it is the gradient itself. */
  readonly local: Formula | undefined;
  /** The gradient that comes to the node times the local derivative. */
  readonly product: Formula;
  /** Where several nodes share a parameter, what each of them adds. */
  readonly shares: readonly Share[];
  /** Down to the loss; undefined where the node does not reach it. */
  readonly chain: Formula | undefined;
}

export interface NodeFormulas {
  /** z₁ = x W₁ᵀ + b₁, as it is in training; one for each output by component. */
  readonly forward: readonly Formula[];
  /** The same in evaluation, where that is another formula. */
  readonly evaluated: Formula | undefined;
  readonly upstream: readonly UpstreamFormulas[];
  /** Parameters first. */
  readonly gradients: readonly GradientFormulas[];
}

const asBatched: FormulaOptions = { form: 'batched', opened: new Set() };

/** The programs that the formulas of a graph are read off, with the names of their values. */
interface Reading {
  readonly graph: CheckedGraph;
  /** In the order of their data: all, or a block's use alone, which is no node of the flat graph. */
  readonly nodes: readonly CheckedNode[];
  readonly symbols: GraphSymbols;
  readonly steps: Program;
  /** The graph step by step, with names of values, and with those of the gradients that come to nodes too. */
  readonly values: NamedProgram;
  readonly all: NamedProgram;
}

const readings = new WeakMap<CheckedGraph, Reading>();

function read(graph: CheckedGraph, nodes: readonly CheckedNode[]): Reading {
  const symbols = symbolsOf(graph);
  const steps = nodeSteps(nodes);
  const values = valueNames(nodes, symbols, steps);
  const all = new Map([...values, ...gradientNames(nodes, symbols, steps)]);
  return { graph, nodes, symbols, steps, values: named(steps, values), all: named(steps, all) };
}

/** Read once per graph, for all nodes and forms. */
function readingOf(graph: CheckedGraph, checked: CheckedNode): Reading {
  if (!graph.order.includes(checked.node.id)) return read(graph, [checked]);
  const known = readings.get(graph) ?? read(graph, checkedInOrder(graph));
  readings.set(graph, known);
  return known;
}

const chains = new WeakMap<Program, NamedProgram>();

/** The simplified program with names for its values, made once; undefined where nothing comes down to a loss. */
function chainOf({ graph, symbols }: Reading, program: Program): NamedProgram | undefined {
  if (!program.outputs.has(totalLossKey)) return undefined;
  const known = chains.get(program) ?? named(program, valueNames(checkedInOrder(graph), symbols, program));
  chains.set(program, known);
  return known;
}

/** Whether a name is one that the formula was written without because it is opened. */
function isOpenedIn(
  source: FormulaSource | undefined,
  id: ValueId,
  { key, opens }: FormulaName,
  opened: ReadonlySet<string>,
): boolean {
  return (
    source !== undefined && opens && id < source.id && opened.has(key) && source.naming.own(id) === undefined
  );
}

function forwardFormulas(
  { graph, symbols, steps, values }: Reading,
  checked: CheckedNode,
  options: FormulaOptions,
): readonly Formula[] {
  const { node, operator } = checked;
  const card = cardFormula(graph, node.id, symbols);
  if (card === undefined) return [];
  const own: Formula = {
    expression: options.form === 'matrix' ? oneSample(card) : card,
    definitions: [],
    openings: [],
    source: undefined,
    mixed: false,
  };
  if (operator.category === 'data' || checked.inputs.size === 0) return [own];
  const given = [...checked.outputs.keys()].flatMap((port) => {
    const id = steps.outputs.get(outputKey('value', node.id, port));
    return id === undefined ? [] : [formulaOf(values, id, valueSymbol(symbols, node.id, port), options)];
  });
  const [first] = given;
  // What is opened is not in the operator's own formula; a loss's is that of one sample.
  const { opened } = options;
  const isOpened =
    opened.size > 0 &&
    given.some(({ source }) => [...values.names].some(([id, name]) => isOpenedIn(source, id, name, opened)));
  const isBatchedLoss = options.form === 'batched' && operator.category === 'loss';
  const isRead = options.form === 'component' || isOpened || isBatchedLoss;
  if (isRead || first === undefined) return given.length === 0 ? [own] : given;
  if (options.form === 'matrix' && (first.mixed || gathersSamples(checked))) {
    return [{ ...first, expression: card, definitions: [], mixed: true, note: mixing }];
  }
  return [{ ...first, expression: own.expression, definitions: [] }];
}

/** Whether a node has one value for all samples. What reduces many losses to one is shown as one of them. */
function gathersSamples({ attributes, inputs, outputs }: CheckedNode): boolean {
  const hasBatch = ({ shape }: PortType): boolean => shape.some(isBatch);
  return (
    attributes['reduction'] === undefined &&
    ![...outputs.values()].some(hasBatch) &&
    [...inputs.values()].flat().some(({ type }) => hasBatch(type))
  );
}

/** The operator's own formula in evaluation. */
function evaluatedFormula(
  { graph, symbols }: Reading,
  checked: CheckedNode,
  { form }: FormulaOptions,
): Formula | undefined {
  const card = cardFormula(graph, checked.node.id, symbols, 'evaluate');
  if (card === undefined || !dependsOnMode(checked)) return undefined;
  const expression = form === 'matrix' ? oneSample(card) : card;
  return { expression, definitions: [], openings: [], source: undefined, mixed: false };
}

function upstreamFormulas(
  { graph, nodes, symbols, steps, all }: Reading,
  checked: CheckedNode,
  chain: NamedProgram | undefined,
  options: FormulaOptions,
): readonly UpstreamFormulas[] {
  const { node, outputs } = checked;
  return [...outputs.keys()].flatMap((port) => {
    const id = steps.outputs.get(outputKey('gradient', node.id, port));
    if (
      id === undefined ||
      !isComputed(chain, graph, node.id, port) ||
      valueAt(steps, id).inputs.every((input) => valueAt(steps, input).inputs.length === 0)
    ) {
      return [];
    }
    const name = derivativeOf(valueSymbol(symbols, node.id, port));
    const withoutComing = { ...all, naming: all.naming.without((each) => each === id) };
    const shares = sharesOfOutput(nodes, node.id, port).flatMap(
      ({ node: reader, port: at, key }): readonly Share[] => {
        const share = steps.outputs.get(key);
        return share === undefined
          ? []
          : [{ node: reader, port: at, formula: formulaOf(withoutComing, share, name, options) }];
      },
    );
    return [{ port, total: formulaOf(all, id, name, options), shares }];
  });
}

/**
 * The ports and parameters of a node that can have a gradient, with their symbols. Nobody asks for that of a target
 * that comes from the data.
 */
function differentiated(
  graph: CheckedGraph,
  symbols: GraphSymbols,
  checked: CheckedNode,
): readonly { readonly of: string; readonly role: GradientFormulas['role']; readonly by: Expression }[] {
  const ports = [...checked.inputs].flatMap(([port, connections]) =>
    connections.flatMap(({ from }, index) => {
      const isTarget = checked.operator.inputs.some(({ name, role }) => name === port && role === 'target');
      if (isTarget && graph.nodes.get(from[0])?.operator.category === 'data') return [];
      const of = inputPortName(port, index, connections.length);
      return [{ of, role: 'input' as const, by: valueSymbol(symbols, ...from) }];
    }),
  );
  const parameters = checked.parameters.map(({ name }) => ({
    of: name,
    role: 'parameter' as const,
    by: parameterSymbol(symbols, keyOfParameter(checked, name)),
  }));
  return [...parameters, ...ports];
}

/** What each node that uses a parameter adds to its gradient; empty where only one does. */
function parameterShares(
  { nodes, steps, all }: Reading,
  key: string,
  by: Expression,
  options: FormulaOptions,
): readonly Share[] {
  const shares = sharesOfParameter(nodes, key).flatMap(({ node, port, key: of }): readonly Share[] => {
    const id = steps.outputs.get(of);
    return id === undefined ? [] : [{ node, port, formula: formulaOf(all, id, derivativeOf(by), options) }];
  });
  return shares.length > 1 ? shares : [];
}

/** Whether a run computes the gradient at a port: what no parameter lies behind, as beneath a Detach, has none, as in PyTorch. */
const isComputed = (
  chain: NamedProgram | undefined,
  { order }: CheckedGraph,
  node: string,
  port: string,
): boolean =>
  chain === undefined ||
  !order.includes(node) ||
  chain.program.outputs.has(outputKey('gradient', node, port));

function gradientFormulas(
  reading: Reading,
  checked: CheckedNode,
  chain: NamedProgram | undefined,
  options: FormulaOptions,
): readonly GradientFormulas[] {
  const { graph, nodes, symbols, steps, all } = reading;
  const { node } = checked;
  return differentiated(graph, symbols, checked).flatMap(({ of, role, by }): readonly GradientFormulas[] => {
    const share = steps.outputs.get(outputKey('gradient', node.id, of));
    if (share === undefined || (role === 'input' && !isComputed(chain, graph, node.id, of))) return [];
    const key = keyOfParameter(checked, of);
    const sumKey = ownedKey('parameterGradient', checked, of);
    const shares = role === 'parameter' ? parameterShares(reading, key, by, options) : [];
    const id = shares.length > 0 ? (steps.outputs.get(sumKey) ?? share) : share;
    const name = derivativeOf(by);
    const chainId =
      role === 'parameter'
        ? chain?.program.outputs.get(sumKey)
        : chain?.program.outputs.get(outputKey('gradient', node.id, of));
    const consumers = role === 'input' ? consumersOf(nodes, checked, of) : 1;
    const product = formulaOf(all, id, name, options);
    const part = `One of ${consumers} parts: what comes in here flows into ${consumers} ports.`;
    return [
      {
        of,
        role,
        name: by,
        local:
          checked.operator.category === 'loss'
            ? undefined
            : localFormula(reading, checked, share, by, options.form),
        product: consumers > 1 ? { ...product, note: joined(product.note, part) } : product,
        shares,
        chain:
          chainId === undefined || chain === undefined ? undefined : formulaOf(chain, chainId, name, options),
      },
    ];
  });
}

const joined = (note: string | undefined, more: string): string =>
  note === undefined ? more : `${note} ${more}`;

/** How many ports the value that comes in at a port flows into. */
function consumersOf(nodes: readonly CheckedNode[], checked: CheckedNode, of: string): number {
  const wires = (node: CheckedNode) =>
    [...node.inputs].flatMap(([port, connections]) =>
      connections.map(({ from }, index) => ({
        name: inputPortName(port, index, connections.length),
        from: from.join(' '),
      })),
    );
  const source = wires(checked).find(({ name }) => name === of)?.from;
  return nodes.flatMap(wires).filter(({ from }) => from === source).length;
}

/**
 * What a person can read about a node: how it computes; the gradient that comes to it, as a sum over its consumers;
 * and for every parameter and input the local derivative, its product with what comes, and the full chain to the loss.
 * `program` is the graph's simplified program, from which the chain is written; the rest is read off the graph node by
 * node (`node-steps.ts`).
 */
export function nodeFormulas(
  graph: CheckedGraph,
  program: Program,
  id: string,
  options = asBatched,
): NodeFormulas | undefined {
  const checked = graph.nodes.get(id);
  if (checked === undefined) return undefined;
  const reading = readingOf(graph, checked);
  const chain = chainOf(reading, program);
  return {
    forward: forwardFormulas(reading, checked, options),
    evaluated: evaluatedFormula(reading, checked, options),
    upstream: upstreamFormulas(reading, checked, chain, options),
    gradients: gradientFormulas(reading, checked, chain, options),
  };
}
