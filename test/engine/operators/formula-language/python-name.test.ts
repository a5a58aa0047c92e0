import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pythonName } from '../../../../engine/operators/formula-language/python-name.ts';

const taken = ['self', 'lambda', 'torch', 'nn', 'module', 'None'];
const name = fc
  .tuple(fc.constantFrom(...taken, 'x', 'selfie', 'Lambda'), fc.nat({ max: 3 }))
  .map(([word, underscores]) => `${word}${'_'.repeat(underscores)}`);

test('two names never become one in Python, and none is a word that is taken', () => {
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(pythonName(one) === pythonName(other)).toBe(one === other);
      expect(taken).not.toContain(pythonName(one));
    }),
  );
});

test.each([
  ['x', 'x'],
  ['x_', 'x_'],
  ['selfie', 'selfie'],
  ['self', 'self_'],
  ['self_', 'self__'],
])('%s is %s', (given, written) => {
  expect(pythonName(given)).toBe(written);
});
