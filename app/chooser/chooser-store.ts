import { createStore } from 'zustand/vanilla';
import { whyNotFetched } from '../ui/not-fetched.ts';

/** One line of a list from which a person chooses by typing. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  /** At the right end: a shape, a category, a shortcut. */
  readonly detail: string;
  readonly run: () => void;
}

export interface ChooserSubject {
  /** What the list is for: 'Connect to…'. */
  readonly title: string;
  /** The choices for what was typed, the best first. */
  readonly search: (text: string) => readonly Choice[];
  /** What is said where nothing answers; `isEmpty` before anything was typed. */
  readonly none: (isEmpty: boolean) => string;
  /** Where the list opens, in pixels of the page. */
  readonly at: { readonly x: number; readonly y: number };
  /** Called with the keys of what answers what was typed, and of the chosen line; with nothing before that, and when the list goes. */
  readonly onFound?: (keys: readonly string[] | undefined, chosen?: string) => void;
  /** A list of what lies on the sheet, which it leaves in sight: few lines at once, and how many there are. */
  readonly isLow?: true;
}

export const chooserStore = createStore<{
  readonly subject: ChooserSubject | undefined;
  readonly opened: number;
  /** What had the focus before, and gets it back. */
  readonly before: Element | null;
}>()(() => ({ subject: undefined, opened: 0, before: null }));

export const openChooser = (subject: ChooserSubject): void =>
  chooserStore.setState(({ opened }) => ({
    subject,
    opened: opened + 1,
    before: document.activeElement,
  }));

/** Puts another list in place of an open one, with what was typed kept; nothing where that has been closed. */
export const renewChooser = (before: ChooserSubject, subject: ChooserSubject): void =>
  chooserStore.setState((state) => (state.subject === before ? { subject } : state));

/**
 * Opens a list at once whose choices are no part of the first load, so that no key meant for it goes to the sheet: `fetch`
 * puts the list itself in its place, with what was typed meanwhile. Where that cannot be fetched, the list says so.
 */
export function openChooserMeanwhile(
  { title, at }: Pick<ChooserSubject, 'title' | 'at'>,
  fetch: (meanwhile: ChooserSubject) => Promise<void>,
): void {
  const saying = (text: string): ChooserSubject => ({ title, at, search: () => [], none: () => text });
  const meanwhile = saying('One moment…');
  openChooser(meanwhile);
  void fetch(meanwhile).catch(() =>
    renewChooser(meanwhile, saying(`This list could not be fetched: ${whyNotFetched}.`)),
  );
}

export const closeChooser = (): void => chooserStore.setState({ subject: undefined });

/** Choices whose label, or detail, holds all typed words; those that begin with them first. */
export function matching(choices: readonly Choice[], text: string): readonly Choice[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const rank = ({ label }: Choice): number => (label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  const found = choices.filter(({ label, detail }) => {
    const all = `${label} ${detail}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  return words.length === 0 ? found : found.toSorted((a, b) => rank(a) - rank(b));
}
