import { describeComponent, elementOf } from '../../notation/component.ts';
import { type Description, describe } from '../../notation/describe.ts';
import { type Expression, equation } from '../../notation/expression.ts';
import { mapParts } from '../../notation/map-expression.ts';
import { mixesSamples, oneSample } from '../../notation/one-sample.ts';
import type { Naming } from '../../notation/visible.ts';
import { type Program, type ValueId, valueAt } from '../../program/program.ts';
import {
  closedNames,
  expressionsOf,
  type FormulaName,
  type FormulaNames,
  type NamedProgram,
  namesUsed,
} from './formula-names.ts';

/**
 * How a formula is written: for one sample as a row, by component with an index for every axis, or for the batch.
 */
export const formulaForms = ['matrix', 'component', 'batched'] as const;
export type FormulaForm = (typeof formulaForms)[number];

/** Where a formula was read: what evaluates it and writes it as code. */
export interface FormulaSource {
  readonly program: Program;
  readonly id: ValueId;
  /** The names it is written with. */
  readonly naming: Naming<FormulaName>;
  /** All names there are, opened ones and its own too. */
  readonly all: FormulaNames;
}

export interface Formula {
  /** An equation, with its name at the left. */
  readonly expression: Expression;
  /** Names that stand in the expression and are no value of the canvas: ŷ = softmax(z), shared parts u₁. */
  readonly definitions: readonly Expression[];
  /** Names in it that can be written out one level further. */
  readonly openings: readonly FormulaName[];
  /** Undefined where the formula is the operator's own and not read off a program. */
  readonly source: FormulaSource | undefined;
  /** It is of the whole batch in every form: samples are mixed, so that one alone has no formula of its own. */
  readonly mixed: boolean;
  /** What a reader must know to read it rightly. */
  readonly note?: string;
}

export interface FormulaOptions {
  readonly form: FormulaForm;
  /** Keys of the names that are written out. */
  readonly opened: ReadonlySet<string>;
}

export const mixing =
  'Samples are mixed here, so one of them has no formula of its own: this is the whole batch.';

/** Symbols that stand in formulas; those that a derivative is taken by are apart, since ∂L/∂z is no z. */
function symbolsIn(
  expressions: readonly Expression[],
): Readonly<Record<'values' | 'gradients', ReadonlySet<Expression>>> {
  const [values, gradients] = [new Set<Expression>(), new Set<Expression>()];
  const visit = (of: Expression, into: Set<Expression>): Expression => {
    if (of.kind === 'symbol') into.add(of);
    if (of.kind === 'derivative') visit(of.by, gradients);
    else mapParts(of, (part) => visit(part, into));
    return of;
  };
  for (const expression of expressions) visit(expression, values);
  return { values, gradients };
}

/** Names that can be read in what is written of a value: a long formula breaks off before others. */
function namesIn(
  program: Program,
  id: ValueId,
  naming: Naming<FormulaName>,
  written: readonly Expression[],
): FormulaNames {
  const { values, gradients } = symbolsIn(written);
  return new Map(
    [...namesUsed(program, id, naming)].filter(([, { name }]) =>
      name.kind === 'derivative' ? gradients.has(name.by) : values.has(name),
    ),
  );
}

const isSpecial = ({ key }: FormulaName): boolean => key.startsWith('meaning ');

/** Whether no sample has a formula of its own, what only the formula names (x̂ of BatchNorm) looked into. */
const isMixed = ({ program, id, naming }: FormulaSource): boolean =>
  mixesSamples(program, id, (at) => {
    const name = naming.own(at);
    return name !== undefined && !isSpecial(name);
  });

/** A value written in a form, with `name` at the left. */
export function formulaOf(
  { program, names, naming }: NamedProgram,
  id: ValueId,
  name: Expression,
  { form, opened }: FormulaOptions,
): Formula {
  const closed = closedNames(program, naming, opened, id);
  const source = { program, id, naming: closed, all: names };
  const written = expressionsOf(closed);
  const isComponent = form === 'component';
  const { expression, definitions, left } = isComponent
    ? byComponent(program, id, written, name)
    : { ...describe(program, id, written), left: name };
  const used = namesIn(program, id, closed, [expression, ...definitions]);
  /** What a special name stands for, without itself. */
  const meaning = (at: ValueId, special: Expression): Expression => {
    const others = written.without((each) => each === at);
    // The rows y of classes y have the letter of the classes; one index more tells them apart: y_ni = [y_n = i].
    if (isComponent || valueAt(program, at).operation.primitive === 'oneHot') {
      const own = byComponent(program, at, others, special);
      return equation(own.left, own.expression);
    }
    return equation(special, describe(program, at, others).expression);
  };
  const meanings = new Map<ValueId, Expression>();
  const open = [...used].filter(([, each]) => isSpecial(each));
  // The list grows while it is read: a meaning may be written with further special names.
  for (const [at, special] of open) {
    if (meanings.has(at)) continue;
    const explained = meaning(at, special.name);
    meanings.set(at, explained);
    open.push(...[...namesIn(program, at, closed, [explained])].filter(([, each]) => isSpecial(each)));
  }
  const formula: Formula = {
    expression: equation(left, expression),
    definitions: [...[...names.keys()].flatMap((at) => meanings.get(at) ?? []), ...definitions],
    openings: [...used.values()].filter(({ opens }) => opens),
    source,
    mixed: isMixed(source),
  };
  if (form !== 'matrix') return formula;
  return formula.mixed
    ? { ...formula, note: mixing }
    : {
        ...formula,
        expression: oneSample(formula.expression),
        definitions: formula.definitions.map(oneSample),
      };
}

/** An element of a value, with its name and indices for the left side. */
function byComponent(
  program: Program,
  id: ValueId,
  naming: Naming<Expression>,
  name: Expression,
): Omit<Description, 'locals'> & { readonly left: Expression } {
  const { expression, definitions, indices } = describeComponent(program, id, naming);
  return { expression, definitions, left: elementOf(name, indices) };
}
