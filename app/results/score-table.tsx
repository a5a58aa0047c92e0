import { scoresOf } from '../../engine/train/metrics/scores.ts';
import type { PartName, PartReports } from '../../engine/train/session.ts';
import { count, scoreText } from '../live/number-text.ts';

export const parts: readonly PartName[] = ['train', 'validation', 'test'];

/** Every score that some part has; those that none has are no columns. */
export function ScoreTable({ report }: { readonly report: PartReports }) {
  const rows = parts.flatMap((part) => {
    const of = report[part];
    return of === undefined ? [] : [{ part, of }];
  });
  const scores = scoresOf(rows.map(({ of }) => of));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col" className="n" title="Rows of the part">
            samples
          </th>
          {scores.map(({ name, help }) => (
            <th key={name} scope="col" className="n" title={help}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ part, of }) => (
          <tr key={part}>
            <th scope="row">{part}</th>
            <td className="n">{count(of.samples)}</td>
            {scores.map((score) => (
              <td key={score.name} className="n">
                {scoreText(score.form, score.of(of))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
