import { useEffect, useState } from 'react';

interface CopyAsProps {
  readonly formats: readonly { readonly name: string; readonly text: () => string }[];
}

/** Milliseconds for which a button says that it worked. */
const shownTime = 1500;

/** All formulas shown, in one of several formats, onto the clipboard. */
export function CopyAs({ formats }: CopyAsProps) {
  const [result, setResult] = useState<{ readonly name: string; readonly ok: boolean }>();
  useEffect(() => {
    if (result === undefined) return undefined;
    const timer = setTimeout(() => setResult(undefined), shownTime);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = (name: string, text: string) =>
    navigator.clipboard.writeText(text).then(
      () => setResult({ name, ok: true }),
      () => setResult({ name, ok: false }),
    );
  const said =
    result === undefined ? '' : result.ok ? `Copied as ${result.name}` : 'The browser does not allow copying';
  return (
    <div className="sec copy-as">
      <span className="cap">Copy as</span>
      <fieldset className="seg" aria-label="Copy as">
        {formats.map(({ name, text }) => (
          <button key={name} type="button" onClick={() => void copy(name, text())}>
            {name}
          </button>
        ))}
      </fieldset>
      <span className="cap" role="status">
        {said}
      </span>
    </div>
  );
}
