import { operatorAt } from '../../engine/graph/blocks/block-operator.ts';
import { operatorForUse } from '../../engine/graph/blocks/blocks.ts';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import type { Endpoint } from '../../engine/graph/document.ts';
import type { Position } from '../../engine/graph/edit/edit.ts';
import { addAtWire, fittingOperators } from '../../engine/graph/edit/quick-add.ts';
import { type ChooserSubject, renewChooser } from '../chooser/chooser-store.ts';
import { documentStore, edit, selectNodes } from '../document/store.ts';
import { detailOf, rankedOperators } from '../palette/find-operators.ts';
import { shelfStore } from '../shelf/shelf.ts';
import {
  hasWeights,
  markOf,
  nameOnShelf,
  withinReach,
  withKeptWeights,
  withShelf,
} from '../shelf/shelf-operators.ts';
import { freePlace } from './place.ts';
import { cardSize, revealAdded, usualCardSize } from './view-handle.ts';

function titleFor([node, port]: Endpoint, side: 'output' | 'input'): string {
  if (side === 'output') return 'Add what follows…';
  const { document } = documentStore.getState();
  const several = operatorAt(document, node)?.inputs.find(({ name }) => name === port)?.several === true;
  const used = several ? undefined : document.edges.find(({ to }) => to[0] === node && to[1] === port);
  return `Add what comes before${used === undefined ? '' : `, instead of ${nameOfNode(document, used.from[0])}`}…`;
}

/**
 * A wire let go over the empty sheet, at `place` of the graph: a list of the operators and kept blocks that take it, added
 * there and wired on choice; in place of an open list.
 */
export function chooseWhatFollows(
  end: Endpoint,
  side: 'output' | 'input',
  place: Position,
  meanwhile: ChooserSubject,
): void {
  const { checked } = documentStore.getState();
  const { blocks } = shelfStore.getState();
  const shelf = withShelf(checked.document, blocks);
  const known = new Set(checked.document.blocks?.map(({ id }) => operatorForUse(id)));
  const fitting = fittingOperators({ ...checked, document: shelf.document }, end, side).flatMap((found) => {
    const isHere = known.has(found.id);
    // Of what the graph has already, the shelf has only the weights besides.
    const named = blocks
      .filter((kept) => shelf.names.get(nameOnShelf(kept)) === found.id && (!isHere || hasWeights(kept)))
      .map((kept) => ({
        id: nameOnShelf(kept),
        operator: { ...found.operator, name: kept.name },
        mark: markOf(kept),
      }));
    return isHere || named.length === 0 ? [found, ...named] : named;
  });
  const wanted = {
    x: side === 'output' ? place.x : place.x - usualCardSize.width,
    y: place.y - usualCardSize.height / 2,
  };
  const position = freePlace(checked.document.nodes, wanted, cardSize);
  const add = (entry: string, name: string) => {
    const reached = withinReach(documentStore.getState().document, entry);
    if (reached === undefined) return;
    const added = addAtWire(reached.document, reached.operator, position, end);
    edit(`Add ${name}`, () => withKeptWeights(added.document, entry, added.ids[0] ?? ''));
    selectNodes(added.ids);
    revealAdded(added.ids);
  };
  renewChooser(meanwhile, {
    title: titleFor(end, side),
    at: meanwhile.at,
    search: (text) =>
      rankedOperators(text, fitting).map((entry) => ({
        key: entry.id,
        label: entry.operator.name,
        detail: detailOf(entry),
        run: () => add(entry.id, entry.operator.name),
      })),
    none: (isEmpty) =>
      isEmpty ? 'No operator takes this wire.' : 'No operator that takes this wire is called so.',
  });
}
