const mark = '\u0000';

/** JSON in which big integers are written with all their digits. */
export const exactJson = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    (_key, item: unknown) => (typeof item === 'bigint' ? `${mark}${item}${mark}` : item),
    indent,
  ).replaceAll(/"\\u0000(-?\d+)\\u0000"/g, '$1');
