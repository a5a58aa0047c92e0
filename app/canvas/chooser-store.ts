import { createStore } from 'zustand/vanilla';

/** What 'Connect to…' was asked for: a port, or all ports of a node. */
export interface ChooserSubject {
  readonly node: string;
  readonly port?: string;
  readonly side?: 'input' | 'output';
}

export interface ChooserState {
  readonly subject: ChooserSubject | undefined;
  /** Where the list opens, in pixels of the page. */
  readonly at: { readonly x: number; readonly y: number };
}

export const chooserStore = createStore<ChooserState>()(() => ({ subject: undefined, at: { x: 0, y: 0 } }));

export const openChooser = (subject: ChooserSubject, at: ChooserState['at']): void =>
  chooserStore.setState({ subject, at });

export const closeChooser = (): void => chooserStore.setState({ subject: undefined });
