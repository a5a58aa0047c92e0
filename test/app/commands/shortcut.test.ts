import { describe, expect, test } from 'vitest';
import { type KeyPress, matchesShortcut, showShortcut } from '../../../app/commands/shortcut.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});

describe('shortcuts', () => {
  test('Mod is Ctrl, on a Mac the command key', () => {
    expect(matchesShortcut(press('z', { ctrlKey: true }), 'Mod+Z', false)).toBe(true);
    expect(matchesShortcut(press('z', { ctrlKey: true }), 'Mod+Z', true)).toBe(false);
    expect(matchesShortcut(press('z', { metaKey: true }), 'Mod+Z', true)).toBe(true);
  });

  test('Shift counts for letters and named keys', () => {
    expect(matchesShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Z', false)).toBe(false);
    expect(matchesShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Z', false)).toBe(true);
    expect(matchesShortcut(press(' ', { shiftKey: true }), 'Shift+Space', false)).toBe(true);
    expect(matchesShortcut(press(' '), 'Shift+Space', false)).toBe(false);
  });

  test('a sign stands for itself however it is typed', () => {
    expect(matchesShortcut(press('?', { shiftKey: true }), '?', false)).toBe(true);
    expect(matchesShortcut(press('/'), '/', false)).toBe(true);
    expect(matchesShortcut(press('+', { shiftKey: true }), '+', false)).toBe(true);
    expect(matchesShortcut(press('/', { ctrlKey: true }), '/', false)).toBe(false);
  });

  test('they are shown as each system writes them', () => {
    expect(showShortcut('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(showShortcut('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(showShortcut('ArrowLeft', false)).toBe('←');
    expect(showShortcut('c', false)).toBe('C');
  });
});
