import { expect, test } from 'vitest';
import { readDocument } from '../../../../engine/formats/json.ts';
import { templates } from '../../../../engine/graph/templates/catalogue.ts';
import { runRecorded } from '../recorded-terminal.ts';

test.each(templates)('writes $id as a document that reads back', ({ id, document }) => {
  const { exitCode, output } = runRecorded(['template', id]);
  expect(exitCode).toBe(0);
  expect(output.endsWith('}\n')).toBe(true);
  expect(readDocument(output)).toEqual({ ok: true, document, diagnostics: [] });
});

test('--list names every template, one a line', () => {
  const { exitCode, output } = runRecorded(['template', '--list']);
  expect(exitCode).toBe(0);
  const ids = output
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(ids).toEqual(templates.map(({ id }) => id));
});
