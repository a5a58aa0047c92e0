import { describeComponent, elementOf } from '../../notation/component.ts';
import { type Expression, equation } from '../../notation/expression.ts';
import { hasMark, jacobianMatrix, localDerivative, upstreamMark } from '../../notation/jacobian.ts';
import { oneSample } from '../../notation/one-sample.ts';
import { outputKey, type Program, type ValueId, valueAt } from '../../program/program.ts';
import type { CheckedNode } from '../check/checked-graph.ts';
import type { Formula, FormulaForm } from './formula.ts';
import { type NamedProgram, valueSymbol } from './formula-names.ts';
import type { GraphSymbols } from './symbols.ts';

/** The step-by-step program that the derivative is read off, with all its names. */
interface Steps {
  readonly symbols: GraphSymbols;
  readonly steps: Program;
  readonly all: NamedProgram;
}

const notWritten = 'The derivative has no short form by component; the product below is what is computed.';
const byComponent = 'Written by component: as a matrix it has no short form.';
const elsewhere = 'Entries with other indices are 0.';
const apart = 'Samples do not act on one another.';

/** ∂z/∂x of a node's first output, read off the share of the gradient that it gives. */
export function localFormula(
  { symbols, steps, all }: Steps,
  checked: CheckedNode,
  id: ValueId,
  by: Expression,
  form: FormulaForm,
): Formula | undefined {
  const { node, outputs } = checked;
  const given = [...outputs.keys()].flatMap((port) => {
    const upstream = steps.outputs.get(outputKey('gradient', node.id, port));
    return upstream === undefined ? [] : [{ port, upstream }];
  });
  const [first] = given;
  if (first === undefined || given.length > 1) return undefined;
  const own = valueSymbol(symbols, node.id, first.port);
  const above = outputKey('gradient', node.id, first.port);
  // Of gradients only the one that comes to the node is a name; the derivative is what it is multiplied by.
  const naming = all.naming
    .without((_, { key }) => key !== above && key.startsWith('gradient '))
    .renamed(({ key, name }) => (key === above ? upstreamMark : name));
  const written = describeComponent(steps, id, naming);
  const { shape } = valueAt(steps, first.upstream);
  const { definitions } = written;
  const local = definitions.some(hasMark)
    ? undefined
    : localDerivative(written.expression, written.indices, shape);
  const left = (over: Expression, under: Expression): Expression => ({ kind: 'derivative', over, by: under });
  const base = { openings: [], source: undefined, mixed: false };
  if (local === undefined) {
    return { ...base, definitions: [], expression: left(own, by), note: notWritten };
  }
  const isBatchLetter = (index: Expression): boolean =>
    index.kind === 'symbol' && ['n', 'm', 'r', 's'].includes(index.name);
  const matrix = form === 'component' ? undefined : jacobianMatrix(local, written.indices, isBatchLetter);
  if (matrix !== undefined) {
    return {
      ...base,
      definitions: [],
      expression: equation(left(oneSample(own), oneSample(by)), oneSample(matrix)),
    };
  }
  const { shared } = local;
  const note = [
    ...(form === 'component' ? [] : [byComponent]),
    ...(shared.length === 0 ? [] : [shared.every(isBatchLetter) ? apart : elsewhere]),
  ].join(' ');
  return {
    ...base,
    definitions,
    expression: equation(left(elementOf(own, local.over), elementOf(by, written.indices)), local.expression),
    ...(note === '' ? {} : { note }),
  };
}
