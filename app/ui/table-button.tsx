import { IconButton } from './button.tsx';

interface TableButtonProps {
  /** What is drawn: ‘Loss’. */
  readonly of: string;
  readonly asTable: boolean;
  readonly onChange: (asTable: boolean) => void;
}

/** Shows a chart's numbers as a table, and the chart again. */
export function TableButton({ of, asTable, onChange }: TableButtonProps) {
  return (
    <IconButton
      icon="table"
      label={asTable ? `${of} as a chart` : `${of} as a table`}
      className="small"
      aria-pressed={asTable}
      iconSize={14}
      tooltipSide="top"
      onClick={() => onChange(!asTable)}
    />
  );
}
