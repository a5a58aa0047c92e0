import { useEffect, useState } from 'react';
import { IconButton } from './button.tsx';

interface CopyButtonProps {
  /** What is copied, as the tooltip says it. */
  readonly label: string;
  /** Made when it is asked for. */
  readonly text: () => string;
}

/** Milliseconds for which the button says that it worked. */
const shownTime = 1500;

/** Puts text on the clipboard and says so in its own place. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [result, setResult] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (result === undefined) return undefined;
    const timer = setTimeout(() => setResult(undefined), shownTime);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setResult('copied'),
      () => setResult('refused'),
    );
  const said = result === 'copied' ? 'Copied' : 'The browser does not allow copying';
  return (
    <>
      <IconButton
        icon={result === 'copied' ? 'check' : 'copy'}
        label={result === undefined ? label : said}
        className="small"
        iconSize={14}
        tooltipSide="top"
        onClick={() => void copy()}
      />
      <span className="unseen" role="status">
        {result === undefined ? '' : said}
      </span>
    </>
  );
}
