/** How classes look on a plane or in a chart: a colour, and a shape that tells them apart without it. */

const colours = 6;

/** The token of a class's colour; beyond six classes they come round again, with other shapes. */
export const classToken = (index: number): string => `--class-${index % colours}`;
export const classColour = (index: number): string => `var(${classToken(index)})`;

/** Outlines around 0, some 7 units wide. */
const shapes = [
  'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z',
  'M-2.8 -2.8h5.6v5.6h-5.6z',
  'M0 -3.6L3.4 2.6h-6.8z',
  'M0 -4L3.4 0L0 4L-3.4 0z',
  'M-3.4 -2.6h6.8L0 3.6z',
  'M-1.2 -3.4h2.4v2.2h2.2v2.4h-2.2v2.2h-2.4v-2.2h-2.2v-2.4h2.2z',
  'M0 -3.8L3.6 -1.2L2.2 3h-4.4L-3.6 -1.2z',
];

export const classShape = (index: number): string => shapes[index % shapes.length] ?? '';

/** The mark of a class as it stands before its name. */
export function ClassMark({ index }: { readonly index: number }) {
  return (
    <svg width="10" height="10" viewBox="-5 -5 10 10" aria-hidden="true">
      <path d={classShape(index)} fill={classColour(index)} />
    </svg>
  );
}
