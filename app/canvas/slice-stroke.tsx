import { Button } from '../ui/button.tsx';
import type { Cut } from './slice-wires.ts';
import { stopSlicing, useIsSlicing } from './slicing.ts';

/** What to do now that the next stroke cuts, and the way out of it. */
export function SliceHint() {
  if (!useIsSlicing()) return null;
  return (
    <div className="tip slice-hint" role="status">
      Draw a stroke across the wires to cut.
      <Button variant="line" small onClick={stopSlicing}>
        Cancel <kbd>Esc</kbd>
      </Button>
    </div>
  );
}

/** The stroke that cuts wires, over the page. */
export function SliceStroke({ cut }: { readonly cut: Cut | undefined }) {
  if (cut === undefined) return null;
  const [from, to] = cut;
  return (
    <svg className="slice" aria-hidden="true">
      <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
    </svg>
  );
}
