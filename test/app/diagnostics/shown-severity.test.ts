import { expect, test } from 'vitest';
import { shownDiagnostics, shownSeverity } from '../../../app/diagnostics/shown-severity.ts';
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

test('a warning that training waits for is an error once it is asked for; others stay warnings', () => {
  const node = { id: 'fc1', operator: 'Linear', attributes: {}, position: { x: 0, y: 0 } };
  const checked = checkGraph({ ...emptyDocument(), nodes: [node] });
  const severity = (missingAsErrors: boolean) =>
    shownDiagnostics(checked, missingAsErrors).find(({ kind }) => kind === 'no-loss')?.severity;
  expect(severity(false)).toBe('warning');
  expect(severity(true)).toBe('error');
  expect(shownSeverity({ severity: 'warning', kind: 'squashed-logits' }, true)).toBe('warning');
});
