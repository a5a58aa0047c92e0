import { useState } from 'react';
import { exact } from '../live/number-text.ts';

interface EditableCellProps {
  readonly label: string;
  readonly value: number;
  /** The number as it stands while it is not being edited. */
  readonly text: string;
  readonly onCommit: (value: number) => void;
  /** Takes a text that was pasted and is more than one number. */
  readonly onPaste: (text: string) => void;
}

/** The number that a person typed; a real minus counts as one. Undefined where it is none. */
export function readNumber(draft: string): number | undefined {
  const text = draft.trim().replaceAll('−', '-').replace(',', '.');
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? undefined : value;
}

/** One number of a matrix: short while it is read, with all its digits while it is edited. */
export function EditableCell({ label, value, text, onCommit, onPaste }: EditableCellProps) {
  const [draft, setDraft] = useState<string>();
  const isRefused = draft !== undefined && readNumber(draft) === undefined;
  const take = () => {
    if (draft === undefined) return;
    const next = readNumber(draft);
    setDraft(undefined);
    if (next !== undefined && next !== value) onCommit(next);
  };
  return (
    <input
      aria-label={label}
      aria-invalid={isRefused}
      title={exact(value)}
      inputMode="decimal"
      autoComplete="off"
      value={draft ?? text}
      onFocus={(event) => {
        setDraft(String(value));
        const field = event.currentTarget;
        requestAnimationFrame(() => field.select());
      }}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={take}
      onPaste={(event) => {
        const pasted = event.clipboardData.getData('text/plain');
        if (pasted.trim() === '' || readNumber(pasted) !== undefined) return;
        event.preventDefault();
        setDraft(undefined);
        onPaste(pasted);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        else if (event.key === 'Escape') {
          setDraft(undefined);
          event.stopPropagation();
        }
      }}
    />
  );
}
