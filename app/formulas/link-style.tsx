import { useEffect } from 'react';
import { useStore } from 'zustand';
import { light, lightedBy, linkedAt, linkStore } from './links.ts';

/** Follows the pointer; nothing lights up while it drags. */
function follow({ target, buttons }: PointerEvent): void {
  light(buttons === 0 && target instanceof Element ? linkedAt(target) : undefined);
}

const rule = (selectors: readonly string[], look: string): string =>
  selectors.length === 0 ? '' : `${selectors.join(', ')} { ${look} }`;

/**
 * Links formulas and canvas: what the pointer is on lights up wherever it stands. As one rule of style, so that neither
 * formulas nor cards are drawn again for it.
 */
export function LinkStyle() {
  const linked = useStore(linkStore, (state) => state.linked);
  useEffect(() => {
    const leave = () => light(undefined);
    document.addEventListener('pointerover', follow);
    document.documentElement.addEventListener('pointerleave', leave);
    return () => {
      document.removeEventListener('pointerover', follow);
      document.documentElement.removeEventListener('pointerleave', leave);
    };
  }, []);
  if (linked === undefined) return null;
  const { factors, cards, wires } = lightedBy(linked);
  return (
    <style data-lights={linked.symbol ?? linked.node}>
      {[
        rule(
          [factors],
          'background: var(--accent-wash); outline: 1px solid var(--accent); border-radius: 2px;',
        ),
        rule(
          cards.map((card) => `.react-flow__node${card} > *`),
          'outline: 2px solid var(--accent); outline-offset: 2px;',
        ),
        rule(
          wires.map((wire) => `.react-flow__edge${wire} .react-flow__edge-path`),
          'stroke: var(--accent); stroke-width: 4px;',
        ),
      ].join('\n')}
    </style>
  );
}
