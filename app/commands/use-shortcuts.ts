import { useLayoutEffect } from 'react';
import { isDialogOpen } from '../shell/dialogs.ts';
import { copySelection, cutSelection, pasteText } from './clipboard.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { matchesShortcut, onMac } from './shortcut.ts';

/** Whether a key typed here is text, or belongs to the control itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="menu"], [role="dialog"]') !== null) return true;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'range';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether a field shows what is kept of it: see `NumberField` and `TextField`. */
const hasNothingTyped = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && target.dataset['draft'] === 'none';

/** Arrow keys belong to tabs, lists and other controls; on the sheet or nowhere they move nodes. */
const ownsArrows = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target !== document.body && target.closest('.canvas') === null;

/** Enter presses buttons and follows links; on a card or nowhere it looks inside a block. */
const ownsEnter = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target !== document.body && !target.classList.contains('react-flow__node');

function commandFor(press: KeyboardEvent): Command | undefined {
  const isMac = onMac();
  const typing = isTyping(press.target);
  if (press.key.startsWith('Arrow') && ownsArrows(press.target)) return undefined;
  if (press.key === 'Enter' && !press.ctrlKey && !press.metaKey && ownsEnter(press.target)) return undefined;
  return commands.find(
    ({ shortcuts, whileTyping, byBrowser, when }) =>
      byBrowser !== true &&
      (!typing ||
        whileTyping === true ||
        (whileTyping === 'nothing-typed' && hasNothingTyped(press.target))) &&
      shortcuts.some((shortcut) => matchesShortcut(press, shortcut, isMac)) &&
      when?.() !== false,
  );
}

/** Keys of the browser that would do harm here: save the page, bookmark it, open a file into the tab. */
const kept = ['Mod+S', 'Mod+O', 'Mod+D'];
/** Where there is nothing to take back, in a field or outside of all, the browser takes back what was typed last in another one. */
const keptFromFields = ['Mod+Z', 'Mod+Shift+Z', 'Mod+Y'];

function onKeyDown(press: KeyboardEvent): void {
  if (press.defaultPrevented || press.isComposing) return;
  if (isDialogOpen()) return;
  const command = commandFor(press);
  if (command === undefined) {
    const isOwn = isTyping(press.target) && !hasNothingTyped(press.target);
    const harmful = isOwn ? kept : [...kept, ...keptFromFields];
    if (harmful.some((shortcut) => matchesShortcut(press, shortcut, onMac()))) press.preventDefault();
    return;
  }
  press.preventDefault();
  command.run(press);
}

/** React Flow moves what is selected by arrows, whatever is pressed with them: with Alt they resize. */
function onKeyDownFirst(press: KeyboardEvent): void {
  if (!press.altKey || !press.key.startsWith('Arrow')) return;
  onKeyDown(press);
  if (press.defaultPrevented) press.stopPropagation();
}

/** A selection of words on the page is what the person means to copy, not nodes. */
const copiesText = (target: EventTarget | null): boolean =>
  isTyping(target) || (window.getSelection()?.toString() ?? '') !== '';

function onCopy(event: ClipboardEvent, take: () => string | undefined): void {
  if (copiesText(event.target)) return;
  const text = take();
  if (text === undefined) return;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
}

function onPaste(event: ClipboardEvent): void {
  if (isTyping(event.target)) return;
  if (pasteText(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
}

/** Makes the keys of all commands work on the whole page. */
export function useShortcuts(): void {
  // As soon as the page is there to be seen: effects proper come only after the browser has drawn it.
  useLayoutEffect(() => {
    const copy = (event: ClipboardEvent) => onCopy(event, copySelection);
    const cut = (event: ClipboardEvent) => onCopy(event, cutSelection);
    window.addEventListener('keydown', onKeyDownFirst, { capture: true });
    window.addEventListener('keydown', onKeyDown);
    document.addEventListener('copy', copy);
    document.addEventListener('cut', cut);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKeyDownFirst, { capture: true });
      window.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', cut);
      document.removeEventListener('paste', onPaste);
    };
  }, []);
}
