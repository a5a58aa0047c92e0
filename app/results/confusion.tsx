import { useState } from 'react';
import { classificationScores } from '../../engine/train/metrics/classification.ts';
import type { ConfusionMatrix } from '../../engine/train/metrics/confusion-matrix.ts';
import { count, percent } from '../live/number-text.ts';
import { Segments } from '../ui/segments.tsx';

/** Classes beyond these are told in the table; a matrix of more does not fit a screen. */
export const mostInMatrix = 24;

/** A cell of the matrix: of samples that are one class, those said to be another, or the same. */
export interface ConfusionCell {
  readonly truth: number;
  readonly predicted: number;
}

/** Blue for what is right, red for what is wrong, the more the larger the share. */
const tint = (share: number, isRight: boolean): string =>
  `color-mix(in srgb, var(${isRight ? '--accent' : '--err-line'}) ${Math.round(share * 45)}%, transparent)`;

/** What a cell says: how many samples, or their share of the row (scikit-learn's normalize='true'). */
type CellText = 'samples' | 'share';

const cellTexts: readonly { readonly value: CellText; readonly label: string }[] = [
  { value: 'samples', label: 'Counts' },
  { value: 'share', label: 'Share of the row' },
];

/** Rows are true classes, columns predicted ones; a cell's tint is its share of the row, and it shows its samples. */
export function Matrix({
  confusion,
  names,
  onChoose,
}: {
  readonly confusion: ConfusionMatrix;
  readonly names: readonly string[];
  readonly onChoose: (cell: ConfusionCell) => void;
}) {
  const { classes, counts } = confusion;
  const [shown, setShown] = useState<CellText>('samples');
  const rowTotal = (row: number): number =>
    counts.slice(row * classes, (row + 1) * classes).reduce((sum, value) => sum + value, 0);
  return (
    <>
      <Segments label="What the cells say" value={shown} options={cellTexts} onChange={setShown} />
      <table className="confusion">
        <caption>Rows are true classes, columns predicted ones. A number shows its samples.</caption>
        <thead>
          <tr>
            <th scope="col">true \ predicted</th>
            {names.map((name) => (
              <th key={name} scope="col" className="n">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, row) => {
            const total = rowTotal(row);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {names.map((said, column) => {
                  const value = counts[row * classes + column] ?? 0;
                  const share = total === 0 ? 0 : value / total;
                  return (
                    <td key={said} className="n" style={{ background: tint(share, row === column) }}>
                      <button
                        type="button"
                        disabled={value === 0}
                        title={`${value} of ${total} that are ${name} were said to be ${said} (${percent(share)})`}
                        aria-label={`${value} ${name} said to be ${said}: show them`}
                        onClick={() => onChoose({ truth: row, predicted: column })}
                      >
                        {shown === 'samples' ? value : percent(share)}
                      </button>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

export function PerClass({
  confusion,
  names,
}: {
  readonly confusion: ConfusionMatrix;
  readonly names: readonly string[];
}) {
  const { perClass } = classificationScores(confusion);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Class</th>
          {['precision', 'recall', 'F1', 'samples'].map((title) => (
            <th key={title} scope="col" className="n">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {perClass.map(({ precision, recall, f1, support }, index) => (
          <tr key={names[index]}>
            <th scope="row">{names[index]}</th>
            <td className="n">{percent(precision)}</td>
            <td className="n">{percent(recall)}</td>
            <td className="n">{percent(f1)}</td>
            <td className="n">{count(support)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
