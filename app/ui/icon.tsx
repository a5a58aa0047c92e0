import type { ReactNode } from 'react';

/** Line icons, drawn on 16 × 16 with a stroke of 1.5; filled ones name themselves so in `filled`. */
const lines = {
  undo: 'M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H6',
  redo: 'M10 3l3.5 3.5L10 10M13 6.5H6.5a4 4 0 0 0 0 8H10',
  chevron: 'M4.5 6.5 8 10l3.5-3.5',
  up: 'M4.5 9.5 8 6l3.5 3.5',
  left: 'M9.5 4 5.5 8l4 4',
  right: 'M6.5 4l4 4-4 4',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3 14 14',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  unlock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 4.8-1',
  export: 'M8 10V2.5M5 5.5l3-3 3 3M3 9v4.5h10V9',
  open: 'M2 13V3.5h4L7.5 5H13v2M2 13l2-6h11l-2 6z',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  screen: 'M2 3h12v8H2zM5.5 14h5M8 11v3',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M8 12v.8',
  check: 'M3 8.5 6.5 12 13 4.5',
  side: 'M2 3h12v10H2zM10 3v10',
  grid: 'M2.5 2.5h4.5V7H2.5zM9 2.5h4.5V7H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  tidy: 'M2 4.5h4v3H2zM10 2h4v3h-4zM10 10h4v3h-4zM6 6h2M8 3.5v8M8 3.5h2M8 11.5h2',
  select: 'M2.5 5V2.5H5M7 2.5h2M11 2.5h2.5V5M13.5 7v2M13.5 11v2.5H11M9 13.5H7M5 13.5H2.5V11M2.5 9V7',
  cut: 'M4 10.5a1.75 1.75 0 1 0 .01 0zM12 10.5a1.75 1.75 0 1 0 .01 0zM5 10.8 11.5 2M11 10.8 4.5 2',
  link: 'M6.5 9.5l3-3M7 5l1.8-1.8a2.5 2.5 0 0 1 3.6 3.6L10.6 8.6M9 11l-1.8 1.8a2.5 2.5 0 0 1-3.6-3.6L5.4 7.4',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5V2.5h8',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M8 2.5V11M4.5 7.5 8 11l3.5-3.5M3 13.5h10',
  more: 'M3.5 7.6a.4.4 0 1 0 .01 0zM8 7.6a.4.4 0 1 0 .01 0zM12.5 7.6a.4.4 0 1 0 .01 0z',
  grip: 'M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1',
  table: 'M2.5 3h11v10h-11zM2.5 6.5h11M6.5 6.5V13',
  pin: 'M6 2.5h4M7 2.5v4L4.5 9.5h7L9 6.5v-4M8 9.5V14',
  bypass: 'M2 11h2.5c2 0 1.5-6 3.5-6s1.5 6 3.5 6H14M11.5 8.5 14 11l-2.5 2.5',
  mute: 'M3 8a5 5 0 1 0 10 0A5 5 0 1 0 3 8zM4.5 4.5l7 7',
  reset: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3',
  past: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3M8 5v3.2l2 1.5',
  first: 'M12 4 8 8l4 4M4.5 4v8',
  last: 'M4 4l4 4-4 4M11.5 4v8',
} as const;

const filled = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  stop: 'M3.5 3.5h9v9h-9z',
  step: 'M3 3v10l7-5zM11.5 3H13v10h-1.5z',
  finish: 'M2 3v10l6-5zM8 3v10l6-5z',
  forward: 'M4 4v8l7-4z',
  backward: 'M12 4v8L5 8z',
} as const;

const drawn: Readonly<Record<'error' | 'warning' | 'advice' | 'note' | 'mark', ReactNode>> = {
  error: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" stroke="var(--card)" strokeWidth="1.7" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1l7.5 14H.5z" fill="currentColor" />
      <path d="M8 5.8v4.4M8 11.6v1.6" stroke="var(--card)" strokeWidth="1.7" />
    </>
  ),
  advice: (
    <>
      <path
        d="M8 1.2a4.6 4.6 0 0 0-2.6 8.4c.5.4.7.9.7 1.6h3.8c0-.7.2-1.2.7-1.6A4.6 4.6 0 0 0 8 1.2z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <path d="M6.2 13h3.6M7 14.8h2" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  note: (
    <>
      <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 7v4.5M8 4.4v1.5" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  mark: (
    <>
      <path d="M2.9 3.6h10.2L8 13.1z" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <circle cx="2.9" cy="3.6" r="2.2" fill="currentColor" />
      <circle cx="13.1" cy="3.6" r="2.2" fill="currentColor" />
      <circle cx="8" cy="13.1" r="2.2" fill="currentColor" />
    </>
  ),
};

export type IconName = keyof typeof lines | keyof typeof filled | keyof typeof drawn;

function drawing(name: IconName): ReactNode {
  if (name in drawn) return drawn[name as keyof typeof drawn];
  if (name in filled) return <path d={filled[name as keyof typeof filled]} fill="currentColor" />;
  return (
    <path
      d={lines[name as keyof typeof lines]}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'grip' ? 2.2 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

/** A side of so many pixels at the usual size of text, with which it grows; on the sheet it grows by the zoom alone. */
export const iconSide = (pixels: number) => {
  const side = `calc(${pixels} * var(--unit))`;
  return { width: side, height: side };
};

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg style={iconSide(size)} viewBox="0 0 16 16" aria-hidden="true">
      {drawing(name)}
    </svg>
  );
}
