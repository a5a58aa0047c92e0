/** Something a person can do, declared once: menus, keys and the list of shortcuts read it here. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  /** The first one is shown. */
  readonly shortcuts: readonly string[];
  /** Whether it can be done now; always, unless told. */
  readonly when?: () => boolean;
  readonly run: (press?: KeyboardEvent) => void;
  /** The browser turns these keys into an event of its own, which does the work: copy, cut, paste. */
  readonly byBrowser?: true;
  /** The keys also work while a text is being typed, or in a field in which nothing was typed that it has not given on. */
  readonly whileTyping?: true | 'nothing-typed';
}

export const commandGroups = ['Edit', 'Nodes', 'View', 'Training', 'File', 'Help'] as const;
export type CommandGroup = (typeof commandGroups)[number];
