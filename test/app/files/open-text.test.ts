import { beforeEach, describe, expect, test } from 'vitest';
import { documentStore, startWith } from '../../../app/document/store.ts';
import { openText } from '../../../app/files/open-text.ts';
import { closeDialog, isDialogOpen } from '../../../app/shell/dialogs.ts';
import { writeDocument } from '../../../engine/formats/json.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const iris = findTemplate('iris')?.document ?? emptyDocument();

beforeEach(() => {
  startWith(iris);
  closeDialog();
});

describe('opening a text', () => {
  test('a document takes the place of the open one', () => {
    expect(openText('a.json', writeDocument({ ...iris, name: 'Other' }))).toBe(true);
    expect(documentStore.getState().document.name).toBe('Other');
    expect(isDialogOpen()).toBe(false);
  });

  test.each(['', '{', '[]', '{"format":"nodegrad","version":99}'])(
    '%j is refused and the open graph stays',
    (text) => {
      expect(openText('bad.json', text)).toBe(false);
      expect(documentStore.getState().document).toBe(iris);
      expect(isDialogOpen()).toBe(true);
    },
  );
});
