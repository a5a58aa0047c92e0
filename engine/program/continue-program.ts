import type { Builder } from './builder.ts';
import type { Program, ValueId } from './program.ts';

/**
 * Writes a program into a builder, value by value and with its outputs, so that it can be continued or, where the
 * builder rewrites, changed. Gives the new ids.
 */
export function continueProgram(program: Program, builder: Builder): readonly ValueId[] {
  const ids: ValueId[] = [];
  for (const value of program.values) {
    builder.origin = value.origin;
    ids.push(
      builder.emit(
        value.operation,
        value.inputs.map((input) => ids[input] as ValueId),
      ),
    );
  }
  for (const [key, id] of program.outputs) builder.output(key, ids[id] as ValueId);
  return ids;
}
