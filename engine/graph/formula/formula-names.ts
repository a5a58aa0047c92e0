import { call, type Expression, type SymbolExpression, symbol } from '../../notation/expression.ts';
import { softmaxAxes, softmaxOperand } from '../../notation/softmax.ts';
import { toText } from '../../notation/text.ts';
import { coreOf, type Naming, namingOf } from '../../notation/visible.ts';
import {
  type OutputKey,
  outputKey,
  type Program,
  parameterKey,
  reachedFrom,
  type ValueId,
  valueAt,
} from '../../program/program.ts';
import type { CheckedNode } from '../check/checked-graph.ts';
import { keyOfParameter, ownedKey } from '../parameter-keys.ts';
import { type GraphSymbols, maskSymbol } from './symbols.ts';

/** A value that formulas write by a name. */
export interface FormulaName {
  readonly name: Expression;
  /**
   * By which it is known in every program of the graph: the key of its output, or for a value that only a loss has
   * (ŷ = softmax(z), y = onehot(y)) or that has a letter within its node (x̂, w) `meaning node name`; of an update also what
   * the optimizer is set to and remembers.
   */
  readonly key: OutputKey | `meaning ${string} ${string}` | `setting ${string}` | `state ${string}`;
  /** It is computed, so that it can be written out one level further. */
  readonly opens: boolean;
}

export type FormulaNames = ReadonlyMap<ValueId, FormulaName>;

/** The loss as it is written in derivatives. */
const loss = symbol('L');

export const derivativeOf = (by: Expression): Expression => ({ kind: 'derivative', over: loss, by });

export const valueSymbol = (symbols: GraphSymbols, node: string, port: string): Expression =>
  symbols.values.get(`${node} ${port}`) ?? symbol(node, { upright: true, node });

export const parameterSymbol = (symbols: GraphSymbols, key: string): SymbolExpression =>
  symbols.parameters.get(key) ?? symbol(key, { upright: true });

/** The axis along which PyTorch's losses take classes. */
const classAxis = '1';

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
  if (role !== 'logits' || softmaxOperand(program, candidate) !== of) return undefined;
  // The softmax along other axes of the same values is another value.
  return softmaxAxes(program, candidate).join() === classAxis ? call('softmax', named) : undefined;
}

/** Gives symbols that no other has, by numbers from 2 where one is taken. */
function freeSymbols(taken: Iterable<SymbolExpression>): (wanted: SymbolExpression) => SymbolExpression {
  const texts = new Set([...taken].map(toText));
  const free = (wanted: SymbolExpression, index: number): SymbolExpression => {
    const text = toText(wanted);
    if (texts.has(text)) return free({ ...wanted, index }, index + 1);
    texts.add(text);
    return wanted;
  };
  return (wanted) => free(wanted, 2);
}

/** Names for softmax and sigmoid of a loss's logits (ŷ), and for the one-hot rows of its target (y). */
function meanings(nodes: readonly CheckedNode[], symbols: GraphSymbols, program: Program): FormulaNames {
  const names = new Map<ValueId, FormulaName>();
  const free = freeSymbols(symbols.values.values());
  for (const checked of nodes) {
    for (const port of checked.operator.inputs) {
      const id = program.outputs.get(outputKey('value', checked.node.id, port.name));
      const source = checked.inputs.get(port.name)?.[0];
      if (id === undefined || source === undefined || port.role === undefined) continue;
      const named = valueSymbol(symbols, ...source.from);
      const guess = symbol('y', { hat: true, node: source.from[0] });
      // Other losses of the same logits may make another thing of them, which has a number of its own.
      const hats = new Map<string, SymbolExpression>();
      program.values.forEach(({ shape }, candidate) => {
        const meaning = meaningOf(program, candidate, id, named, port.role);
        if (meaning === undefined) return;
        const text = toText(meaning);
        const isRows = port.role === 'target' && named.kind === 'symbol';
        const symbolOfMeaning = isRows ? named : (hats.get(text) ?? free(guess));
        if (!isRows) hats.set(text, symbolOfMeaning);
        const key = `meaning ${checked.node.id} ${isRows ? port.name : text}` as const;
        names.set(candidate, { name: { ...symbolOfMeaning, shape }, key, opens: false });
      });
    }
  }
  return names;
}

/** The comparisons with random numbers, which formulas write as the mask m of their node. */
function masks(nodes: readonly CheckedNode[], symbols: GraphSymbols, program: Program): FormulaNames {
  const names = new Map<ValueId, FormulaName>();
  const known = new Map(nodes.map((checked) => [checked.node.id, checked]));
  // A block in which several nodes draw has several masks.
  const free = freeSymbols([]);
  program.values.forEach(({ operation, inputs, origin, shape }, id) => {
    const checked = known.get(origin?.node ?? '');
    const draws = inputs.some((input) => valueAt(program, input).operation.primitive === 'random');
    if (operation.primitive !== 'greater' || !draws || checked === undefined) return;
    const name = { ...free(maskSymbol(symbols, checked)), shape };
    names.set(id, { name, key: `meaning ${checked.node.id} ${toText(name)}`, opens: false });
  });
  return names;
}

/** The parts that operators name: x̂ and s of a normalisation. One that is given out as it is has its port's name. */
function parts(nodes: readonly CheckedNode[], symbols: GraphSymbols, program: Program): FormulaNames {
  return new Map(
    nodes.flatMap(({ node, operator }) => {
      const given = operator.outputs.flatMap(({ name }) => {
        const id = program.outputs.get(outputKey('value', node.id, name));
        return id === undefined ? [] : [underMarks(program, id)];
      });
      return (operator.parts ?? []).flatMap(({ name }): readonly (readonly [ValueId, FormulaName])[] => {
        const id = program.outputs.get(outputKey('part', node.id, name));
        const written = symbols.parts.get(parameterKey(node.id, name));
        if (id === undefined || written === undefined || given.includes(id)) return [];
        const { shape } = valueAt(program, id);
        return [[id, { name: { ...written, shape }, key: `meaning ${node.id} ${name}`, opens: false }]];
      });
    }),
  );
}

/** The number that every element of a value equals, if it is written down in the program. */
function numberOf(program: Program, id: ValueId): number | undefined {
  const { operation } = valueAt(program, coreOf(program, id));
  return operation.primitive === 'constant' ? operation.value : undefined;
}

/** Lists of numbers that a person set, such as class weights, by the letters that their attributes declare. */
function lists(nodes: readonly CheckedNode[], program: Program): FormulaNames {
  const names = new Map<ValueId, FormulaName>();
  for (const { node, operator, attributes } of nodes) {
    for (const attribute of operator.attributes) {
      const list = attributes[attribute.name];
      if (attribute.kind !== 'numbers' || !Array.isArray(list)) continue;
      program.values.forEach(({ operation, inputs, origin, shape }, id) => {
        const isList =
          operation.primitive === 'concatenate' &&
          origin?.node === node.id &&
          inputs.length === list.length &&
          inputs.every((input, index) => numberOf(program, input) === list[index]);
        if (!isList) return;
        const name = symbol(attribute.symbol, { shape });
        names.set(id, { name, key: `meaning ${node.id} ${attribute.name}`, opens: false });
      });
    }
  }
  return names;
}

/** Names of the values that have a node or are parameters, and of what a loss makes of them. */
export function valueNames(
  nodes: readonly CheckedNode[],
  symbols: GraphSymbols,
  program: Program,
): FormulaNames {
  const names = new Map<ValueId, FormulaName>();
  for (const checked of nodes) {
    const { node, operator, parameters, buffers, inputs } = checked;
    for (const { from } of [...inputs.values()].flat()) {
      const key = outputKey('value', ...from);
      const id = program.outputs.get(key);
      const isLeaf = id !== undefined && valueAt(program, id).inputs.length === 0;
      if (isLeaf && !names.has(id)) names.set(id, { name: valueSymbol(symbols, ...from), key, opens: false });
    }
    for (const { name } of operator.outputs) {
      const key = outputKey('value', node.id, name);
      const id = program.outputs.get(key);
      if (id === undefined || names.has(id)) continue;
      const opens = checked.inputs.size > 0;
      names.set(id, { name: valueSymbol(symbols, node.id, name), key, opens });
    }
    for (const { name, shape } of buffers) {
      const key = ownedKey('buffer', checked, name);
      const id = program.outputs.get(key);
      const named = { ...parameterSymbol(symbols, keyOfParameter(checked, name)), shape };
      if (id !== undefined) names.set(id, { name: named, key, opens: false });
    }
    for (const { name } of parameters) {
      const key = ownedKey('parameter', checked, name);
      // Where a parameter is used, and where it is owned: a shared one has a mark at each use.
      for (const at of [outputKey('value', node.id, name), key]) {
        const id = program.outputs.get(at);
        const named = parameterSymbol(symbols, keyOfParameter(checked, name));
        if (id !== undefined) names.set(id, { name: named, key, opens: false });
      }
    }
  }
  return new Map([
    ...parts(nodes, symbols, program),
    ...meanings(nodes, symbols, program),
    ...lists(nodes, program),
    ...masks(nodes, symbols, program),
    ...names,
  ]);
}

/** Names of the gradients at the outputs of nodes: ∂L/∂z₁. */
export function gradientNames(
  nodes: readonly CheckedNode[],
  symbols: GraphSymbols,
  program: Program,
): FormulaNames {
  const names = new Map<ValueId, FormulaName>();
  for (const { node, outputs } of nodes) {
    for (const port of outputs.keys()) {
      const key = outputKey('gradient', node.id, port);
      const id = program.outputs.get(key);
      if (id === undefined) continue;
      const under = valueAt(program, id).inputs[0];
      const opens = under !== undefined && valueAt(program, under).operation.primitive !== 'input';
      names.set(id, { name: derivativeOf(valueSymbol(symbols, node.id, port)), key, opens });
    }
  }
  return names;
}

/** What a mark marks, at the end of a chain of them. */
function underMarks(program: Program, id: ValueId): ValueId {
  let at = id;
  while (valueAt(program, at).operation.primitive === 'port') at = valueAt(program, at).inputs[0] as ValueId;
  return at;
}

/** A program with names for its values. */
export interface NamedProgram {
  readonly program: Program;
  readonly names: FormulaNames;
  readonly naming: Naming<FormulaName>;
}

export const named = (program: Program, names: FormulaNames): NamedProgram => ({
  program,
  names,
  naming: namingOf(program, names),
});

/**
 * The names without those that are written out, and without the value itself under any later name: what comes to z
 * from its only consumer is ∂L/∂z, which would explain nothing.
 */
export function closedNames(
  program: Program,
  naming: Naming<FormulaName>,
  opened: ReadonlySet<string>,
  root: ValueId,
): Naming<FormulaName> {
  const under = underMarks(program, root);
  return naming.without((id, { key, opens }) => {
    const isSelf = id === root || (id > root && underMarks(program, id) === under);
    return isSelf || (opens && opened.has(key));
  });
}

/** The names that a value is written with, in the order of computation; each key once. */
export function namesUsed(program: Program, root: ValueId, naming: Naming<FormulaName>): FormulaNames {
  const reached = reachedFrom([root], (id) =>
    id !== root && naming.named(id) !== undefined ? [] : valueAt(program, id).inputs,
  );
  const used = new Map<ValueId, FormulaName>();
  const keys = new Set<string>();
  for (const id of reached.toReversed()) {
    const name = id === root ? undefined : naming.named(id);
    if (name === undefined || keys.has(name.key)) continue;
    keys.add(name.key);
    used.set(id, name);
  }
  return new Map([...used].reverse());
}

/** As formulas write the names. */
export const expressionsOf = (naming: Naming<FormulaName>): Naming<Expression> =>
  naming.renamed(({ name }) => name);
