import { describeComponent, elementOf } from '../notation/component.ts';
import { describe } from '../notation/describe.ts';
import { type Expression, equation } from '../notation/expression.ts';
import { mixesSamples, oneSample } from '../notation/one-sample.ts';
import type { Program, ValueId } from '../program/program.ts';
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
  const special = [...closed].filter(([at, { key }]) => key.startsWith('meaning ') && used.has(at));
  const openings = [...used.values()].filter(({ opens }) => opens);
  const withoutOwn = (at: ValueId): ReadonlyMap<ValueId, Expression> =>
    new Map([...written].filter(([each]) => each !== at));
  if (form === 'component') {
    const { expression, definitions, indices } = describeComponent(program, id, written);
    const meanings = special.map(([at, special]) => {
      const own = describeComponent(program, at, withoutOwn(at));
      return equation(elementOf(special.name, own.indices), own.expression);
    });
    return {
      expression: equation(elementOf(name, indices), expression),
      definitions: [...meanings, ...definitions],
      openings,
      source,
    };
  }
  const { expression, definitions } = describe(program, id, written);
  const batched: Formula = {
    expression: equation(name, expression),
    definitions: [
      ...special.map(([at, own]) => equation(own.name, describe(program, at, withoutOwn(at)).expression)),
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
