import { describe } from '../notation/describe.ts';
import {
  call,
  type Expression,
  equation,
  number,
  type SymbolExpression,
  symbol,
} from '../notation/expression.ts';
import { softmaxOperand } from '../notation/softmax.ts';
import { toText } from '../notation/text.ts';
import type { FormulaContext, PortType } from '../operators/operator.ts';
import { gradientsOf } from '../passes/differentiate.ts';
import { inputPortName, lowerNode, type Mode, startLowering } from '../passes/lower.ts';
import { simplify } from '../passes/simplify.ts';
import { Builder } from '../program/builder.ts';
import {
  type OutputKey,
  outputKey,
  type Program,
  totalLossKey,
  type ValueId,
  valueAt,
} from '../program/program.ts';
import { checkedInOrder, nodeToLower } from './build-program.ts';
import type { CheckedGraph, CheckedNode } from './checked-graph.ts';
import { keyOfParameter, keyParts } from './parameter-keys.ts';
import { type GraphSymbols, maskSymbol, symbolsOf } from './symbols.ts';

/** A gradient with the port or parameter it belongs to, as an equation ∂L/∂… = …. */
export interface NamedFormula {
  readonly of: string;
  readonly role: 'input' | 'parameter';
  readonly expression: Expression;
  /** Names that stand in the expression and are no value of the canvas: ŷ = softmax(z), shared parts u₁. */
  readonly definitions: readonly Expression[];
}

export interface NodeFormulas {
  /** z₁ = x W₁ᵀ + b₁, as it is in training. */
  readonly forward: Expression;
  /** The same in evaluation, where that is another formula. */
  readonly evaluated: Expression | undefined;
  /** In terms of the upstream gradient of the node's own output. */
  readonly local: readonly NamedFormula[];
  /** Down to the loss; empty where the node does not reach it. */
  readonly chain: readonly NamedFormula[];
}

const valueSymbol = (symbols: GraphSymbols, node: string, port: string): Expression =>
  symbols.values.get(`${node} ${port}`) ?? symbol(node, { upright: true, node });

const parameterSymbol = (symbols: GraphSymbols, key: string): Expression =>
  symbols.parameters.get(key) ?? symbol(key, { upright: true });

/** The symbol of what flows into each port, in the order of its wires. */
function inputSymbols(symbols: GraphSymbols, checked: CheckedNode): FormulaContext['inputs'] {
  return new Map(
    [...checked.inputs].map(([port, connections]) => [
      port,
      connections.map(({ from: [node, output] }) => valueSymbol(symbols, node, output)),
    ]),
  );
}

function forwardOf(symbols: GraphSymbols, checked: CheckedNode, mode: Mode): Expression {
  const { operator, attributes } = checked;
  const output = operator.outputs[0]?.name ?? '';
  const symbolsBy = (declared: readonly { readonly name: string }[]): ReadonlyMap<string, Expression> =>
    new Map(declared.map(({ name }) => [name, parameterSymbol(symbols, keyOfParameter(checked, name))]));
  return operator.formula({
    mode,
    attributes,
    inputs: inputSymbols(symbols, checked),
    parameters: symbolsBy(checked.parameters),
    buffers: symbolsBy(checked.buffers),
    mask: maskSymbol(symbols, checked),
    inputTypes: new Map([...checked.inputs].map(([port, list]) => [port, list.map(({ type }) => type)])),
    output: checked.outputs.get(output) as PortType,
  });
}

/** The formula of a node's card: z₁ = x W₁ᵀ + b₁; a data node shows its symbol alone. */
export function cardFormula(
  graph: CheckedGraph,
  id: string,
  symbols = symbolsOf(graph),
  mode: Mode = 'train',
): Expression | undefined {
  const checked = graph.nodes.get(id);
  if (checked === undefined) return undefined;
  const right = forwardOf(symbols, checked, mode);
  const names = checked.operator.outputs.map(({ name }) => valueSymbol(symbols, id, name));
  const left: Expression = names.length > 1 ? { kind: 'joined', parts: names } : (names[0] ?? symbol(id));
  if (right.kind === 'equation') return { ...right, left };
  return checked.operator.category === 'data' ? left : equation(left, right);
}

/** Whether a node computes something else in evaluation than in training: its formula then is another. */
export function dependsOnMode(checked: CheckedNode): boolean {
  const none: GraphSymbols = { values: new Map(), parameters: new Map() };
  const [training, evaluation] = (['train', 'evaluate'] as const).map((mode) =>
    JSON.stringify(forwardOf(none, checked, mode)),
  );
  return training !== evaluation;
}

const derivativeOf = (over: Expression, by: Expression): Expression => ({ kind: 'derivative', over, by });

/** The loss as it is written in derivatives. */
const loss = symbol('L');

/** Names for softmax and sigmoid of a loss's logits (ŷ), and for the one-hot rows of its target (y). */
function lossNames(
  graph: CheckedGraph,
  symbols: GraphSymbols,
  program: Program,
): {
  readonly names: ReadonlyMap<ValueId, Expression>;
  readonly definitions: ReadonlyMap<ValueId, Expression>;
} {
  const names = new Map<ValueId, Expression>();
  const definitions = new Map<ValueId, Expression>();
  for (const checked of checkedInOrder(graph)) {
    for (const port of checked.operator.inputs) {
      const id = program.outputs.get(outputKey('value', checked.node.id, port.name));
      const source = checked.inputs.get(port.name)?.[0];
      if (id === undefined || source === undefined || port.role === undefined) continue;
      const named = valueSymbol(symbols, ...source.from);
      program.values.forEach((value, candidate) => {
        const meaning = meaningOf(program, candidate, id, named, port.role);
        if (meaning === undefined) return;
        const name = port.role === 'target' ? named : symbol('y', { hat: true, shape: value.shape });
        names.set(candidate, name);
        definitions.set(candidate, equation(name, meaning));
      });
    }
  }
  return { names, definitions };
}

/** What a value is in terms of a loss's input: its softmax, sigmoid or exponential, or the target's one-hot rows. */
function meaningOf(
  program: Program,
  candidate: ValueId,
  of: ValueId,
  named: Expression,
  role: string | undefined,
): Expression | undefined {
  const { operation, inputs } = valueAt(program, candidate);
  const first = inputs[0];
  if (first === undefined) return undefined;
  if (role === 'target') {
    return operation.primitive === 'oneHot' && first === of ? call('onehot', named) : undefined;
  }
  if (operation.primitive === 'logistic' && first === of && role === 'logits') return call('σ', named);
  if (operation.primitive !== 'exp') return undefined;
  if (role === 'log-probabilities') return first === of ? call('exp', named) : undefined;
  return role === 'logits' && softmaxOperand(program, candidate) === of ? call('softmax', named) : undefined;
}

/** The comparisons with random numbers, which formulas write as the mask m of their node. */
function masks(
  graph: CheckedGraph,
  symbols: GraphSymbols,
  program: Program,
): {
  readonly names: ReadonlyMap<ValueId, Expression>;
  readonly definitions: ReadonlyMap<ValueId, Expression>;
} {
  const names = new Map<ValueId, Expression>();
  const definitions = new Map<ValueId, Expression>();
  const taken = new Set<string>();
  /** A block in which several nodes draw has several masks. */
  const free = (mask: SymbolExpression, index: number): SymbolExpression => {
    const text = toText(mask);
    if (taken.has(text)) return free({ ...mask, index }, index + 1);
    taken.add(text);
    return mask;
  };
  program.values.forEach(({ operation, inputs, origin }, id) => {
    const checked = graph.nodes.get(origin?.node ?? '');
    const draws = inputs.some((input) => valueAt(program, input).operation.primitive === 'random');
    if (operation.primitive !== 'greater' || !draws || checked === undefined) return;
    const name = free(maskSymbol(symbols, checked), 2);
    names.set(id, name);
    definitions.set(id, equation(name, describe(program, id, new Map()).expression));
  });
  return { names, definitions };
}

/** Every value of the program that has a name on the canvas. */
function canvasNames(graph: CheckedGraph, symbols: GraphSymbols, program: Program): Map<ValueId, Expression> {
  const names = new Map<ValueId, Expression>();
  for (const checked of checkedInOrder(graph)) {
    const { node, operator, parameters } = checked;
    for (const { name } of operator.outputs) {
      const id = program.outputs.get(outputKey('value', node.id, name));
      if (id !== undefined && !names.has(id)) names.set(id, valueSymbol(symbols, node.id, name));
    }
    for (const { name } of parameters) {
      // Where a parameter is used, and where it is owned: a shared one has a mark at each use.
      for (const role of ['value', 'parameter'] as const) {
        const id = program.outputs.get(outputKey(role, node.id, name));
        if (id !== undefined) names.set(id, parameterSymbol(symbols, keyOfParameter(checked, name)));
      }
    }
  }
  return names;
}

/** The ports and parameters of a node that can have a gradient, with their symbols. */
function differentiated(
  symbols: GraphSymbols,
  checked: CheckedNode,
): readonly { readonly of: string; readonly role: NamedFormula['role']; readonly by: Expression }[] {
  const ports = [...checked.inputs].flatMap(([port, connections]) =>
    connections.map(({ from }, index) => ({
      of: inputPortName(port, index, connections.length),
      role: 'input' as const,
      by: valueSymbol(symbols, ...from),
    })),
  );
  const parameters = checked.parameters.map(({ name }) => ({
    of: name,
    role: 'parameter' as const,
    by: parameterSymbol(symbols, keyOfParameter(checked, name)),
  }));
  return [...parameters, ...ports];
}

/** The node alone, on leaves of its own, with the gradient of each leaf for a given upstream gradient. */
function localProgram(checked: CheckedNode): Program {
  const builder = new Builder();
  const { node, operator } = checked;
  builder.origin = { node: node.id, stage: 'forward' };
  const wanted: [OutputKey, ValueId][] = [];
  const inputs = new Map<string, readonly ValueId[]>();
  for (const [port, connections] of checked.inputs) {
    inputs.set(
      port,
      connections.map(({ type }, index) => {
        const name = inputPortName(port, index, connections.length);
        const leaf = builder.input(name, type.shape);
        const differentiable =
          type.carries === 'numbers' && operator.inputs.find((p) => p.name === port)?.role !== 'target';
        builder.output(outputKey('value', node.id, name), leaf);
        if (differentiable) wanted.push([outputKey('gradient', node.id, name), leaf]);
        return leaf;
      }),
    );
  }
  // On leaves of its own, whoever owns them in the graph.
  const alone = { ...nodeToLower(checked), shares: new Map<string, string>() };
  const { outputs, parameters } = lowerNode(startLowering(builder, 'train'), alone, inputs);
  for (const [name, id] of parameters) wanted.push([outputKey('parameterGradient', node.id, name), id]);
  const [port, output] = [...outputs][0] ?? [];
  if (port === undefined || output === undefined) return builder.finish();
  builder.output(outputKey('value', node.id, port), output);
  const isLoss = operator.category === 'loss';
  const upstream = isLoss ? builder.constant(1) : builder.input(upstreamKey, builder.shape(output));
  if (!isLoss) builder.output(outputKey('gradient', node.id, port), upstream);
  const gradients = gradientsOf(builder, output, upstream);
  for (const [key, id] of wanted) {
    const gradient = gradients.get(id);
    if (gradient !== undefined) builder.output(key, gradient);
  }
  return simplify(builder.finish());
}

/** Key of the leaf that stands for the upstream gradient; no port can be called so. */
const upstreamKey = 'upstream gradient';

function localNames(symbols: GraphSymbols, checked: CheckedNode, program: Program): Map<ValueId, Expression> {
  const names = new Map<ValueId, Expression>();
  const { node } = checked;
  const own = valueSymbol(symbols, node.id, checked.operator.outputs[0]?.name ?? '');
  for (const { of, role, by } of differentiated(symbols, checked)) {
    const id = program.outputs.get(outputKey(role === 'input' ? 'value' : 'parameter', node.id, of));
    if (id !== undefined && !names.has(id)) names.set(id, by);
  }
  for (const { name } of checked.operator.outputs) {
    const value = program.outputs.get(outputKey('value', node.id, name));
    if (value !== undefined && !names.has(value)) names.set(value, own);
    const gradient = program.outputs.get(outputKey('gradient', node.id, name));
    if (gradient !== undefined && valueAt(program, gradient).operation.primitive !== 'constant') {
      names.set(gradient, derivativeOf(loss, own));
    }
  }
  return names;
}

const roleKey = (role: NamedFormula['role']): 'gradient' | 'parameterGradient' =>
  role === 'input' ? 'gradient' : 'parameterGradient';

function gradientFormulas(
  graph: CheckedGraph,
  symbols: GraphSymbols,
  checked: CheckedNode,
  program: Program,
  canvas: ReadonlyMap<ValueId, Expression>,
): readonly NamedFormula[] {
  const [special, drawn] = [lossNames(graph, symbols, program), masks(graph, symbols, program)];
  const names = new Map([...special.names, ...drawn.names, ...canvas]);
  const definitionsOf = [...special.definitions, ...drawn.definitions];
  return differentiated(symbols, checked).flatMap(({ of, role, by }) => {
    const owner = role === 'parameter' ? keyParts(keyOfParameter(checked, of)) : undefined;
    const id =
      program.outputs.get(outputKey(roleKey(role), checked.node.id, of)) ??
      (owner && program.outputs.get(outputKey('parameterGradient', owner.node, owner.parameter)));
    if (id === undefined) return [];
    const described = describe(program, id, names);
    const used = definitionsOf.filter(([value]) => !canvas.has(value) && uses(program, id, value, canvas));
    return [
      {
        of,
        role,
        expression: equation(derivativeOf(loss, by), described.expression),
        definitions: [...used.map(([, definition]) => definition), ...described.definitions],
      },
    ];
  });
}

/** Whether a value is written out down to another: named values are not written out. */
function uses(
  program: Program,
  id: ValueId,
  other: ValueId,
  named: ReadonlyMap<ValueId, Expression>,
): boolean {
  const reached = new Set([id]);
  for (let at = id; at > other; at -= 1) {
    if (!reached.has(at) || (at !== id && named.has(at))) continue;
    for (const input of valueAt(program, at).inputs) reached.add(input);
  }
  return reached.has(other);
}

/**
 * What a person can read about a node: its forward formula, and each gradient both in terms of the upstream gradient
 * and in full down to the loss. `program` is the graph's simplified program: the formulas are written from it.
 */
export function nodeFormulas(graph: CheckedGraph, program: Program, id: string): NodeFormulas | undefined {
  const checked = graph.nodes.get(id);
  if (checked === undefined) return undefined;
  const symbols = symbolsOf(graph);
  const local = localProgram(checked);
  const forward = cardFormula(graph, id, symbols) ?? number(0);
  const hasLoss = program.outputs.has(totalLossKey);
  return {
    forward,
    evaluated: dependsOnMode(checked) ? cardFormula(graph, id, symbols, 'evaluate') : undefined,
    local: gradientFormulas(graph, symbols, checked, local, localNames(symbols, checked, local)),
    chain: hasLoss
      ? gradientFormulas(graph, symbols, checked, program, canvasNames(graph, symbols, program))
      : [],
  };
}
