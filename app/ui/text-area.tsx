import { useState } from 'react';

interface TextAreaProps {
  readonly value: string;
  /** Called when the field is left, also by Escape or Ctrl or Cmd with Enter, with a text that differs from `value`. */
  readonly onCommit: (value: string) => void;
  /** Called when the field is left, after any `onCommit`. */
  readonly onLeave?: (() => void) | undefined;
  readonly label?: string | undefined;
  readonly className?: string | undefined;
  readonly maxLength: number;
}

/** Lines of text, taken over when the field is left, by Escape too: what took minutes to write is not lost by one key. */
export function TextArea({ value, onCommit, onLeave, label, className = 'in l', maxLength }: TextAreaProps) {
  const [draft, setDraft] = useState<string>();
  return (
    <textarea
      className={className}
      aria-label={label}
      maxLength={maxLength}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        setDraft(undefined);
        if (draft !== undefined && draft !== value) onCommit(draft);
        onLeave?.();
      }}
      onKeyDown={(event) => {
        const isDone = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
        if (!isDone) return;
        event.currentTarget.blur();
        event.stopPropagation();
        event.preventDefault();
      }}
    />
  );
}
