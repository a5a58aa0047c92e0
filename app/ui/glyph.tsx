import type { ReactNode } from 'react';
import type { Category } from '../../engine/operators/operator.ts';
import { iconSide } from './icon.tsx';

/** A shape and a colour for each category, so that neither carries it alone. */
const shapes: Readonly<Record<Category, ReactNode>> = {
  data: <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="2.4" />,
  layer: <path d="M2.5 2.5h11v11h-11z" fill="currentColor" />,
  activation: <path d="M1 12.5h6.5L14 3" fill="none" stroke="currentColor" strokeWidth="2.6" />,
  normalise: <path d="M4.7 2h6.6L15 8l-3.7 6H4.7L1 8z" fill="currentColor" />,
  merge: <path d="M8 2v12M2 8h12" stroke="currentColor" strokeWidth="3.2" />,
  loss: <path d="M1.5 3h13L8 14.5z" fill="currentColor" />,
  block: (
    <>
      <path d="M2 2h12v12H2z" fill="none" stroke="currentColor" strokeWidth="2.2" />
      <path d="M5.6 5.6h4.8v4.8H5.6z" fill="currentColor" />
    </>
  ),
};

export const categoryTitles: Readonly<Record<Category, string>> = {
  data: 'Data',
  layer: 'Layers',
  activation: 'Activations',
  normalise: 'Normalise, regularise',
  merge: 'Merge, reshape',
  loss: 'Losses',
  block: 'Blocks',
};

export function Glyph({ category, size = 12 }: { readonly category: Category; readonly size?: number }) {
  return (
    <svg style={iconSide(size)} viewBox="0 0 16 16" className={`cat-${category}`} aria-hidden="true">
      {shapes[category]}
    </svg>
  );
}
