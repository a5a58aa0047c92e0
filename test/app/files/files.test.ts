import { describe, expect, test } from 'vitest';
import { fileName } from '../../../app/files/files.ts';

describe('the name of an exported file', () => {
  test.each([
    ['Iris 4-8-3', 'iris-4-8-3.nodegrad.json'],
    ['../../etc/passwd', 'etc-passwd.nodegrad.json'],
    ['Übung 1', 'ubung-1.nodegrad.json'],
    ['***', 'untitled.nodegrad.json'],
  ])('%j is saved as %j', (name, file) => {
    expect(fileName({ name })).toBe(file);
  });
});
