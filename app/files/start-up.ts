import { emptyDocument, type GraphDocument } from '../../engine/graph/document.ts';
import { findTemplate } from '../../engine/graph/templates/catalogue.ts';
import { wantViewport } from '../canvas/view-handle.ts';
import { markSaved, startWith } from '../document/store.ts';
import { startShelf } from '../shelf/shelf.ts';
import { showDialog } from '../shell/dialogs.ts';
import { restoreDesk } from '../tabs/desk.ts';
import { openInTab } from '../tabs/tabs.ts';
import { restore, save, startAutosave } from './autosave.ts';
import { readLinkEnd } from './share-link.ts';

/** The template a first visit opens with. */
const firstTemplate = 'iris';

/** The graph that the page's address holds, which it then holds no more, so that the next visit finds what was left. */
async function takeLinked(): Promise<GraphDocument | undefined> {
  const read = await readLinkEnd(location.hash);
  if (read === undefined) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  if (read.ok) return read.document;
  showDialog({ kind: 'refused', name: 'The link', diagnostics: read.diagnostics });
  return undefined;
}

/** Opens the graph of a link that was followed while the page is open, beside what is open. */
async function openLinked(): Promise<void> {
  const linked = await takeLinked();
  if (linked !== undefined) await openInTab(linked);
}

/** Opens what was open last time, or the first template, what a link holds beside it, and saves from then on. */
export async function startUp(): Promise<void> {
  await restoreDesk();
  const restored = await restore();
  const linked = await takeLinked();
  if (restored.kind === 'restored') {
    wantViewport(restored.viewport);
    startWith(restored.document, restored.path);
  } else {
    startWith(linked ?? findTemplate(firstTemplate)?.document ?? emptyDocument());
    // Nothing else holds what a link brought.
    if (linked !== undefined) await save();
  }
  if (restored.kind === 'unavailable') markSaved('failed');
  if (restored.kind === 'set-aside') {
    showDialog({
      kind: 'notice',
      title: 'The last graph could not be read',
      message:
        'What this browser had kept is damaged. It was set aside unchanged, and a fresh graph is open.',
    });
  }
  startAutosave();
  startShelf();
  if (restored.kind === 'restored' && linked !== undefined) await openInTab(linked);
  window.addEventListener('hashchange', () => void openLinked());
}
