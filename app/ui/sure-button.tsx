import { useState } from 'react';
import { Button } from './button.tsx';

/** A button for what cannot be undone: it asks once more, in its own place. */
export function SureButton({
  title,
  of,
  sure,
  onSure,
}: {
  /** Delete, Remove. */
  readonly title: string;
  /** What it is done to. */
  readonly of: string;
  /** What the second press does, in full: 'Delete for good'. */
  readonly sure: string;
  readonly onSure: () => void;
}) {
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return (
      <Button small aria-label={`${title} ${of}`} onClick={() => setAsked(true)}>
        {title}
      </Button>
    );
  }
  return (
    <>
      <Button variant="line" small autoFocus onClick={onSure}>
        {sure}
      </Button>
      <Button small onClick={() => setAsked(false)}>
        Keep
      </Button>
    </>
  );
}
