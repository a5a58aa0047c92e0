import { Builder, type Rewrite } from '../program/builder.ts';
import { continueProgram } from '../program/continue-program.ts';
import {
  markNeeded,
  type OutputKey,
  type PrimitiveName,
  type Program,
  type Value,
  type ValueId,
} from '../program/program.ts';
import { factoring } from './rules/factoring.ts';
import { fractions } from './rules/fractions.ts';
import { identities } from './rules/identities.ts';
import { layout } from './rules/layout.ts';
import { magnitudes } from './rules/magnitudes.ts';
import { masks } from './rules/masks.ts';
import { normalisation } from './rules/normalisation.ts';
import { probability } from './rules/probability.ts';
import type { Rule } from './rules/rule.ts';
import { signs } from './rules/signs.ts';

/** Every rule, in the order in which they are tried on each value. */
export const rules: readonly Rule[] = [
  ...identities,
  ...layout,
  ...signs,
  ...masks,
  ...magnitudes,
  ...fractions,
  ...normalisation,
  ...factoring,
  ...probability,
];

/** The rules to try on a value, in their order, by the primitive that made it. */
function byPrimitive(list: readonly Rule[]): ReadonlyMap<PrimitiveName, readonly Rule[]> {
  const found = new Map<PrimitiveName, Rule[]>();
  for (const rule of list) {
    for (const primitive of rule.on) found.set(primitive, [...(found.get(primitive) ?? []), rule]);
  }
  return found;
}

/** Tries rules on each value as it is made; what a rule makes is simplified in turn. */
export function rewriteBy(list: readonly Rule[]): Rewrite {
  const found = byPrimitive(list);
  return (builder, id) => {
    const value = builder.value(id);
    let better: ValueId | undefined;
    found.get(value.operation.primitive)?.some((rule) => {
      better = rule.apply(builder, id, value);
      return better !== undefined && better !== id;
    });
    return better;
  };
}

const rewriteByAll = rewriteBy(rules);

/** The program without values that no output needs. */
export const removeUnused = (program: Program): Program => withoutUnused(program).program;

/** The same, and the new number of every value that is left. */
function withoutUnused(program: Program): {
  readonly program: Program;
  readonly renumbered: readonly (ValueId | undefined)[];
} {
  const used = markNeeded(program.values, program.outputs.values());
  const renumbered: (ValueId | undefined)[] = [];
  const values: Value[] = [];
  program.values.forEach(({ operation, inputs, shape, origin }, id) => {
    renumbered.push(used[id] === 1 ? values.length : undefined);
    if (used[id] !== 1) return;
    const renamed = inputs.map((input) => renumbered[input] as ValueId);
    values.push({ operation, inputs: renamed, shape, origin });
  });
  const outputs = new Map<OutputKey, ValueId>();
  program.outputs.forEach((id, key) => {
    outputs.set(key, renumbered[id] as ValueId);
  });
  return { program: { values, outputs }, renumbered };
}

/**
 * The same outputs from fewer, more readable and more stable values: named rules, common subexpressions, dead code.
 * Every value's operands are simplified before it is, so one sweep in program order reaches what the rules can.
 */
export function simplify(program: Program, list: readonly Rule[] = rules): Program {
  const builder = new Builder(list === rules ? rewriteByAll : rewriteBy(list));
  continueProgram(program, builder);
  return removeUnused(builder.finish());
}

/** One use of a rule, in the numbers of `SimplifyTrace.all`. */
export interface RewriteStep {
  readonly rule: Rule;
  readonly before: ValueId;
  readonly after: ValueId;
  /** 0 for what was done to the value itself; 1 for what was done to something that a rule put in its place; and so on. */
  readonly depth: number;
}

/** How a program was simplified, for whoever wants to follow it. */
export interface SimplifyTrace {
  readonly program: Program;
  /** Every value that was made on the way, those that nothing needed in the end among them. */
  readonly all: Pick<Program, 'values'>;
  /** By value of the given program: what stands for it, in the numbers of `all`. */
  readonly became: readonly ValueId[];
  /** Where in `program` a value of `all` is; missing where nothing needs it. */
  readonly kept: readonly (ValueId | undefined)[];
  /** By value of the given program, in the order of reading: a rule before those that act on what it made. */
  readonly steps: ReadonlyMap<ValueId, readonly RewriteStep[]>;
}

/** As `rewriteBy`, but writes down what each rule did. What a rule tried and gave up is not written down. */
function rewriteAndTell(list: readonly Rule[], steps: RewriteStep[]): Rewrite {
  const found = byPrimitive(list);
  let depth = 0;
  return (builder, id) => {
    const value = builder.value(id);
    for (const rule of found.get(value.operation.primitive) ?? []) {
      const start = steps.length;
      depth += 1;
      const better = rule.apply(builder, id, value);
      depth -= 1;
      if (better !== undefined && better !== id) {
        steps.splice(start, 0, { rule, before: id, after: better, depth });
        return better;
      }
      steps.length = start;
    }
    return undefined;
  };
}

/** As `simplify`, with an account of it. */
export function traceSimplify(program: Program, list: readonly Rule[] = rules): SimplifyTrace {
  const steps: RewriteStep[] = [];
  const starts: number[] = [];
  const builder = new Builder(rewriteAndTell(list, steps));
  const became = continueProgram(program, builder, (id) => {
    starts[id] = steps.length;
  });
  const all = builder.finish();
  const { program: simplified, renumbered } = withoutUnused(all);
  const stepsOf = (id: ValueId): readonly RewriteStep[] => steps.slice(starts[id], starts[id + 1]);
  return {
    program: simplified,
    all,
    became,
    kept: renumbered,
    steps: new Map(program.values.flatMap((_, id) => (stepsOf(id).length === 0 ? [] : [[id, stepsOf(id)]]))),
  };
}
