import { useMemo } from 'react';
import { scoresAcross } from '../../engine/train/metrics/fold-scores.ts';
import { useDocument } from '../document/store.ts';
import { count, scoreText } from '../live/number-text.ts';
import { isSameForTraining } from '../training/relevant.ts';
import { Icon } from '../ui/icon.tsx';
import { useCrossValidation, type Validation } from './cross-validation-store.ts';

/** What each fold's held-out rows came to, and the mean and standard deviation over the folds. */
function ScoresByFold({ reports }: Pick<Validation, 'reports'>) {
  const across = scoresAcross(reports);
  return (
    <table className="folds">
      <thead>
        <tr>
          <th scope="col">Held out</th>
          <th scope="col" className="n" title="Rows that were held out">
            samples
          </th>
          {across.map(({ score }) => (
            <th key={score.name} scope="col" className="n" title={score.help}>
              {score.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {reports.map(({ fold, held }) => (
          <tr key={fold}>
            <th scope="row">fold {fold}</th>
            <td className="n">{count(held.samples)}</td>
            {across.map(({ score }) => (
              <td key={score.name} className="n">
                {scoreText(score.form, score.of(held))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        {(['mean', 'deviation'] as const).map((figure) => (
          <tr key={figure}>
            <th scope="row" title={figure === 'mean' ? undefined : 'Standard deviation over the folds'}>
              {figure === 'mean' ? 'mean' : '± std'}
            </th>
            <td />
            {across.map(({ score, [figure]: value }) => (
              <td key={score.name} className="n">
                {scoreText(score.form, value)}
              </td>
            ))}
          </tr>
        ))}
      </tfoot>
    </table>
  );
}

/** What the results leave unsaid. */
function Remarks({ validation }: { readonly validation: Validation }) {
  const whole = useDocument((state) => state.whole);
  const { of } = validation;
  const isStale = useMemo(
    () => !isSameForTraining(of, whole) || JSON.stringify(of.training) !== JSON.stringify(whole.training),
    [of, whole],
  );
  const { earlyStopping, schedule } = of.training;
  const isWatched = earlyStopping !== undefined || schedule?.name === 'ReduceLROnPlateau';
  return (
    <>
      {isStale ? (
        <p className="cap is-warning">
          <Icon name="warning" size={12} /> stale since an edit
        </p>
      ) : null}
      <p className="cap">
        Each fold trains anew from seed {of.training.seed}; stored weights play no part, unless they are
        frozen.
      </p>
      {isWatched ? (
        <p className="cap">
          {earlyStopping === undefined ? 'ReduceLROnPlateau' : 'Early stopping'} watches the rows that are
          held out, which makes these scores somewhat better than those of unseen rows.
        </p>
      ) : null}
    </>
  );
}

/** The scores of a cross-validation, fold by fold as they come. */
export function FoldsResult() {
  const { validation } = useCrossValidation();
  if (validation === undefined) {
    return (
      <p className="cap empty-panel">
        Trains once per fold on all rows but those of the fold, and scores these: how well the network does on
        rows it has not seen, and how much that varies. The training run and its weights stay as they are.
      </p>
    );
  }
  const { status, message, reports } = validation;
  return (
    <div className="folds-result">
      {status === 'refused' ? (
        <p className="foot-message is-error" role="alert">
          <Icon name="error" size={14} />
          {message}
        </p>
      ) : null}
      {reports.length === 0 ? null : <ScoresByFold reports={reports} />}
      {status === 'refused' ? null : <Remarks validation={validation} />}
    </div>
  );
}

function endText({ status, reports, folds }: Validation): string {
  switch (status) {
    case 'running':
      return '';
    case 'cancelled':
      return `cancelled after ${reports.length} of ${folds} folds`;
    case 'refused':
      return reports.length === 0 ? '' : `stopped after ${reports.length} of ${folds} folds`;
    case 'done':
      return `${reports.length} of ${folds} folds done`;
  }
}

/** How far the cross-validation has come. */
export function FoldsFoot() {
  const { validation } = useCrossValidation();
  if (validation === undefined) return <div className="training-foot" />;
  const { status, folds, fold, progress, reports } = validation;
  const { epoch = 0, epochs = 1 } = progress ?? {};
  const done = status === 'running' ? reports.length + Math.min(epoch / epochs, 1) : reports.length;
  return (
    <div className="training-foot">
      {status === 'running' ? (
        <span>
          fold <span className="num">{fold}</span> of <span className="num">{folds}</span>, epoch{' '}
          <span className="num">{epoch}</span> of <span className="num">{epochs}</span>
        </span>
      ) : null}
      <progress max={folds} value={Math.min(done, folds)} aria-label="Cross-validation progress" />
      <span role="status">{endText(validation)}</span>
    </div>
  );
}
