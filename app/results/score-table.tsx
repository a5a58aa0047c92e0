import { classificationScores } from '../../engine/train/metrics/classification.ts';
import type { EpochReport, PartName, PartReport } from '../../engine/train/session.ts';
import { count, fixed, percent } from '../live/number-text.ts';

export const parts: readonly PartName[] = ['train', 'validation', 'test'];

interface Score {
  readonly title: string;
  readonly help: string;
  readonly of: (part: PartReport) => string | undefined;
}

const shared: readonly Score[] = [
  { title: 'samples', help: 'Rows of the part', of: ({ samples }) => count(samples) },
  { title: 'loss', help: 'Mean loss of the part, in evaluation', of: ({ loss }) => fixed(loss, 4) },
];

const macro = ({ confusion }: PartReport) =>
  confusion === undefined ? undefined : classificationScores(confusion).macro;

const optional = (value: number | undefined, text: (value: number) => string): string | undefined =>
  value === undefined ? undefined : text(value);

const ofClasses: readonly Score[] = [
  {
    title: 'accuracy',
    help: 'Share of samples classified rightly',
    of: ({ accuracy }) => optional(accuracy, percent),
  },
  {
    title: 'precision',
    help: 'Share of what was said to be of a class that is; mean over the classes',
    of: (part) => optional(macro(part)?.precision, percent),
  },
  {
    title: 'recall',
    help: 'Share of a class that was found; mean over the classes',
    of: (part) => optional(macro(part)?.recall, percent),
  },
  {
    title: 'F1',
    help: 'Harmonic mean of precision and recall; mean over the classes',
    of: (part) => optional(macro(part)?.f1, percent),
  },
  {
    title: 'ROC AUC',
    help: 'How well two classes are told apart, at any threshold',
    of: ({ rocAuc }) => optional(rocAuc, (value) => fixed(value, 4)),
  },
];

const ofNumbers: readonly Score[] = [
  {
    title: 'MSE',
    help: 'Mean of the squared errors',
    of: ({ regression }) => optional(regression?.meanSquaredError, (value) => fixed(value, 5)),
  },
  {
    title: 'MAE',
    help: 'Mean of the errors’ magnitudes',
    of: ({ regression }) => optional(regression?.meanAbsoluteError, (value) => fixed(value, 5)),
  },
  {
    title: 'R²',
    help: 'Share of the target’s variance that is explained',
    of: ({ regression }) => optional(regression?.determination, (value) => fixed(value, 4)),
  },
];

/** Every score that some part has; those that none has are no columns. */
export function ScoreTable({ report }: { readonly report: EpochReport }) {
  const rows = parts.flatMap((part) => {
    const of = report[part];
    return of === undefined ? [] : [{ part, of }];
  });
  const scores = [...shared, ...ofClasses, ...ofNumbers].filter(({ of }) =>
    rows.some((row) => of(row.of) !== undefined),
  );
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Part</th>
          {scores.map(({ title, help }) => (
            <th key={title} scope="col" className="n" title={help}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ part, of }) => (
          <tr key={part}>
            <th scope="row">{part}</th>
            {scores.map((score) => (
              <td key={score.title} className="n">
                {score.of(of) ?? '–'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
