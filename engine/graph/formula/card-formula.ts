import { type Expression, equation, symbol } from '../../notation/expression.ts';
import type { FormulaContext, PortType } from '../../operators/operator.ts';
import type { Mode } from '../../passes/lower.ts';
import type { CheckedGraph, CheckedNode } from '../check/checked-graph.ts';
import { keyOfParameter } from '../parameter-keys.ts';
import { parameterSymbol, valueSymbol } from './formula-names.ts';
import { type GraphSymbols, maskSymbol, symbolsOf } from './symbols.ts';

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
  // A block that holds the loss gives nothing: there is no name to put before it.
  if (names.length === 0) return right;
  const left: Expression = names.length > 1 ? { kind: 'joined', parts: names } : (names[0] ?? symbol(id));
  if (right.kind === 'equation') return { ...right, left };
  return checked.operator.category === 'data' ? left : equation(left, right);
}

/** Whether a node computes something else in evaluation than in training: its formula then is another. */
export function dependsOnMode(checked: CheckedNode): boolean {
  const none: GraphSymbols = {
    values: new Map(),
    parts: new Map(),
    parameters: new Map(),
    layers: new Map(),
  };
  const [training, evaluation] = (['train', 'evaluate'] as const).map((mode) =>
    JSON.stringify(forwardOf(none, checked, mode)),
  );
  return training !== evaluation;
}
