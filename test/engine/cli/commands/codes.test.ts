import { expect, test } from 'vitest';
import { diagnosticCodes } from '../../../../engine/graph/check/diagnostic.ts';
import { runRecorded } from '../recorded-terminal.ts';

test('every code is explained, once', () => {
  const { exitCode, output } = runRecorded(['codes']);
  expect(exitCode).toBe(0);
  const lines = output.trimEnd().split('\n');
  const codes = Object.values(diagnosticCodes);
  expect(lines.map((line) => line.slice(0, 4))).toEqual(codes);
  expect(new Set(codes).size).toBe(codes.length);
  for (const line of lines) expect(line).toMatch(/^[EWA]\d{3} {2}[A-Z].+\. .+\.$/);
});

test('chosen ones, also in small letters', () => {
  expect(runRecorded(['codes', 'w401']).output).toMatch(/^W401 {2}A loss of logits gets probabilities.*\n$/);
});

test('one that is not there', () => {
  const { exitCode, errors } = runRecorded(['codes', 'E999']);
  expect(exitCode).toBe(2);
  expect(errors).toContain('there is no code E999');
});
