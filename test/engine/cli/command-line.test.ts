import { describe, expect, test } from 'vitest';
import { runRecorded } from './recorded-terminal.ts';

describe('help', () => {
  test.each([['--help'], ['help'], ['-h'], ['train', '--help']])('%s %s', (...args) => {
    const { exitCode, output } = runRecorded(args);
    expect(exitCode).toBe(0);
    for (const name of ['summary FILE', 'check FILE', 'train FILE', 'template ID'])
      expect(output).toContain(name);
  });

  test('no command is bad usage, and says how to call it', () => {
    const { exitCode, output, errors } = runRecorded([]);
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain('Usage:');
  });
});

test.each([
  { args: ['paint'], message: "unknown command 'paint'" },
  { args: ['summary'], message: 'FILE is missing' },
  { args: ['summary', 'a', 'b'], message: 'one FILE is expected' },
  { args: ['summary', 'a', '--colour'], message: '--colour' },
  { args: ['summary', 'a', '--batch-size', 'many'], message: "found 'many'" },
  { args: ['check', 'a', '--params', '6.5'], message: "found '6.5'" },
  { args: ['train', 'a', '--epochs', '0'], message: '--epochs takes a whole number from 1' },
  {
    args: ['train', 'a', '--seed', '4294967296'],
    message: '--seed takes a whole number from 0 to 4294967295',
  },
  { args: ['template', 'unheard'], message: "there is no template 'unheard'; there are logistic-regression" },
  { args: ['template', '--list', 'iris'], message: '--list takes no ID' },
])('bad usage: $args', ({ args, message }) => {
  const { exitCode, output, errors } = runRecorded(args);
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toContain(message);
  expect(errors).toContain('Usage:');
});
