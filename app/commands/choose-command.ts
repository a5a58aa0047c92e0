import { matching, openChooser } from '../chooser/chooser-store.ts';
import type { Command } from './command.ts';
import { onMac, showShortcut } from './shortcut.ts';

/** Below the bar, in the middle, in pixels of the page. */
export const atTop = () => ({ x: window.innerWidth / 2 - 190, y: 60 });

/** Every command that can be given now, by typing its name. */
export function chooseCommand(commands: readonly Command[]): void {
  const choices = commands
    .filter(({ id, when }) => id !== 'help.commands' && when?.() !== false)
    .map(({ id, title, group, shortcuts, run }) => ({
      key: id,
      label: title,
      detail: shortcuts[0] === undefined ? group : showShortcut(shortcuts[0], onMac()),
      run: () => run(),
    }));
  openChooser({
    title: 'Do…',
    at: atTop(),
    search: (text) => matching(choices, text),
    none: () => 'No command is called so, or can be given now.',
  });
}
