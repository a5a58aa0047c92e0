import { useMemo, useState } from 'react';
import { findDataset } from '../../engine/data/catalogue.ts';
import { classificationScores } from '../../engine/train/metrics/classification.ts';
import type { ConfusionMatrix } from '../../engine/train/metrics/confusion-matrix.ts';
import type { EpochReport, PartName, PartReport } from '../../engine/train/session.ts';
import { useDocument } from '../document/store.ts';
import { count, fixed, percent } from '../live/number-text.ts';
import { useTraining } from '../training/status.ts';
import { Icon } from '../ui/icon.tsx';
import { Segments } from '../ui/segments.tsx';
import './results.css';

const parts: readonly PartName[] = ['train', 'validation', 'test'];

/** Classes beyond these are told in the table; a matrix of more does not fit a screen. */
const mostInMatrix = 24;

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
function ScoreTable({ report }: { readonly report: EpochReport }) {
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

/** Names of the classes, from the data set where it has as many; else their numbers. */
function useClassNames(classes: number): readonly string[] {
  const dataset = useDocument(({ document }) => document.data.dataset);
  return useMemo(() => {
    const found = findDataset(dataset);
    const target = found?.kind === 'table' ? found.dataset.target : undefined;
    const names = target?.kind === 'class' ? target.classes : [];
    return Array.from({ length: classes }, (_, index) =>
      names.length === classes ? (names[index] ?? String(index)) : String(index),
    );
  }, [dataset, classes]);
}

/** Blue for what is right, red for what is wrong, the more the larger the share. */
const tint = (share: number, isRight: boolean): string =>
  `color-mix(in srgb, var(${isRight ? '--accent' : '--err-line'}) ${Math.round(share * 45)}%, transparent)`;

/** Rows are true classes, columns predicted ones; a cell's tint is its share of the row. */
function Matrix({
  confusion,
  names,
}: {
  readonly confusion: ConfusionMatrix;
  readonly names: readonly string[];
}) {
  const { classes, counts } = confusion;
  const rowTotal = (row: number): number =>
    counts.slice(row * classes, (row + 1) * classes).reduce((sum, value) => sum + value, 0);
  return (
    <table className="confusion">
      <caption>Rows are true classes, columns predicted ones.</caption>
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
                  <td
                    key={said}
                    className="n"
                    style={{ background: tint(share, row === column) }}
                    title={`${value} of ${total} that are ${name} were said to be ${said} (${percent(share)})`}
                  >
                    {value}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function PerClass({
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

function Classes({ report }: { readonly report: EpochReport }) {
  const there = parts.filter((part) => report[part]?.confusion !== undefined);
  const [wanted, setWanted] = useState<PartName>('test');
  const part = there.includes(wanted) ? wanted : (there.at(-1) ?? 'train');
  const confusion = report[part]?.confusion;
  const names = useClassNames(confusion?.classes ?? 0);
  if (confusion === undefined) return null;
  return (
    <>
      <div className="cell">
        <h4>
          Confusion matrix
          <span className="r">
            <Segments
              label="Part"
              value={part}
              options={there.map((each) => ({ value: each, label: each }))}
              onChange={setWanted}
            />
          </span>
        </h4>
        {confusion.classes > mostInMatrix ? (
          <p className="cap">
            A matrix of {confusion.classes} classes does not fit here; each class is in the table.
          </p>
        ) : (
          <Matrix confusion={confusion} names={names} />
        )}
      </div>
      <div className="cell">
        <h4>Per class, {part}</h4>
        <PerClass confusion={confusion} names={names} />
      </div>
    </>
  );
}

/** How well the network does, on each part of the data: after the last whole epoch. */
export function ResultsPanel() {
  const { last, stale } = useTraining(({ epochs, stale }) => ({ last: epochs.at(-1), stale }));
  if (last === undefined) {
    return (
      <p className="cap empty-panel">
        Scores on the training, validation and test part appear here when the graph can train.
      </p>
    );
  }
  return (
    <div className="body results">
      <div className="cell">
        <h4>
          {last.epoch === 0 ? 'Before training' : `After epoch ${count(last.epoch)}`}
          {stale ? (
            <span className="r cap is-warning">
              <Icon name="warning" size={12} /> stale since an edit
            </span>
          ) : null}
        </h4>
        <ScoreTable report={last} />
        <p className="cap">
          Computed in evaluation: Dropout lets everything through, BatchNorm takes what it tracked.
        </p>
      </div>
      <Classes report={last} />
    </div>
  );
}
