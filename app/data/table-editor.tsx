import { useEffect, useMemo, useRef, useState } from 'react';
import { addRow, cellText, readCell, removeRow, setCell } from '../../engine/data/own/table.ts';
import type { PreparedData } from '../../engine/data/prepare.ts';
import type { Cell, OwnTable, TableColumn } from '../../engine/graph/document.ts';
import { count } from '../live/number-text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { pageOf } from '../ui/page-of.ts';
import { Pager } from '../ui/pager.tsx';
import { TextField } from '../ui/text-field.tsx';
import { editOwnTable } from './edit-own-table.ts';
import { partByRow } from './shown-data.ts';
import { moveInTable } from './table-keys.ts';

/** Columns and cells that are shown at once; more fields would make the page slow. */
const shownColumns = 40;
const shownCells = 600;

function CellField({
  label,
  column,
  cell,
  onCommit,
}: {
  readonly label: string;
  readonly column: TableColumn;
  readonly cell: Cell;
  readonly onCommit: (cell: Cell) => void;
}) {
  if (column.kind === 'number' && typeof cell !== 'string') {
    return <NumberField label={label} value={cell} optional placeholder="missing" onCommit={onCommit} />;
  }
  return (
    <TextField
      label={label}
      className="in l"
      value={cellText(cell)}
      maxLength={1_000}
      onCommit={(text) => onCommit(readCell(text, column.kind))}
    />
  );
}

/** Which part of the split each row of the table is in; rows that are left out are in none. */
function usePartOfRow(data: PreparedData | undefined): (row: number) => string {
  const inPart = useMemo(() => {
    if (data === undefined) return new Map<number, string>();
    const { tableRows = [] } = data.dataset;
    return new Map([...partByRow(data)].map(([row, part]) => [tableRows[row] ?? row, part] as const));
  }, [data]);
  return (row) => inPart.get(row) ?? 'left out';
}

/** The document's own table, each cell in place; every change is one step. */
export function TableEditor({
  table,
  data,
}: {
  readonly table: OwnTable;
  /** Undefined while the table cannot be prepared. */
  readonly data: PreparedData | undefined;
}) {
  const [page, setPage] = useState(0);
  const partOf = usePartOfRow(data);
  const columns = table.columns.slice(0, shownColumns);
  const perPage = Math.max(5, Math.floor(shownCells / columns.length));
  const at = pageOf(table.rows.length, page, perPage);
  const place = useRef<HTMLTableElement>(null);
  const [added, setAdded] = useState(0);
  const add = () => {
    editOwnTable('Add a row', addRow);
    setPage(Number.POSITIVE_INFINITY);
    setAdded(added + 1);
  };
  // A new row lies below all others: one goes on in its first cell.
  useEffect(() => {
    if (added > 0) place.current?.querySelector<HTMLElement>('tbody tr:last-child input')?.focus();
  }, [added]);
  const remove = (row: number) => {
    // The next row takes the place of one that goes, and its button has the focus; the last one hands it up, to what adds rows in the end.
    const table = place.current;
    const above = table?.querySelectorAll<HTMLElement>('tbody button')[row - at.start - 1];
    const adds = table?.previousElementSibling?.querySelector<HTMLElement>('button');
    if (row === at.end - 1) (above ?? adds)?.focus();
    editOwnTable(`Delete row ${row}`, (old) => removeRow(old, row));
  };
  return (
    <>
      <div className="table-bar">
        <Button variant="line" small onClick={add}>
          Add a row
        </Button>
        <Pager what="rows" size={table.rows.length} at={at} onTurn={setPage} />
        {table.columns.length > shownColumns ? (
          <span className="cap">
            {shownColumns} of {count(table.columns.length)} columns.
          </span>
        ) : null}
      </div>
      <table ref={place} className="own-table" onKeyDownCapture={moveInTable}>
        <thead>
          <tr>
            <th scope="col" className="n">
              row
            </th>
            <th scope="col">part</th>
            {columns.map(({ name, use, kind }) => (
              <th key={name} scope="col" className={kind === 'number' ? 'n' : 'l'}>
                {name}
                {use === 'feature' ? null : <span className="cap"> {use}</span>}
              </th>
            ))}
            <th scope="col">
              <span className="unseen">delete</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(at.start, at.end).map((cells, index) => {
            const row = at.start + index;
            return (
              <tr key={row}>
                <td className="n muted">{row}</td>
                <td className="muted">{partOf(row)}</td>
                {columns.map((column, place) => (
                  <td key={column.name} className="cell-edit">
                    <CellField
                      label={`${column.name} of row ${row}`}
                      column={column}
                      cell={cells[place] ?? null}
                      onCommit={(cell) =>
                        editOwnTable(`Change ${column.name} of row ${row}`, (old) =>
                          setCell(old, row, place, cell),
                        )
                      }
                    />
                  </td>
                ))}
                <td>
                  <IconButton
                    small
                    icon="close"
                    iconSize={12}
                    label={`Delete row ${row}`}
                    onClick={() => remove(row)}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
