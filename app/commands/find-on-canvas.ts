import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import { drawnNodes } from '../../engine/graph/blocks/drawn-nodes.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { findNodes, type Measured, parametersOf } from '../../engine/graph/find-nodes.ts';
import { formatCount } from '../canvas/card-text.ts';
import { markFound, markNothing } from '../canvas/found-nodes.ts';
import { bringIntoSight } from '../canvas/show-node.ts';
import { canvasView } from '../canvas/view-handle.ts';
import { type ChooserSubject, renewChooser } from '../chooser/chooser-store.ts';
import { documentStore } from '../document/store.ts';
import { lookAtStore } from '../live/look-at.ts';
import { trainingStore } from '../training/status.ts';
import { requestStatistics } from '../training/training-client.ts';

/** Brings a node into sight and the focus to its card. */
function show(id: string): void {
  bringIntoSight(id);
  requestAnimationFrame(() => requestAnimationFrame(() => canvasView()?.focus(id)));
}

/** Where a node lies that is not on the level that is shown: the names of the uses of blocks around it. */
function placeOf(id: string, names: ReadonlyMap<string, string>): string {
  const around = id.split('/').slice(0, -1);
  const called = around.map((_, depth) => names.get(around.slice(0, depth + 1).join('/')) ?? '');
  return called.length === 0 ? 'outside' : `in ${called.join('/')}`;
}

/** A node with the uses of blocks that it lies in, so that their cards stand out where it is not shown itself. */
const withUsesAround = (id: string): readonly string[] =>
  id.split('/').map((_, depth, all) => all.slice(0, depth + 1).join('/'));

/** What is known of the run when the search begins; asked for only where there is one. */
const statistics = async (): Promise<Measured | undefined> => {
  if (!trainingStore.getState().ready) return undefined;
  const found = await requestStatistics(lookAtStore.getState().at);
  return found === undefined ? undefined : (node, key) => found[node]?.[key];
};

/** Nodes of the level that is shown, then all others. */
function searched(): readonly GraphNode[] {
  const { document, whole } = documentStore.getState();
  const here = new Set(document.nodes.map(({ id }) => id));
  return [...document.nodes, ...drawnNodes(whole).filter(({ id }) => !here.has(id))];
}

/** Find, also inside blocks: names, operators, attributes and bounds such as `params > 1000`; in place of an open list. */
export function findOnCanvas(meanwhile: ChooserSubject): void {
  const { checked, document } = documentStore.getState();
  const among = searched();
  const names = new Map(among.map((node) => [node.id, displayName(node)]));
  const here = new Set(document.nodes.map(({ id }) => id));
  const kindOf = (node: GraphNode): string => operatorIn(checked.document, node)?.name ?? node.operator;
  const subject = (measured: Measured | undefined): ChooserSubject => ({
    title: meanwhile.title,
    at: meanwhile.at,
    search: (text) =>
      findNodes(checked, among, text, measured).map((node) => {
        const count = parametersOf(checked.nodes, node.id) ?? 0;
        const place = here.has(node.id) ? [] : [placeOf(node.id, names)];
        return {
          key: node.id,
          label: displayName(node),
          detail: [...place, kindOf(node), ...(count === 0 ? [] : [formatCount(BigInt(count))])].join(' · '),
          run: () => show(node.id),
        };
      }),
    isLow: true,
    onFound: (ids, chosen) => {
      if (ids === undefined) markNothing();
      else markFound(ids.flatMap(withUsesAround), chosen === undefined ? [] : withUsesAround(chosen));
    },
    none: (isEmpty) =>
      isEmpty
        ? 'There is no node yet.'
        : measured === undefined
          ? 'No node has all of this in its name, operator or attributes. Norms and other numbers of a run are there after its first step.'
          : 'No node has all of this in its name, operator, attributes or numbers.',
  });
  const opened = subject(undefined);
  renewChooser(meanwhile, opened);
  void statistics().then((measured) => measured && renewChooser(opened, subject(measured)));
}
