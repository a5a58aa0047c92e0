import { describeComponent, elementOf } from '../notation/component.ts';
import { describe } from '../notation/describe.ts';
import { type Expression, equation } from '../notation/expression.ts';
import { mixesSamples, oneSample } from '../notation/one-sample.ts';
import { namingOf } from '../notation/visible.ts';
import { type Program, type ValueId, valueAt } from '../program/program.ts';
import {
  closedNames,
  expressionsOf,
  type FormulaName,
  type FormulaNames,
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
  readonly names: FormulaNames;
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
  /** What a reader must know to read it rightly. */
  readonly note?: string;
}

export interface FormulaOptions {
  readonly form: FormulaForm;
  /** Keys of the names that are written out. */
  readonly opened: ReadonlySet<string>;
}

const mixing = 'Samples are mixed here, so one of them has no formula of its own: this is the whole batch.';

/** The names that a formula must explain, and those that the explanations use, in the order of all names. */
function explained(
  program: Program,
  used: FormulaNames,
  names: FormulaNames,
): readonly (readonly [ValueId, FormulaName])[] {
  const isSpecial = ({ key }: FormulaName): boolean => key.startsWith('meaning ');
  const found = new Set<ValueId>();
  const open = [...used].filter(([, name]) => isSpecial(name)).map(([id]) => id);
  if (open.length === 0) return [];
  const naming = namingOf<FormulaName>(program, names);
  for (const id of open) {
    if (found.has(id)) continue;
    found.add(id);
    for (const [inner, name] of namesUsed(program, id, names, naming)) if (isSpecial(name)) open.push(inner);
  }
  return [...names].filter(([id]) => found.has(id));
}

/** A value written in a form, with `name` at the left. */
export function formulaOf(
  { program, id, names }: Pick<FormulaSource, 'program' | 'id' | 'names'>,
  name: Expression,
  { form, opened }: FormulaOptions,
): Formula {
  const closed = closedNames(program, names, opened, id);
  const source = { program, id, names: closed, all: names };
  const written = expressionsOf(closed);
  const used = namesUsed(program, id, closed);
  const special = explained(program, used, closed);
  const openings = [...used.values()].filter(({ opens }) => opens);
  const withoutOwn = (at: ValueId): ReadonlyMap<ValueId, Expression> =>
    new Map([...written].filter(([each]) => each !== at));
  const byComponent = ([at, { name: left }]: readonly [ValueId, FormulaName]): Expression => {
    const own = describeComponent(program, at, withoutOwn(at));
    return equation(elementOf(left, own.indices), own.expression);
  };
  if (form === 'component') {
    const { expression, definitions, indices } = describeComponent(program, id, written);
    return {
      expression: equation(elementOf(name, indices), expression),
      definitions: [...special.map(byComponent), ...definitions],
      openings,
      source,
    };
  }
  const { expression, definitions } = describe(program, id, written);
  const batched: Formula = {
    expression: equation(name, expression),
    definitions: [
      ...special.map(([at, own]) =>
        // The rows y of classes y have the letter of the classes; one index more tells them apart: y_ni = [y_n = i].
        valueAt(program, at).operation.primitive === 'oneHot'
          ? byComponent([at, own])
          : equation(own.name, describe(program, at, withoutOwn(at)).expression),
      ),
      ...definitions,
    ],
    openings,
    source,
  };
  if (form === 'batched') return batched;
  return mixesSamples(program, id, (at) => closed.has(at))
    ? { ...batched, note: mixing }
    : {
        ...batched,
        expression: oneSample(batched.expression),
        definitions: batched.definitions.map(oneSample),
      };
}
