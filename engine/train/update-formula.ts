import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { type Formula, formulaOf } from '../graph/formula/formula.ts';
import {
  derivativeOf,
  type FormulaName,
  named,
  namesUsed,
  parameterSymbol,
} from '../graph/formula/formula-names.ts';
import { symbolsOf } from '../graph/formula/symbols.ts';
import { type Expression, power, symbol } from '../notation/expression.ts';
import { learningRateSetting } from '../passes/update.ts';
import { outputKey, type Program, parameterKey, parseOutputKey, type ValueId } from '../program/program.ts';

/** Letters as papers write them; other settings go by their names. */
const letters: Readonly<Record<string, string>> = {
  [learningRateSetting]: 'η',
  momentum: 'μ',
  dampening: 'τ',
  weight_decay: 'λ',
  eps: 'ε',
  beta1: 'β₁',
  beta2: 'β₂',
  step: 't',
};

/** Names of all that an update is made of: parameters, their gradients, settings, and what is remembered of each. */
function updateNames(graph: CheckedGraph, program: Program): ReadonlyMap<ValueId, FormulaName> {
  const symbols = symbolsOf(graph);
  const names = new Map<ValueId, FormulaName>();
  program.values.forEach(({ operation, shape }, id) => {
    if (operation.primitive === 'setting') {
      const letter = letters[operation.key];
      const name = letter === undefined ? symbol(operation.key, { upright: true }) : symbol(letter);
      names.set(id, { name, key: `setting ${operation.key}`, opens: false });
    } else if (operation.primitive === 'state') {
      const word = operation.key.slice(operation.key.lastIndexOf('/') + 1);
      names.set(id, {
        name: symbol(word, { upright: true, shape }),
        key: `state ${operation.key}`,
        opens: false,
      });
    }
  });
  for (const [key, id] of program.outputs) {
    const { role, node, name } = parseOutputKey(key);
    if (role !== 'parameter' && role !== 'parameterGradient') continue;
    const parameter = parameterSymbol(symbols, parameterKey(node, name));
    names.set(id, { name: role === 'parameter' ? parameter : derivativeOf(parameter), key, opens: false });
  }
  return names;
}

/** What an element of a parameter becomes in an update, as the optimizer computes it; undefined where it stays as it is. */
export function updateFormula(
  graph: CheckedGraph,
  program: Program,
  node: string,
  parameter: string,
): Formula | undefined {
  const id = program.outputs.get(outputKey('update', node, parameter));
  if (id === undefined) return undefined;
  const before: Expression = parameterSymbol(symbolsOf(graph), parameterKey(node, parameter));
  return formulaOf(
    named(program, updateNames(graph, program)),
    id,
    power(before, symbol('new', { upright: true })),
    { form: 'component', opened: new Set() },
  );
}

/** Keys of the numbers that an update's formula is written with. */
export const updateNumberKeys = ({ source }: Formula): readonly string[] =>
  source === undefined
    ? []
    : [...namesUsed(source.program, source.id, source.naming).values()].map(({ key }) => key);
