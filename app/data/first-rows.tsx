import { useMemo } from 'react';
import type { PreparedData } from '../../engine/data/prepare.ts';
import { count, withDecimals } from '../live/number-text.ts';
import { partByRow, targetText } from './shown-data.ts';

/** Rows of the table; more tell no more about what the columns are. */
const shownRows = 50;

/** Decimals that every number of a column has room for, at most 4. */
const decimalsOf = (column: readonly number[]): number =>
  column.reduce(
    (most, value) => Math.max(most, (Number(value.toFixed(4)).toString().split('.')[1] ?? '').length),
    0,
  );

/** The first rows of a built-in data set, before scaling. */
export function FirstRows({ data }: { readonly data: PreparedData }) {
  const { dataset } = data;
  const rows = dataset.x.slice(0, shownRows);
  const decimals = dataset.features.map((_, column) => decimalsOf(rows.map((row) => row[column] as number)));
  const ofTarget = dataset.target.kind === 'real' ? 'n' : undefined;
  const inPart = useMemo(() => partByRow(data), [data]);
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col" className="n">
              row
            </th>
            <th scope="col">part</th>
            <th scope="col" className={ofTarget}>
              {dataset.target.name}
            </th>
            {dataset.features.map((feature) => (
              <th key={feature} scope="col" className="n">
                {feature}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of the table is its number
            <tr key={index}>
              <td className="n muted">{index}</td>
              <td className="muted">{inPart.get(index)}</td>
              <td className={ofTarget}>{targetText(dataset, dataset.y[index] as number)}</td>
              {row.map((value, column) => (
                <td key={dataset.features[column]} className="n">
                  {withDecimals(value, decimals[column] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {dataset.x.length > shownRows ? (
        <p className="cap">
          The first {shownRows} of {count(dataset.x.length)} rows, before scaling.
        </p>
      ) : null}
    </>
  );
}
