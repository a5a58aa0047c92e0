import { operatorForUse } from '../../engine/graph/blocks.ts';
import type { Endpoint } from '../../engine/graph/document.ts';
import { addAtWire, fittingOperators } from '../../engine/graph/quick-add.ts';
import { type ChooserSubject, openChooser } from '../chooser/chooser-store.ts';
import { documentStore, edit, selectNodes } from '../document/store.ts';
import { groupTitle, rankedOperators } from '../palette/find-operators.ts';
import { shelfStore } from '../shelf/shelf.ts';
import { withinReach, withShelf } from '../shelf/shelf-operators.ts';
import { type CanvasView, usualCardSize } from './view-handle.ts';

/** A wire let go over the empty sheet: a list of the operators and kept blocks that take it, added there and wired on choice. */
export function chooseWhatFollows(
  end: Endpoint,
  side: 'output' | 'input',
  at: ChooserSubject['at'],
  view: CanvasView,
): void {
  const place = view.at(at.x, at.y);
  if (place === undefined) return;
  const { checked } = documentStore.getState();
  const shelf = withShelf(checked.document, shelfStore.getState().blocks);
  const known = new Set(checked.document.blocks?.map(({ id }) => operatorForUse(id)));
  const kept = new Map([...shelf.names].map(([onShelf, operator]) => [operator, onShelf]));
  const fitting = fittingOperators({ ...checked, document: shelf.document }, end, side).map((found) => ({
    ...found,
    id: known.has(found.id) ? found.id : (kept.get(found.id) ?? found.id),
  }));
  const position = {
    x: Math.round(side === 'output' ? place.x : place.x - usualCardSize.width),
    y: Math.round(place.y - usualCardSize.height / 2),
  };
  const add = (entry: string, name: string) => {
    const reached = withinReach(documentStore.getState().document, entry);
    if (reached === undefined) return;
    const added = addAtWire(reached.document, reached.operator, position, end);
    edit(`Add ${name}`, () => added.document);
    selectNodes(added.ids);
  };
  openChooser({
    title: side === 'output' ? 'Add what follows…' : 'Add what comes before…',
    at,
    search: (text) =>
      rankedOperators(text, fitting).map((entry) => ({
        key: entry.id,
        label: entry.operator.name,
        detail: groupTitle(entry),
        run: () => add(entry.id, entry.operator.name),
      })),
    none: (isEmpty) =>
      isEmpty ? 'No operator takes this wire.' : 'No operator that takes this wire is called so.',
  });
}
