import { canvasView } from '../canvas/view-handle.ts';
import { documentStore } from '../document/store.ts';

/** Who took a table from a menu, or from the sheet while it was empty, goes on with the network; in a panel the focus stays. */
export function goOnAtNetwork(): void {
  // A dialog gives the focus back, and cards that were just drawn are measured, by the frame after the next.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const [first] = documentStore.getState().document.nodes;
      const isInPanel = document.activeElement?.closest('[data-region="dock"]') !== null;
      if (first !== undefined && !isInPanel) canvasView()?.focus(first.id);
    }),
  );
}
