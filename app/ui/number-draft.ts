/** What a person typed into a number field: a number, nothing, or why it cannot be taken. */
export type Draft =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'refused'; readonly reason: string };

export interface NumberLimits {
  readonly minimum?: number | undefined;
  /** The number must be greater than this. */
  readonly above?: number | undefined;
  readonly maximum?: number | undefined;
  readonly integer?: boolean | undefined;
  /** Nothing typed means null. */
  readonly optional?: boolean | undefined;
}

const inThousands = /^([+-]?[1-9]\d{0,2})((?:[, _]\d{3})+)(?=\D|$)/;

/** Reads a draft: decimal or scientific, with a hyphen or a real minus; marks between thousands are dropped, and only those. */
export function readDraft(text: string, limits: NumberLimits): Draft {
  const plain = text
    .trim()
    .replaceAll('−', '-')
    .replace(inThousands, (_, first: string, groups: string) => first + groups.replace(/[, _]/g, ''));
  if (plain === '') {
    return limits.optional === true ? { kind: 'empty' } : { kind: 'refused', reason: 'A number is needed.' };
  }
  const value = Number(plain);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) || !Number.isFinite(value)) {
    const remedy = /^[+-]?\d*,\d+$/.test(plain)
      ? ` The decimal mark is a point: ${plain.replace(',', '.')}.`
      : '';
    return { kind: 'refused', reason: `“${text.trim()}” is not a number.${remedy}` };
  }
  if (limits.integer === true && !Number.isSafeInteger(value)) {
    return { kind: 'refused', reason: 'A whole number is needed.' };
  }
  if (limits.minimum !== undefined && value < limits.minimum) {
    return { kind: 'refused', reason: `At least ${limits.minimum}.` };
  }
  if (limits.above !== undefined && value <= limits.above) {
    return { kind: 'refused', reason: `More than ${limits.above}.` };
  }
  if (limits.maximum !== undefined && value > limits.maximum) {
    return { kind: 'refused', reason: `At most ${limits.maximum}.` };
  }
  return { kind: 'number', value };
}
