import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';

/**
 * A label and its control, for a `.form` grid. The control gets the id of its label's target and, in error, the id of
 * the message.
 */
export function Field({
  label,
  help,
  error,
  children,
}: {
  readonly label: string;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly children: (control: { readonly id: string; readonly 'aria-describedby'?: string }) => ReactNode;
}) {
  const id = useId();
  const fault = `${id}-fault`;
  return (
    <>
      <label htmlFor={id} title={help} className={error === undefined ? undefined : 'bad-label'}>
        {label}
      </label>
      {children(error === undefined ? { id } : { id, 'aria-describedby': fault })}
      {error === undefined ? null : (
        <p id={fault} className="fault wide">
          <Icon name="error" size={12} />
          {error}
        </p>
      )}
    </>
  );
}
