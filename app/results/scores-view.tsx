import type { PartName, PartReports } from '../../engine/train/session.ts';
import { type ConfusionCell, Matrix, mostInMatrix, PerClass } from './confusion.tsx';
import { ScoreTable } from './score-table.tsx';
import { useClassNames } from './use-class-names.ts';

/** Scores of all parts; of one part which classes were taken for which, and each class. */
export function ScoresView({
  report,
  part,
  onChoose,
}: {
  readonly report: PartReports;
  readonly part: PartName;
  /** Called with a cell of the confusion matrix whose samples are wanted. */
  readonly onChoose: (cell: ConfusionCell) => void;
}) {
  const confusion = report[part]?.confusion;
  const names = useClassNames(confusion?.classes ?? 0);
  return (
    <>
      <div className="cell">
        <ScoreTable report={report} />
        <p className="cap">
          Computed in evaluation: Dropout lets everything through, BatchNorm takes what it tracked.
        </p>
      </div>
      {confusion === undefined ? null : (
        <>
          <div className="cell">
            <h4>Confusion matrix, {part}</h4>
            {confusion.classes > mostInMatrix ? (
              <p className="cap">
                A matrix of {confusion.classes} classes does not fit here; each class is in the table.
              </p>
            ) : (
              <Matrix confusion={confusion} names={names} onChoose={onChoose} />
            )}
          </div>
          <div className="cell">
            <h4>Per class, {part}</h4>
            <PerClass confusion={confusion} names={names} />
          </div>
        </>
      )}
    </>
  );
}
