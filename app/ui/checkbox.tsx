import { Icon } from './icon.tsx';

interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** Written left of the box; Python's True and False unless told. */
  readonly text?: string | undefined;
}

export function Checkbox({ checked, onChange, label, id, disabled, text, ...rest }: CheckboxProps) {
  return (
    <label className="chk">
      <span aria-hidden={text === undefined}>{text ?? (checked ? 'True' : 'False')}</span>
      <input
        id={id}
        type="checkbox"
        className="unseen"
        aria-label={label}
        aria-describedby={rest['aria-describedby']}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <i aria-hidden="true">
        <Icon name="check" size={12} />
      </i>
    </label>
  );
}
