import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** parseArgs takes '-1' after an option for an option that is called 1; here none is. */
const withNegatives = (args: readonly string[], options: Options): readonly string[] => {
  const joined: string[] = [];
  let ended = false;
  for (const arg of args) {
    const last = joined.at(-1) ?? '';
    ended ||= last === '--';
    const takesValue = !ended && last.startsWith('--') && options[last.slice(2)]?.type === 'string';
    if (takesValue && /^-\d/.test(arg)) joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
};

const listed = (options: Options): string => {
  const names = Object.keys(options).map((name) => `--${name}`);
  return names.length === 0 ? 'this command takes none' : `this command takes ${names.join(', ')}`;
};

/** Options by name, and what is left. Throws UsageError for an option that is unknown, given twice or lacks its value. */
export function readArguments<O extends Options>(args: readonly string[], options: O) {
  const given = { args: [...withNegatives(args, options)], options, allowPositionals: true };
  const { tokens } = parseArgs({ ...given, strict: false, tokens: true });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const type = Object.hasOwn(options, name) ? options[name]?.type : undefined;
    if (type === undefined) throw new UsageError(`there is no option ${rawName}; ${listed(options)}`);
    if (seen.has(name)) throw new UsageError(`--${name} is given twice; give it once`);
    seen.add(name);
    if (type === 'boolean' && value !== undefined)
      throw new UsageError(`--${name} takes no value; found '${value}'`);
    if (
      type === 'string' &&
      (value === undefined || (!token.inlineValue && value.startsWith('-') && value !== '-'))
    )
      throw new UsageError(
        `--${name} needs a value after it; found ${value === undefined ? 'none' : `the option ${value}`}`,
      );
  }
  return parseArgs({ ...given, strict: true });
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
