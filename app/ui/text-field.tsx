import { useState } from 'react';

interface TextFieldProps {
  readonly value: string;
  /** Called on Enter or when the field is left, with a text that differs from `value`. */
  readonly onCommit: (value: string) => void;
  /** Called when the field is left, after any `onCommit`. */
  readonly onLeave?: (() => void) | undefined;
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  readonly className?: string | undefined;
  readonly maxLength?: number | undefined;
  /** An empty text is not taken. */
  readonly required?: boolean | undefined;
}

/** One line of text, taken over on Enter or when the field is left; Escape brings the value back. */
export function TextField({
  value,
  onCommit,
  onLeave,
  label,
  id,
  className = 'in l',
  maxLength,
  required,
}: TextFieldProps) {
  const [draft, setDraft] = useState<string>();
  const take = () => {
    if (draft === undefined) return;
    setDraft(undefined);
    const text = draft.trim();
    if (text !== value && !(required === true && text === '')) onCommit(text);
  };
  return (
    <input
      id={id}
      data-draft={draft === undefined || draft === value ? 'none' : 'typed'}
      className={className}
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      maxLength={maxLength}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        take();
        onLeave?.();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        else if (event.key === 'Escape') {
          setDraft(undefined);
          onLeave?.();
          event.stopPropagation();
        }
      }}
    />
  );
}
