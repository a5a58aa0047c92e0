import { expect, test } from 'vitest';
import { isOwnGraph } from '../../../app/versions/versions.ts';
import { readDocument, writeDocument } from '../../../engine/formats/json.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { renameDocument } from '../../../engine/graph/edit/edit.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';

test("an empty sheet and a template as it came are nobody's own, also when they were saved; a change makes them so", () => {
  expect(isOwnGraph(emptyDocument('Named'))).toBe(false);
  for (const { document } of templates) {
    const read = readDocument(writeDocument(document));
    expect(read.ok && isOwnGraph(read.document)).toBe(false);
    if (document.nodes.length > 0) expect(isOwnGraph(renameDocument(document, 'Mine'))).toBe(true);
  }
});
