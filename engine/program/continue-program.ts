import type { Builder } from './builder.ts';
import type { Program, ValueId } from './program.ts';

/**
 * Writes a program into a builder, value by value and with its outputs, so that it can be continued or, where the
 * builder rewrites, changed. Gives the new ids; `onValue` is told which value is written next.
 */
export function continueProgram(
  program: Program,
  builder: Builder,
  onValue?: (id: ValueId) => void,
): readonly ValueId[] {
  const ids: ValueId[] = [];
  program.values.forEach(({ operation, inputs, shape, origin }, id) => {
    onValue?.(id);
    builder.origin = origin;
    const operands = inputs.map((input) => ids[input] as ValueId);
    ids.push(builder.emit(operation, operands, shape));
  });
  for (const [key, id] of program.outputs) builder.output(key, ids[id] as ValueId);
  return ids;
}
