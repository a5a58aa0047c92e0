import { emptyDocument } from '../../engine/graph/document.ts';
import { findTemplate } from '../../engine/graph/templates/catalogue.ts';
import { wantViewport } from '../canvas/view-handle.ts';
import { markSaved, startWith } from '../document/store.ts';
import { showDialog } from '../shell/dialogs.ts';
import { restoreDesk } from '../tabs/desk.ts';
import { restore, startAutosave } from './autosave.ts';

/** The template a first visit opens with. */
const firstTemplate = 'iris';

/** Opens what was open last time, or the first template, and saves from then on. */
export async function startUp(): Promise<void> {
  await restoreDesk();
  const restored = await restore();
  if (restored.kind === 'restored') {
    if (restored.viewport !== undefined) wantViewport(restored.viewport);
    startWith(restored.document, restored.path);
  } else {
    startWith(findTemplate(firstTemplate)?.document ?? emptyDocument());
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
}
