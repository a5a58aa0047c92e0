/** Lists of numbers as a person types them: sizes of axes as 4, 3×32 or (3, 32), numbers as 1, 0.5, 2. */

export const formatSizes = (sizes: readonly number[] | null): string => (sizes ?? []).join('×');

const partsOf = (text: string, between: RegExp): readonly string[] =>
  text
    .replace(/[()[\]]/g, ' ')
    .split(between)
    .filter((part) => part !== '');

/**
 * The sizes; undefined where the text is none. An empty text is a single number per sample, which has no axes. With
 * `mayBeFree` one size may be −1, which stands for what is left.
 */
export function readSizes(text: string, mayBeFree = false): readonly number[] | undefined {
  const sizes = partsOf(text.replaceAll('−', '-'), /[×x*,;\s]+/i).map(Number);
  const isSize = (size: number): boolean =>
    Number.isSafeInteger(size) && (size >= 1 || (mayBeFree && size === -1));
  return sizes.every(isSize) && sizes.filter((size) => size === -1).length <= 1 ? sizes : undefined;
}

export const formatNumbers = (numbers: readonly number[] | null): string => (numbers ?? []).join(', ');

/** The numbers; null for an empty text, undefined where something in it is none. */
export function readNumbers(text: string): readonly number[] | null | undefined {
  const numbers = partsOf(text.replaceAll('−', '-'), /[,;\s]+/).map(Number);
  if (numbers.length === 0) return null;
  return numbers.every(Number.isFinite) ? numbers : undefined;
}
