import type { Position } from '../../engine/graph/edit/edit.ts';
import { canvasView } from '../canvas/view-handle.ts';
import { type ChooserSubject, openChooser } from '../chooser/chooser-store.ts';
import { addFrame, addNote } from '../commands/annotation-commands.ts';
import { documentStore } from '../document/store.ts';
import { shelfStore } from '../shelf/shelf.ts';
import { addOperator } from './add-operator.ts';
import { detailOf, paletteEntries, rankedOperators } from './find-operators.ts';

/** The place on the page where the pointer was last over the sheet. */
let lastPointer: ChooserSubject['at'] | undefined;

export const notePointer = (at: ChooserSubject['at']): void => {
  lastPointer = at;
};

/** The list of all that can be added, where the pointer is: the node goes there. */
export function quickAdd(at: ChooserSubject['at'] | undefined = lastPointer): void {
  const place = at === undefined ? undefined : canvasView()?.at(at.x, at.y);
  chooseOperator(at ?? { x: window.innerWidth / 2 - 190, y: 120 }, place);
}

/** The same list for a node that goes beside what is selected, wired to it where that fits. */
export const addBesideSelected = (): void => {
  const box = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
  chooseOperator({ x: box.left, y: box.bottom }, undefined);
};

/** What can be put beside the graph, with words by which it is found. */
const besideTheGraph = [
  { label: 'Note', words: 'note comment text remark annotation', add: addNote },
  { label: 'Frame', words: 'frame box title annotation', add: addFrame },
];

function annotationsLike(text: string) {
  const asked = text.trim().toLowerCase();
  return besideTheGraph.filter(({ words }) => words.split(' ').some((word) => word.startsWith(asked)));
}

function chooseOperator(at: ChooserSubject['at'], place: Position | undefined): void {
  const entries = paletteEntries(documentStore.getState().document, shelfStore.getState().blocks);
  openChooser({
    title: 'Add a node…',
    at,
    search: (text) => [
      ...rankedOperators(text, entries).map((entry) => ({
        key: entry.id,
        label: entry.operator.name,
        detail: detailOf(entry),
        run: () => addOperator(entry.id, place),
      })),
      ...annotationsLike(text).map(({ label, add }) => ({
        key: label,
        label,
        detail: 'Beside the graph',
        run: () => add(place),
      })),
    ],
    none: () => 'No operator is called or does this.',
  });
}
