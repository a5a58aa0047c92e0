/**
 * Where a value lies on a colour map. Signed values diverge from zero to both sides with the same bound; values that
 * cannot be negative run up from zero.
 */
export type MapPlace =
  | { readonly map: 'diverging'; readonly step: -5 | -4 | -3 | -2 | -1 | 0 | 1 | 2 | 3 | 4 | 5 }
  | { readonly map: 'sequential'; readonly step: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 };

const divergingSteps = 5;
const sequentialSteps = 8;

/** The share of the bound that a value has, from −1 to 1; NaN counts as 0. */
const share = (value: number, bound: number): number => {
  if (Number.isNaN(value) || bound === 0) return 0;
  return Math.max(-1, Math.min(1, value / bound));
};

/** `bound` is the largest magnitude of the map, written beside it. */
export function placeOnMap(value: number, bound: number, signed: boolean): MapPlace {
  const at = share(value, bound);
  if (signed) {
    const size = Math.round(Math.abs(at) * divergingSteps);
    return { map: 'diverging', step: (at < 0 && size > 0 ? -size : size) as 0 };
  }
  return { map: 'sequential', step: Math.max(0, Math.round(at * sequentialSteps)) as 0 };
}

/** The token that holds a place's colour. */
export function colourToken({ map, step }: MapPlace): string {
  if (map === 'sequential') return `--seq-${step}`;
  if (step === 0) return '--div-0';
  return `--div-${step < 0 ? 'n' : 'p'}${Math.abs(step)}`;
}

/** The token for text on a place: ink on the light end, its opposite on the dark end. */
export function inkToken({ map, step }: MapPlace): '--ink' | '--on-div-3' | '--on-ink' {
  if (map === 'sequential') return step >= 5 ? '--on-ink' : '--ink';
  const size = Math.abs(step);
  if (size >= 4) return '--on-ink';
  return size === 3 ? '--on-div-3' : '--ink';
}
