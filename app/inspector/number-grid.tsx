import { useMemo, useState } from 'react';
import { followedElement } from '../../engine/graph/formula/live-numbers.ts';
import type { OutputKey } from '../../engine/program/program.ts';
import { placesOf } from '../../engine/program/tensor.ts';
import { statisticsOf } from '../../engine/train/statistics.ts';
import { follow } from '../formulas/followed.ts';
import { useFollowed } from '../formulas/use-following.ts';
import { colourToken, inkToken, placeOnMap } from '../live/colour-map.ts';
import { decimalsFor, exact, fixed } from '../live/number-text.ts';
import { pageOf } from '../ui/page-of.ts';
import { Pager } from '../ui/pager.tsx';
import type { SentTensor } from '../worker/protocol.ts';
import type { AxisLabels } from './axis-labels.ts';
import { EditableCell } from './editable-cell.tsx';
import { moveInGrid } from './grid-keys.ts';
import { columnsOf, columnsThatFit, labelWidth, matrixView } from './matrix-view.ts';
import { useWidth } from './use-width.ts';
import './number-grid.css';

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
  readonly axes: AxisLabels;
  /** Accessible name. */
  readonly label: string;
  /** Makes the numbers editable. */
  readonly editing?: GridEditing;
  /** What of the run it shows, where one of its numbers can be followed. */
  readonly of?: OutputKey;
}

const rowsPerPage = 16;
/** Width of a grid in the inspector as it is at first, in em. */
const usualWidth = 25;
/** Characters of a row's label beyond which it is cut short. */
const longestLabel = 11;

/** Exact numbers on a colour map, a page at a time; each cell tells all its digits on hover. */
export function NumberGrid(props: NumberGridProps) {
  const { tensor, isBatched, axes, label, editing, of } = props;
  const followed = useFollowed();
  const [rowPage, setRowPage] = useState(0);
  const [columnPage, setColumnPage] = useState(0);
  const { place, width } = useWidth(usualWidth);
  const { rows, columns, data } = matrixView(tensor, isBatched);
  const { bound, hasNegative } = useMemo(() => {
    const { minimum, maximum } = statisticsOf(data);
    const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
    return { bound: Number.isNaN(largest) ? 0 : largest, hasNegative: minimum < 0 };
  }, [data]);
  const signed = props.signed === true || hasNegative;
  const decimals = props.decimals ?? Math.max(4, decimalsFor(bound));
  const integerDigits = bound >= 10 ? Math.floor(Math.log10(bound)) + 1 : 1;
  const down = pageOf(rows, rowPage, rowsPerPage);
  const shownRows = Array.from({ length: down.end - down.start }, (_, index) => down.start + index);
  const labelLength = Math.min(longestLabel, Math.max(1, ...shownRows.map((row) => axes.row(row).length)));
  const labelEm = labelWidth(labelLength);
  const perPage = columnsThatFit(width - labelEm, integerDigits + decimals + (signed ? 2 : 1));
  const across = columnsOf(columns, columnPage, perPage);
  const shownColumns = Array.from({ length: across.end - across.start }, (_, index) => across.start + index);
  const followedIndex = of === undefined ? undefined : followedElement(followed, of, tensor.shape);
  const followAt = (index: number): void => {
    if (of !== undefined) follow({ by: 'key', key: of, places: placesOf(index, tensor.shape) });
  };
  const canFollow = of !== undefined && tensor.shape.length > 0;
  const shown = shownRows.flatMap((row) => shownColumns.map((column) => row * columns + column));
  /** The cell to which Tab leads: arrow keys go on from there. */
  const entry = shown.find((index) => index === followedIndex) ?? shown[0];
  return (
    <div className="grid-place" ref={place}>
      <div className="pagers">
        <Pager what="rows" size={rows} at={down} onTurn={setRowPage} />
        <Pager what="columns" size={columns} at={across} onTurn={setColumnPage} />
        <span className="num map-bound" title="The ends of the colour map">
          {signed ? '±' : '0 to '}
          {fixed(bound, decimals)}
        </span>
      </div>
      <table
        className="gridv"
        aria-label={label}
        {...(canFollow && editing === undefined ? { role: 'grid', onKeyDown: moveInGrid } : {})}
      >
        <colgroup>
          <col style={{ width: `${labelEm}em` }} />
        </colgroup>
        <thead>
          <tr>
            {isBatched && tensor.shape.length > 0 ? (
              <th scope="col" title="N, the batch: a row for each sample, by its number">
                N
              </th>
            ) : (
              <td />
            )}
            {shownColumns.map((column) => (
              <Head key={column} scope="col" text={axes.column(column)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shownRows.map((row) => (
            <tr key={row}>
              <Head scope="row" text={axes.row(row)} />
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
                const mark = index === followedIndex ? 'followed' : undefined;
                return editing === undefined ? (
                  <td
                    key={column}
                    style={style}
                    title={exact(value)}
                    className={[value === 0 ? 'zero' : '', mark].filter(Boolean).join(' ') || undefined}
                    {...(canFollow
                      ? {
                          tabIndex: index === entry ? 0 : -1,
                          'aria-selected': mark !== undefined,
                          onClick: () => followAt(index),
                        }
                      : {})}
                  >
                    {text}
                  </td>
                ) : (
                  <td
                    key={column}
                    style={style}
                    className={mark === undefined ? 'cell-edit' : 'cell-edit followed'}
                    onFocus={() => followAt(index)}
                  >
                    <EditableCell
                      label={[label, axes.row(row), axes.column(column)].filter(Boolean).join(', ')}
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
    </div>
  );
}

/** What a row or a column is called; nothing where it has no name. */
function Head({ scope, text }: { readonly scope: 'row' | 'col'; readonly text: string }) {
  return text === '' ? (
    <td />
  ) : (
    <th scope={scope} title={text}>
      <span>{text}</span>
    </th>
  );
}
