import { useEffect } from 'react';
import { useStore } from 'zustand';
import { type Linked, light, lightedBy, linkedAt, linkedText, linkStore } from './links.ts';
import { focused, onClick, onKeyDown } from './symbol-focus.ts';

/** Follows the pointer, and where it is on nothing the focus; nothing lights up while it drags. */
function follow({ target, buttons }: PointerEvent): void {
  light(buttons === 0 && target instanceof Element ? (linkedAt(target) ?? focused()) : undefined);
}

const followFocus = (): void => light(focused());

const rule = (selectors: readonly string[], look: string): string =>
  selectors.length === 0 ? '' : `${selectors.join(', ')} { ${look} }`;

/**
 * Links formulas and canvas: what the pointer or the focus is on lights up wherever it stands. As one rule of style, so
 * that neither formulas nor cards are drawn again for it.
 */
export function LinkStyle() {
  const linked = useStore(linkStore, (state) => state.linked);
  useEffect(() => {
    document.addEventListener('pointerover', follow);
    document.documentElement.addEventListener('pointerleave', followFocus);
    document.addEventListener('focusin', followFocus);
    document.addEventListener('focusout', followFocus);
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('click', onClick);
    return () => {
      document.removeEventListener('pointerover', follow);
      document.documentElement.removeEventListener('pointerleave', followFocus);
      document.removeEventListener('focusin', followFocus);
      document.removeEventListener('focusout', followFocus);
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('click', onClick);
    };
  }, []);
  const said = focused();
  return (
    <>
      {/* At the end of the page it would make that longer. */}
      <span className="unseen" style={{ top: 0 }} role="status" aria-label="Symbol">
        {said === undefined ? '' : linkedText(said)}
      </span>
      {linked === undefined ? null : <LightedStyle linked={linked} />}
    </>
  );
}

function LightedStyle({ linked }: { readonly linked: Linked }) {
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
        // The one that the focus is on, among all that light up with it.
        rule(['math [data-symbol]:focus'], 'outline: 2px solid var(--focus); outline-offset: 0;'),
      ].join('\n')}
    </style>
  );
}
