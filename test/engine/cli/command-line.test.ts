import { describe, expect, test } from 'vitest';
import { runRecorded } from './recorded-terminal.ts';

describe('help', () => {
  test.each([['--help'], ['help'], ['-h'], ['paint', '--help']])('%s %s', (...args) => {
    const { exitCode, output } = runRecorded(args);
    expect(exitCode).toBe(0);
    for (const name of ['summary FILE', 'check FILE', 'train FILE', 'template ID'])
      expect(output).toContain(name);
  });

  test.each([
    ['summary', '--help'],
    ['help', 'summary'],
  ])('%s %s is about that command alone', (...args) => {
    const { exitCode, output } = runRecorded(args);
    expect(exitCode).toBe(0);
    expect(output).toContain('summary FILE');
    expect(output).not.toContain('train FILE');
  });

  test('its lines fit a terminal, but for what is to be typed', () => {
    const described = runRecorded(['help'])
      .output.split('\n')
      .filter((line) => line.startsWith('      '));
    expect(described.length).toBeGreaterThan(7);
    for (const line of described) expect(line.length).toBeLessThanOrEqual(100);
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
  {
    args: ['summary', 'a', '--colour'],
    message: 'there is no option --colour; this command takes --batch-size, --json',
  },
  { args: ['codes', '-j'], message: 'there is no option -j; this command takes none' },
  { args: ['summary', 'a', '--toString'], message: 'there is no option --toString' },
  { args: ['check', 'a', '--params', '6', '--params', '7'], message: '--params is given twice' },
  { args: ['check', 'a', '--params'], message: '--params needs a value after it; found none' },
  { args: ['check', 'a', '--params', '--strict'], message: 'found the option --strict' },
  { args: ['check', 'a', '--strict=no'], message: "--strict takes no value; found 'no'" },
  { args: ['check', 'a', '--params', '-6'], message: "--params takes a whole number from 0, found '-6'" },
  { args: ['train', 'a', '--json', '--report'], message: '--report and --json are two forms' },
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
