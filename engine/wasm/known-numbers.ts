import { boundAt } from '../passes/schedule/bound-program.ts';
import type { Schedule } from '../passes/schedule.ts';
import type { ValueId } from '../program/program.ts';
import type { FunctionWriter, Local } from './assembler/function-writer.ts';
import type { InstructionName } from './assembler/instructions.ts';
import type { FunctionLibrary } from './functions/library.ts';

const instructions: Readonly<Record<string, InstructionName>> = {
  add: 'f64.add',
  subtract: 'f64.sub',
  multiply: 'f64.mul',
  divide: 'f64.div',
  maximum: 'f64.max',
  minimum: 'f64.min',
  negate: 'f64.neg',
  sqrt: 'f64.sqrt',
  absolute: 'f64.abs',
};

const comparisons: Readonly<Record<string, InstructionName>> = {
  greater: 'f64.gt',
  greaterEqual: 'f64.ge',
  equal: 'f64.eq',
};

/**
 * Computes the numbers that settings and constants alone decide, such as 1 − β₂ᵗ, in float64 as PyTorch does on the host, and stores
 * each as float32 where kernels read it.
 */
export class KnownNumbers {
  readonly #schedule: Schedule;
  readonly #code: FunctionWriter;
  readonly #library: FunctionLibrary;
  readonly #settingAddress: (key: string) => number;
  readonly #locals = new Map<ValueId, Local>();

  constructor(
    schedule: Schedule,
    code: FunctionWriter,
    library: FunctionLibrary,
    settingAddress: (key: string) => number,
  ) {
    this.#schedule = schedule;
    this.#code = code;
    this.#library = library;
    this.#settingAddress = settingAddress;
  }

  store(id: ValueId, address: number): void {
    const local = this.#compute(id);
    this.#code.i32(address).get(local).op('f32.demote_f64').store('f32.store');
  }

  #compute(id: ValueId): Local {
    const known = this.#locals.get(id);
    if (known !== undefined) return known;
    const code = this.#code;
    const { operation, inputs } = boundAt(this.#schedule.program, id);
    const operands = inputs.map((input) => this.#compute(input));
    const [first, second, third] = operands as [Local, Local, Local];
    const { primitive } = operation;
    const comparison = comparisons[primitive];
    if (primitive === 'constant') code.f64(operation.value);
    else if (primitive === 'setting') code.i32(0).load('f64.load', this.#settingAddress(operation.key));
    else if (primitive === 'reshape' || primitive === 'broadcast') code.get(first);
    else if (primitive === 'exp' || primitive === 'log') code.get(first).call(this.#library.known(primitive));
    else if (primitive === 'select') {
      code.get(third).get(second).get(first).f64(0).op('f64.eq').select();
      const chosen = code.local('f64');
      code.set(chosen).get(chosen).get(first).get(first).get(first).op('f64.eq').select();
    } else if (comparison !== undefined) {
      code.get(first).get(second).op(comparison).op('f64.convert_i32_s');
    } else {
      for (const operand of operands) code.get(operand);
      code.op(instructions[primitive] as InstructionName);
    }
    const local = code.local('f64');
    code.set(local);
    this.#locals.set(id, local);
    return local;
  }
}
