/** Rows between commas, numbers between blanks, the last of each the target. */
export function readRows(text: string): {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
} {
  const rows = text.split(',').map((row) => row.trim().split(/\s+/).map(Number));
  return { x: rows.map((row) => row.slice(0, -1)), y: rows.map((row) => row.at(-1) as number) };
}
