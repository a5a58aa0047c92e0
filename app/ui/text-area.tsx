import { useState } from 'react';

interface TextAreaProps {
  readonly value: string;
  /** Called when the field is left, or on Ctrl or Cmd with Enter, with a text that differs from `value`. */
  readonly onCommit: (value: string) => void;
  /** Called when the field is left, after any `onCommit`. */
  readonly onLeave?: (() => void) | undefined;
  readonly label?: string | undefined;
  readonly className?: string | undefined;
  readonly maxLength: number;
}

/** Lines of text, taken over when the field is left; Escape brings the value back. */
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
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.blur();
        else if (event.key === 'Escape') {
          setDraft(undefined);
          onLeave?.();
        } else return;
        event.stopPropagation();
        event.preventDefault();
      }}
    />
  );
}
