import { type KeyboardEvent, useState } from 'react';
import { type NumberLimits, readDraft } from './number-draft.ts';

interface NumberFieldProps extends NumberLimits {
  readonly value: number | null;
  /** Called with a value within the limits that differs from `value`; null where the field is optional. */
  readonly onCommit: (value: number | null) => void;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** In error for a reason outside the field. */
  readonly invalid?: boolean | undefined;
}

/**
 * A number that is taken over on Enter or when the field is left. What cannot be taken stays in the field, red, and
 * changes nothing; Escape brings the value back.
 */
export function NumberField({
  value,
  onCommit,
  id,
  label,
  placeholder,
  disabled,
  invalid,
  ...rest
}: NumberFieldProps) {
  const { minimum, above, maximum, integer, optional } = rest;
  const limits: NumberLimits = { minimum, above, maximum, integer, optional };
  const [draft, setDraft] = useState<string>();
  const read = draft === undefined ? undefined : readDraft(draft, limits);
  const refused = read?.kind === 'refused' ? read.reason : undefined;

  const take = (text: string) => {
    const next = readDraft(text, limits);
    if (next.kind === 'refused') return;
    setDraft(undefined);
    const taken = next.kind === 'number' ? next.value : null;
    if (taken !== value) onCommit(taken);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') take(event.currentTarget.value);
    else if (event.key === 'Escape' && draft !== undefined) {
      setDraft(undefined);
      event.stopPropagation();
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && integer === true) {
      const current = readDraft(event.currentTarget.value, limits);
      if (current.kind !== 'number') return;
      event.preventDefault();
      take(String(current.value + (event.key === 'ArrowUp' ? 1 : -1)));
    }
  };

  const kept = value === null ? '' : String(value);
  return (
    <input
      id={id}
      data-draft={draft === undefined || draft === kept ? 'none' : 'typed'}
      className="in"
      inputMode={integer === true ? 'numeric' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      aria-label={label}
      aria-describedby={rest['aria-describedby']}
      aria-invalid={refused !== undefined || invalid === true}
      title={refused}
      placeholder={placeholder}
      disabled={disabled}
      value={draft ?? kept}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={(event) => draft !== undefined && take(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
