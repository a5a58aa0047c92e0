import type { Operation, OutputKey, ValueId } from '../../program/program.ts';

/** A value whose shape has no symbol left. */
export interface BoundValue {
  readonly operation: Operation;
  readonly inputs: readonly ValueId[];
  readonly shape: readonly number[];
}

/** The values that some outputs need, for one batch size. What changes nothing is gone. */
export interface BoundProgram {
  readonly batch: number;
  readonly values: readonly BoundValue[];
  readonly outputs: ReadonlyMap<OutputKey, ValueId>;
  /** By value of the program it was made from, what stands for it where it is needed. */
  readonly boundFrom: readonly (ValueId | undefined)[];
  /** By value, which one of the program it was made from or for; undefined for a copy. */
  readonly madeFor: readonly (ValueId | undefined)[];
}

export function boundAt({ values }: Pick<BoundProgram, 'values'>, id: ValueId): BoundValue {
  const value = values[id];
  if (value === undefined) throw new Error(`the bound program has no value ${id}`);
  return value;
}
