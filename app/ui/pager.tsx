import { IconButton } from './button.tsx';
import type { pageOf } from './page-of.ts';

interface PagerProps {
  /** What is turned, such as rows. */
  readonly what: string;
  readonly size: number;
  readonly at: ReturnType<typeof pageOf>;
  readonly onTurn: (page: number) => void;
}

const grouped = (value: number): string => value.toLocaleString('en-US');

/** Turns the pages of an axis; nothing where there is only one. */
export function Pager({ what, size, at, onTurn }: PagerProps) {
  if (at.pages === 1) return null;
  return (
    <span className="pager">
      <IconButton
        icon="left"
        className="small"
        iconSize={12}
        label={`Earlier ${what}`}
        disabled={at.page === 0}
        onClick={() => onTurn(at.page - 1)}
      />
      <span className="num">
        {what} {grouped(at.start)} to {grouped(at.end - 1)} of {grouped(size)}
      </span>
      <IconButton
        icon="right"
        className="small"
        iconSize={12}
        label={`Later ${what}`}
        disabled={at.page === at.pages - 1}
        onClick={() => onTurn(at.page + 1)}
      />
    </span>
  );
}
