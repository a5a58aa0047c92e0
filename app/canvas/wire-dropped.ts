import type { Endpoint } from '../../engine/graph/document.ts';
import { addAtWire, fittingOperators } from '../../engine/graph/quick-add.ts';
import { type ChooserSubject, openChooser } from '../chooser/chooser-store.ts';
import { documentStore, edit, selectNodes } from '../document/store.ts';
import { rankedOperators } from '../palette/find-operators.ts';
import { categoryTitles } from '../ui/glyph.tsx';
import { type CanvasView, usualCardSize } from './view-handle.ts';

/** A wire let go over the empty sheet: a list of the operators that take it, added there and wired on choice. */
export function chooseWhatFollows(
  end: Endpoint,
  side: 'output' | 'input',
  at: ChooserSubject['at'],
  view: CanvasView,
): void {
  const place = view.at(at.x, at.y);
  if (place === undefined) return;
  const { checked } = documentStore.getState();
  const fitting = fittingOperators(checked, end, side);
  const position = {
    x: Math.round(side === 'output' ? place.x : place.x - usualCardSize.width),
    y: Math.round(place.y - usualCardSize.height / 2),
  };
  const add = (operator: string, name: string) => {
    const { document } = documentStore.getState();
    const added = addAtWire(document, operator, position, end);
    edit(`Add ${name}`, () => added.document);
    selectNodes(added.ids);
  };
  openChooser({
    title: side === 'output' ? 'Add what follows…' : 'Add what comes before…',
    at,
    search: (text) =>
      rankedOperators(text, fitting).map(({ id, operator }) => ({
        key: id,
        label: operator.name,
        detail: categoryTitles[operator.category],
        run: () => add(id, operator.name),
      })),
    none: (isEmpty) =>
      isEmpty ? 'No operator takes this wire.' : 'No operator that takes this wire is called so.',
  });
}
