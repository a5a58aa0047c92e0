/** Sizes of axes as a person types them: 4, 3×32, 3 x 32, (3, 32). */

export const formatSizes = (sizes: readonly number[]): string => sizes.join('×');

/** The sizes; undefined where the text is none. An empty text is a single number per sample, which has no axes. */
export function readSizes(text: string): readonly number[] | undefined {
  const parts = text
    .replace(/[()[\]]/g, ' ')
    .split(/[×x*,;\s]+/i)
    .filter((part) => part !== '');
  const sizes = parts.map(Number);
  return sizes.every((size) => Number.isSafeInteger(size) && size >= 1) ? sizes : undefined;
}
