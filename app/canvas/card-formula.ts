import { useMemo } from 'react';
import { defaultAttributes } from '../../engine/graph/attributes.ts';
import { operatorAt } from '../../engine/graph/blocks/block-operator.ts';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { cardFormula } from '../../engine/graph/formula/card-formula.ts';
import { type GraphSymbols, symbolsOf } from '../../engine/graph/formula/symbols.ts';
import { oncePer } from '../../engine/graph/once-per.ts';
import { type Expression, equation, symbol } from '../../engine/notation/expression.ts';
import type { Operator, PortType, SampleInput } from '../../engine/operators/operator.ts';
import type { Mode } from '../../engine/passes/lower.ts';
import { useDocument } from '../document/store.ts';
import { useModeOfNode } from '../live/shown-mode.ts';

/** The letters of a graph's values, worked out once per state of the graph. */
export const symbolsFor: (checked: CheckedGraph) => GraphSymbols = oncePer(symbolsOf);

const typeOf = ({ shape, values }: SampleInput): PortType =>
  values.kind === 'classes'
    ? { shape, carries: 'classes', classes: values.classes }
    : { shape, carries: 'numbers' };

/** What is known of a node that is not computed yet. */
interface Known {
  /** The number of its layer. */
  readonly layer: number | undefined;
  /** The symbols of what is wired to a port, as far as they are known. */
  readonly given: (port: string) => readonly (Expression | undefined)[];
}

/** The formula of an operator that is not wired yet, or not rightly, with x and y for what is not known to flow in. */
export function generalFormula(
  operator: Operator,
  { layer, given }: Known = { layer: undefined, given: () => [] },
): Expression | undefined {
  const sample = operator.samples[0];
  // What its attributes decide, a sample with others cannot show.
  if (sample === undefined || operator.adapt !== undefined) return undefined;
  const inputTypes = new Map([...sample.inputs].map(([port, inputs]) => [port, inputs.map(typeOf)]));
  const attributes = { ...defaultAttributes(operator), ...sample.attributes };
  const inferred = operator.infer({ attributes, inputs: inputTypes });
  const output = inferred.ok ? [...inferred.outputs.values()][0] : undefined;
  if (!inferred.ok || output === undefined) return undefined;
  const numbered = layer === undefined ? {} : { index: layer };
  const letter = (port: string, index: number, count: number): Expression => {
    const known = given(port)[index];
    if (known !== undefined) return known;
    const role = operator.inputs.find(({ name }) => name === port)?.role;
    if (role === 'target') return symbol('y');
    if (role === 'prediction' || role === 'probabilities') return symbol('y', { hat: true });
    if (operator.category === 'loss') return symbol('z');
    return symbol('x', count > 1 ? { index: index + 1 } : {});
  };
  const symbolsBy = (declared: readonly { readonly name: string; readonly symbol: string }[]) =>
    new Map(declared.map(({ name, symbol: letter }) => [name, symbol(letter, numbered)]));
  const right = operator.formula({
    mode: 'train',
    attributes,
    inputs: new Map(
      [...inputTypes].map(([port, types]) => [
        port,
        types.map((_, index) => letter(port, index, types.length)),
      ]),
    ),
    parameters: symbolsBy(inferred.parameters),
    buffers: symbolsBy(inferred.buffers ?? []),
    mask: symbol('m'),
    inputTypes,
    output,
  });
  if (right.kind === 'equation' || operator.category === 'data') return right;
  return equation(symbol(operator.symbol, numbered), right);
}

/** The formula of a node that is in error, or fed by one: with the names that it and what reaches it have all the same. */
export function formulaUnwired(checked: CheckedGraph, id: string): Expression | undefined {
  const { document } = checked;
  const { values, layers } = symbolsFor(checked);
  const operator = operatorAt(document, id);
  // What a layer in error will give has its letter and number.
  const promised = (node: string): Expression | undefined => {
    const [giver, layer] = [operatorAt(document, node), layers.get(node)];
    return giver === undefined || layer === undefined
      ? undefined
      : symbol(giver.symbol, { index: layer, node });
  };
  const given = (port: string) =>
    document.edges
      .filter(({ to }) => to[0] === id && to[1] === port)
      .map(({ from }) => values.get(from.join(' ')) ?? promised(from[0]));
  return operator === undefined ? undefined : generalFormula(operator, { layer: layers.get(id), given });
}

const textCache = new WeakMap<CheckedGraph, Map<string, string>>();

/** The formula on a node's card, as text of JSON, so that a card draws again only when it reads differently. */
function formulaText(checked: CheckedGraph, id: string, mode: Mode): string {
  const texts = textCache.get(checked) ?? new Map<string, string>();
  textCache.set(checked, texts);
  const key = `${mode} ${id}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const formula = cardFormula(checked, id, symbolsFor(checked), mode) ?? formulaUnwired(checked, id);
  const text = formula === undefined ? '' : JSON.stringify(formula);
  texts.set(key, text);
  return text;
}

/** The formula of a node as it computes what its card shows: in training or in evaluation. */
export function useCardFormula(id: string): Expression | undefined {
  const mode = useModeOfNode(id) ?? 'train';
  const text = useDocument(({ checked }) => formulaText(checked, id, mode));
  return useMemo(() => (text === '' ? undefined : (JSON.parse(text) as Expression)), [text]);
}

/** The symbol of what a port gives, for the wire that carries it. */
export function useWireSymbol(node: string, port: string): Expression | undefined {
  const text = useDocument(({ checked }) => {
    const found = symbolsFor(checked).values.get(`${node} ${port}`);
    return found === undefined ? '' : JSON.stringify(found);
  });
  return useMemo(() => (text === '' ? undefined : (JSON.parse(text) as Expression)), [text]);
}
