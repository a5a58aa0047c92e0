import type { FunctionReference, FunctionWriter, Local } from '../assembler/function-writer.ts';

/** A function of four lanes that elementwise code calls. */
export interface VectorFunction {
  readonly name: string;
  /** Leaves the result on the stack. `call` gives another function that this one needs. */
  readonly write: (
    code: FunctionWriter,
    parameters: readonly [Local],
    call: (other: VectorFunction) => FunctionReference,
  ) => void;
}
