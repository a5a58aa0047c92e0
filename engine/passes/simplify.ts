import { Builder, type Rewrite } from '../program/builder.ts';
import { continueProgram } from '../program/continue-program.ts';
import { type PrimitiveName, type Program, type ValueId, valueAt } from '../program/program.ts';
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
    for (const rule of found.get(value.operation.primitive) ?? []) {
      const better = rule.apply(builder, id, value);
      if (better !== undefined && better !== id) return better;
    }
    return undefined;
  };
}

const rewriteByAll = rewriteBy(rules);

/** The program without values that no output needs. */
export function removeUnused(program: Program): Program {
  const used = new Uint8Array(program.values.length);
  for (const id of program.outputs.values()) used[id] = 1;
  for (let id = program.values.length - 1; id >= 0; id -= 1) {
    if (used[id] === 1) for (const input of valueAt(program, id).inputs) used[input] = 1;
  }
  const renumbered = new Int32Array(program.values.length);
  const values = program.values.flatMap((value, id) => (used[id] === 1 ? [{ id, value }] : []));
  values.forEach(({ id }, index) => {
    renumbered[id] = index;
  });
  return {
    values: values.map(({ value }) => ({
      ...value,
      inputs: value.inputs.map((input) => renumbered[input] as ValueId),
    })),
    outputs: new Map([...program.outputs].map(([key, id]) => [key, renumbered[id] as ValueId])),
  };
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
