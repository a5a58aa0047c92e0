import type { ScoreForm } from '../../engine/train/metrics/scores.ts';

/** Numbers as panels write them: a real minus, NaN and infinities spelled out. */

const realMinus = '−';

export const withRealMinus = (text: string): string => text.replaceAll('-', realMinus);

const special = (value: number): string | undefined => {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '∞';
  return value === Number.NEGATIVE_INFINITY ? `${realMinus}∞` : undefined;
};

/** So many decimals; what rounds to zero has no sign. */
export const withDecimals = (value: number, decimals: number): string =>
  withRealMinus(value.toFixed(decimals).replace(/^-(?=[0.]+$)/, ''));

/** Fixed decimals; an exact zero is '0', a rounded one '0.000'. */
export function fixed(value: number, decimals: number): string {
  if (value === 0) return '0';
  return Math.abs(value) >= 1e6 ? brief(value) : (special(value) ?? withDecimals(value, decimals));
}

/** Two digits and a power of ten: 1.3e−1. */
export function brief(value: number): string {
  if (value === 0) return '0';
  return withRealMinus(special(value) ?? value.toExponential(1).replace('e+', 'e'));
}

/** Every digit that tells the number from its neighbours. */
export const exact = (value: number): string => withRealMinus(special(value) ?? String(value));

/** Decimals that show three significant digits of the largest magnitude, from 2 to 6. */
export function decimalsFor(bound: number): number {
  if (!Number.isFinite(bound) || bound === 0) return 3;
  return Math.max(2, Math.min(6, 2 - Math.floor(Math.log10(bound))));
}

/** '95.8 %', with a thin space. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}\u2009%`;

/** Where there is little room, as on a wire: at most seven characters and the sign. */
export function narrow(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (size >= 1e4) return brief(value);
  return fixed(value, size >= 1e3 ? Math.min(decimals, 1) : decimals);
}

/** A score as it is read; a dash where there is none. Large ones are counted in thousands, with fewer decimals. */
export function scoreText(form: ScoreForm, value: number | undefined): string {
  if (value === undefined) return '–';
  if (form.kind === 'share') return percent(value);
  const digits = Math.floor(Math.log10(Math.abs(value)));
  if (!(digits >= 3 && digits < 12)) return fixed(value, form.decimals);
  const decimals = Math.max(0, form.decimals - digits);
  return withRealMinus(
    value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  );
}

// Made once: a formatter costs far more to make than to use.
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** '101,770' */
export const count = (value: bigint | number): string => grouped.format(value);
