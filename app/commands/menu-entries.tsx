import type { IconName } from '../ui/icon.tsx';
import type { MenuEntry } from '../ui/menu.tsx';
import { findCommand, runCommand } from './commands.ts';
import { onMac, showShortcut } from './shortcut.ts';

/** Commands as entries of a menu; `-` draws a rule. */
export function menuEntries(
  ids: readonly string[],
  icons: Readonly<Record<string, IconName>> = {},
): readonly MenuEntry[] {
  return ids.map((id, index): MenuEntry => {
    const command = findCommand(id);
    if (command === undefined) return { kind: 'rule', id: `rule-${index}` };
    const shortcut = command.shortcuts[0];
    const icon = icons[id];
    return {
      kind: 'item',
      id,
      label: command.title,
      run: () => runCommand(id),
      disabled: command.when?.() === false,
      ...(icon === undefined ? {} : { icon }),
      ...(shortcut === undefined ? {} : { end: <kbd>{showShortcut(shortcut, onMac())}</kbd> }),
    };
  });
}

/** A command as a button has it. */
export function menuCommand(id: string):
  | {
      readonly title: string;
      readonly keys: string | undefined;
      readonly isPossible: boolean;
      readonly run: () => void;
    }
  | undefined {
  const command = findCommand(id);
  return command === undefined
    ? undefined
    : {
        title: command.title,
        keys: shortcutOf(id),
        isPossible: command.when?.() !== false,
        run: () => runCommand(id),
      };
}

export const shortcutOf = (id: string): string | undefined => {
  const shortcut = findCommand(id)?.shortcuts[0];
  return shortcut === undefined ? undefined : showShortcut(shortcut, onMac());
};
