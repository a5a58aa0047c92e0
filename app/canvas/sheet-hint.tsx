import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { whyNotFetched } from '../ui/not-fetched.ts';

/** What a press on the sheet came to where nothing is seen of it: why a card stays, why a wire was not drawn. */
export const hintStore = createStore<{ readonly hint: string | undefined }>()(() => ({ hint: undefined }));

const forget = (): void => hintStore.setState({ hint: undefined });

export const hintOnSheet = (hint: string): void => hintStore.setState({ hint });

/** Does something for which a part of the page is fetched; where that is not to be had, the sheet says what did not come of it. */
export function fetchToDo<Part>(load: () => Promise<Part>, act: (part: Part) => void, undone: string): void {
  void load().then(act, () => hintOnSheet(`${undone} What does it could not be fetched: ${whyNotFetched}.`));
}

/** Milliseconds in which a sentence is read without haste. */
const readFor = 8000;

/** A sentence at the top of the sheet, until it is read or something else is done. */
export function SheetHint() {
  const hint = useStore(hintStore, (state) => state.hint);
  useEffect(() => {
    if (hint === undefined) return;
    const timer = setTimeout(forget, readFor);
    const presses = ['pointerdown', 'keydown'] as const;
    for (const press of presses) window.addEventListener(press, forget, { capture: true });
    return () => {
      clearTimeout(timer);
      for (const press of presses) window.removeEventListener(press, forget, { capture: true });
    };
  }, [hint]);
  return (
    <div className={hint === undefined ? 'sheet-hint' : 'tip sheet-hint'} role="status">
      {hint}
    </div>
  );
}
