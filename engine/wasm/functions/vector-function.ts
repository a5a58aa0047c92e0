import type { FunctionWriter, Local } from '../assembler/function-writer.ts';

/** A function of four lanes that elementwise code calls. */
export interface VectorFunction {
  readonly name: string;
  /** Leaves the result on the stack. `apply` puts another function in the place of what is on top of it. */
  readonly write: (
    code: FunctionWriter,
    parameters: readonly [Local],
    apply: (other: VectorFunction) => void,
  ) => void;
}
