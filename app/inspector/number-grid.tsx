import { useMemo, useState } from 'react';
import { statisticsOf } from '../../engine/train/statistics.ts';
import { colourToken, inkToken, placeOnMap } from '../live/colour-map.ts';
import { decimalsFor, exact, fixed } from '../live/number-text.ts';
import { pageOf } from '../ui/page-of.ts';
import { Pager } from '../ui/pager.tsx';
import type { SentTensor } from '../worker/protocol.ts';
import { EditableCell } from './editable-cell.tsx';
import { columnsThatFit, matrixView } from './matrix-view.ts';

interface GridEditing {
  /** The index is row-major. */
  readonly onCommit: (index: number, value: number) => void;
  /** Takes a text of several numbers that was pasted into one. */
  readonly onPaste: (text: string) => void;
}

interface NumberGridProps {
  readonly tensor: SentTensor;
  /** Axis 0 is the batch. */
  readonly isBatched: boolean;
  /** Whether the numbers may be negative, so that zero stays in the middle of the map. */
  readonly signed?: boolean;
  readonly decimals?: number;
  readonly rowLabel: (row: number) => string;
  readonly columnLabel: (column: number) => string;
  /** Accessible name. */
  readonly label: string;
  /** Makes the numbers editable. */
  readonly editing?: GridEditing;
}

const rowsPerPage = 16;
/** Room for numbers beside the row labels in the narrow inspector, in CSS pixels. */
const room = 214;

/** Exact numbers on a colour map, a page at a time; each cell tells all its digits on hover. */
export function NumberGrid(props: NumberGridProps) {
  const { tensor, isBatched, rowLabel, columnLabel, label, editing } = props;
  const [rowPage, setRowPage] = useState(0);
  const [columnPage, setColumnPage] = useState(0);
  const { rows, columns, data } = matrixView(tensor, isBatched);
  const { bound, hasNegative } = useMemo(() => {
    const { minimum, maximum } = statisticsOf(data);
    const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
    return { bound: Number.isNaN(largest) ? 0 : largest, hasNegative: minimum < 0 };
  }, [data]);
  const signed = props.signed === true || hasNegative;
  const decimals = props.decimals ?? Math.max(4, decimalsFor(bound));
  const integerDigits = bound >= 10 ? Math.floor(Math.log10(bound)) + 1 : 1;
  const perPage = columnsThatFit(room, integerDigits + decimals + (signed ? 2 : 1));
  const down = pageOf(rows, rowPage, rowsPerPage);
  const across = pageOf(columns, columnPage, perPage);
  const shownRows = Array.from({ length: down.end - down.start }, (_, index) => down.start + index);
  const shownColumns = Array.from({ length: across.end - across.start }, (_, index) => across.start + index);
  const longestLabel = Math.max(1, ...shownRows.map((row) => rowLabel(row).length));
  return (
    <>
      <table className="gridv" aria-label={label}>
        <colgroup>
          <col style={{ width: `${longestLabel * 0.65 + 0.6}em` }} />
        </colgroup>
        <thead>
          <tr>
            <td />
            {shownColumns.map((column) => (
              <th key={column} scope="col" title={columnLabel(column)}>
                {columnLabel(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shownRows.map((row) => (
            <tr key={row}>
              {rowLabel(row) === '' ? <td /> : <th scope="row">{rowLabel(row)}</th>}
              {shownColumns.map((column) => {
                const index = row * columns + column;
                const value = data[index] as number;
                const place = placeOnMap(value, bound, signed);
                const style = {
                  background: value === 0 && !signed ? 'none' : `var(${colourToken(place)})`,
                  ...(value === 0
                    ? {}
                    : { color: Number.isFinite(value) ? `var(${inkToken(place)})` : 'var(--err)' }),
                };
                const text = fixed(value, decimals);
                return editing === undefined ? (
                  <td
                    key={column}
                    style={style}
                    title={exact(value)}
                    className={value === 0 ? 'zero' : undefined}
                  >
                    {text}
                  </td>
                ) : (
                  <td key={column} style={style} className="cell-edit">
                    <EditableCell
                      label={[label, rowLabel(row), columnLabel(column)].filter(Boolean).join(', ')}
                      value={value}
                      text={text}
                      onCommit={(next) => editing.onCommit(index, next)}
                      onPaste={editing.onPaste}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="pagers">
        <Pager what="rows" size={rows} at={down} onTurn={setRowPage} />
        <Pager what="columns" size={columns} at={across} onTurn={setColumnPage} />
        <span className="num map-bound" title="The ends of the colour map">
          {signed ? '±' : '0 to '}
          {fixed(bound, decimals)}
        </span>
      </div>
    </>
  );
}
