import { Icon } from './icon.tsx';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface SelectProps<Value extends string> {
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** One of a few named values; the browser's own list, so that touch and screen readers know it. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  label,
  id,
  disabled,
  ...rest
}: SelectProps<Value>) {
  return (
    <span className="select">
      <select
        id={id}
        className="in l"
        aria-label={label}
        aria-describedby={rest['aria-describedby']}
        disabled={disabled}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron" size={12} />
    </span>
  );
}
