import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';

/** Options by name, and what is left. Throws UsageError for an option that is not known or lacks its value. */
export function readArguments<O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The only argument that is no option. */
export function onlyPositional(positionals: readonly string[], what: string): string {
  const [only, ...more] = positionals;
  if (only === undefined) throw new UsageError(`${what} is missing`);
  if (more.length > 0) throw new UsageError(`one ${what} is expected, found ${positionals.join(' ')}`);
  return only;
}

/** A whole number within bounds, or undefined where the option is not given. */
export function wholeNumber(
  text: string | undefined,
  option: string,
  minimum: number,
  maximum: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= minimum && value <= maximum) return value;
  throw new UsageError(`--${option} takes a whole number from ${minimum} to ${maximum}, found '${text}'`);
}

/** A count of any size, or undefined where the option is not given. */
export function count(text: string | undefined, option: string): bigint | undefined {
  if (text === undefined) return undefined;
  const digits = text.replaceAll(/[,_]/g, '');
  if (/^\d+$/.test(digits)) return BigInt(digits);
  throw new UsageError(`--${option} takes a whole number from 0, found '${text}'`);
}
