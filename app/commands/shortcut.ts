/**
 * Shortcuts as text: `Mod+Shift+Z`, `Delete`, `?`. Mod is Ctrl, on a Mac ⌘. A single character stands for itself
 * however it is typed, so `?` needs no Shift.
 */

export interface KeyPress {
  readonly key: string;
  /** The key by its place, such as KeyC: with Alt a Mac types other characters. */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

interface Parsed {
  readonly key: string;
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

function parse(shortcut: string): Parsed {
  const parts = shortcut.split('+');
  const key = shortcut.endsWith('+') ? '+' : (parts.at(-1) ?? '');
  return { key, mod: parts.includes('Mod'), shift: parts.includes('Shift'), alt: parts.includes('Alt') };
}

/** Letters have two cases; other characters already say which modifiers typed them. */
const isSymbol = (key: string): boolean =>
  key.length === 1 && key.toLowerCase() === key.toUpperCase() && key !== ' ';

export function matchesShortcut(press: KeyPress, shortcut: string, isMac: boolean): boolean {
  const wanted = parse(shortcut);
  const key = wanted.key === 'Space' ? ' ' : wanted.key;
  const byPlace = wanted.alt && press.code === `Key${key.toUpperCase()}`;
  if (press.key.toLowerCase() !== key.toLowerCase() && !byPlace) return false;
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const other = isMac ? press.ctrlKey : press.metaKey;
  if (mod !== wanted.mod || other || press.altKey !== wanted.alt) return false;
  return isSymbol(key) || press.shiftKey === wanted.shift;
}

const written: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  '-': '−',
};

/** As it is shown: `Ctrl+Shift+Z`, on a Mac `⌘⇧Z`. */
export function showShortcut(shortcut: string, isMac: boolean): string {
  const { key, mod, shift, alt } = parse(shortcut);
  const name = written[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const parts = isMac
    ? [mod && '⌘', alt && '⌥', shift && '⇧', name]
    : [mod && 'Ctrl', alt && 'Alt', shift && 'Shift', name];
  return parts.filter((part) => part !== false).join(isMac ? '' : '+');
}

export const onMac = (): boolean =>
  typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);
