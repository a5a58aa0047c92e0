import { expect, test } from 'vitest';
import { shownDiagnostics } from '../../../app/diagnostics/shown-severity.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';

test('an input without a wire is a note until training is asked for, then an error', () => {
  const node = { id: 'fc1', operator: 'Linear', attributes: {}, position: { x: 0, y: 0 } };
  const checked = checkGraph({ ...emptyDocument(), nodes: [node] });
  const severity = (missingAsErrors: boolean) =>
    shownDiagnostics(checked, missingAsErrors).find(({ kind }) => kind === 'missing-connection')?.severity;
  expect(severity(false)).toBe('note');
  expect(severity(true)).toBe('error');
  expect(shownDiagnostics(checked, true).length).toBe(checked.diagnostics.length);
});
