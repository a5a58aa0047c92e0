import { type ReactNode, useMemo, useState } from 'react';
import { applyFix } from '../../engine/graph/edit/apply-fix.ts';
import { workersText } from '../../engine/train/workers-text.ts';
import { crossValidationStore } from '../cross-validation/cross-validation-store.ts';
import { FoldsForm } from '../cross-validation/folds-form.tsx';
import { FoldsFoot, FoldsResult } from '../cross-validation/folds-table.tsx';
import { edit, useDocument } from '../document/store.ts';
import { brief, count, fixed, percent, withDecimals } from '../live/number-text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Segments } from '../ui/segments.tsx';
import { Steady } from '../ui/steady.tsx';
import { ChartPanel, Key } from './chart-panel.tsx';
import { startTraining } from './controls.ts';
import { KeepRun, RunsTable, useShownRuns } from './runs-view.tsx';
import { accuracySeries, batchSeries, lossSeries } from './series.ts';
import { DataSettingsForm, TrainingSettingsForm } from './settings-form.tsx';
import { useTraining } from './status.ts';
import { takeUpFormer } from './time-travel.ts';
import { TimelineSlider } from './timeline-slider.tsx';
import './training.css';

const milliseconds = (time: number): string =>
  time >= 1000 ? `${(time / 1000).toFixed(2)} s` : `${time.toFixed(time < 10 ? 1 : 0)} ms`;

const threeDecimals = (value: number): string => fixed(value, 3);
/** Characters that the numbers of the panel usually need: 0.371 and 1,800; 94.4 % and 1.23 s. */
const shortRoom = 5;
const longRoom = 6;

const axisLoss = (value: number): string => (Math.abs(value) >= 1000 ? brief(value) : withDecimals(value, 2));
const axisShare = (value: number): string => `${Math.round(value * 100)}\u2009%`;

function Charts() {
  const { epochs, losses, progress, stale, former, isPast } = useTraining(
    ({ epochs, losses, progress, stale, former, timeline }) => ({
      epochs,
      losses,
      progress,
      stale,
      former,
      isPast: timeline?.past !== undefined,
    }),
  );
  const planned = useDocument(({ document }) => document.training.epochs);
  const isValidated = useDocument(({ document }) => document.data.split.validation > 0);
  const stepsPerEpoch = progress?.stepsPerEpoch ?? 1;
  const isWithinFirst = epochs.length < 2;
  const loss = useMemo(
    () => (isWithinFirst && losses !== undefined ? batchSeries(losses, stepsPerEpoch) : lossSeries(epochs)),
    [epochs, losses, stepsPerEpoch, isWithinFirst],
  );
  const accuracy = useMemo(() => accuracySeries(epochs), [epochs]);
  const kept = useShownRuns();
  const others = useMemo(
    () => [...(former === undefined ? [] : [{ name: 'former run', epochs: former.epochs }]), ...kept],
    [former, kept],
  );
  const otherLosses = useMemo(
    () => others.map((run) => ({ ...run, points: lossSeries(run.epochs) })),
    [others],
  );
  const otherAccuracies = useMemo(
    () => others.map((run) => ({ ...run, points: accuracySeries(run.epochs) })),
    [others],
  );
  const cursor = isPast && progress !== undefined ? progress.step / stepsPerEpoch : undefined;
  const isRegression = epochs.length > 0 && epochs[0]?.train.accuracy === undefined;
  return (
    <>
      <ChartPanel
        title="Loss"
        points={loss}
        others={otherLosses}
        cursor={cursor}
        epochs={planned}
        isValidated={isValidated}
        format={threeDecimals}
        room={shortRoom}
        formatAxis={axisLoss}
        isStale={stale}
        turn={0}
        empty="Train to see the loss fall, epoch by epoch."
      />
      <ChartPanel
        title="Accuracy"
        points={accuracy}
        others={otherAccuracies}
        cursor={cursor}
        epochs={planned}
        isValidated={isValidated}
        top={1}
        format={percent}
        room={longRoom}
        formatAxis={axisShare}
        isStale={stale}
        turn={150}
        empty={isRegression ? 'A regression has no accuracy.' : 'Share of samples classified rightly.'}
      />
    </>
  );
}

function Foot() {
  const training = useTraining((state) => ({
    status: state.status,
    stale: state.stale,
    message: state.message,
    fix: state.fix,
    progress: state.progress,
    epochTime: state.epochTime,
    arithmeticNotice: state.arithmeticNotice,
    workers: state.workers,
    last: state.timeline?.past ?? state.epochs.at(-1),
    former: state.former,
  }));
  const { status, stale, message, fix, progress, epochTime, arithmeticNotice, workers, last, former } =
    training;
  // What an edit has answered since is not said any more.
  if (message !== undefined && (status === 'failed' || !stale)) {
    const isCrash = status === 'failed';
    return (
      <div className="training-foot" role="alert">
        <span className="foot-message is-error">
          <Icon name="error" size={14} />
          {isCrash ? `Training stopped: ${message} The graph is kept.` : message}
        </span>
        {isCrash ? (
          <Button variant="line" small onClick={() => void startTraining()}>
            Restart
          </Button>
        ) : null}
        {fix === undefined ? null : (
          <Button variant="line" small onClick={() => edit(fix.label, (document) => applyFix(document, fix))}>
            {fix.label}
          </Button>
        )}
      </div>
    );
  }
  const accuracy = (last?.restored ?? last)?.test?.accuracy;
  const done = status === 'idle' ? 0 : (progress?.step ?? 0);
  const all = (progress?.epochs ?? 1) * (progress?.stepsPerEpoch ?? 1);
  return (
    <div className="training-foot">
      <span>
        step <Steady room={Math.max(shortRoom, count(all).length)}>{count(done)}</Steady> of{' '}
        <Steady room={shortRoom}>{progress === undefined ? '–' : count(all)}</Steady>
      </span>
      <TimelineSlider />
      <span>
        per epoch <Steady room={longRoom}>{epochTime === undefined ? '–' : milliseconds(epochTime)}</Steady>
      </span>
      <span>
        test accuracy{' '}
        <span data-testid="test-accuracy">
          <Steady room={longRoom}>
            {status === 'idle' || accuracy === undefined ? '–' : percent(accuracy)}
          </Steady>
        </span>
      </span>
      {[arithmeticNotice, workers === 'second lost' ? workersText[workers].whole : undefined]
        .filter((notice) => notice !== undefined)
        .map((notice) => (
          <span key={notice} className="is-warning foot-message own-row">
            <Icon name="warning" size={12} />
            {notice}
          </span>
        ))}
      {former === undefined ? null : (
        <span className="former" title={`It went to step ${count(former.now)}.`}>
          <Key name="former run" kind="other" />
          {former.isKept ? (
            <Button
              variant="line"
              small
              title={`Goes on with the run that was left at step ${count(former.branchedAt)}; this one is kept in its place.`}
              onClick={takeUpFormer}
            >
              Take it up again
            </Button>
          ) : null}
        </span>
      )}
      {stale && status !== 'idle' ? (
        <span className="is-warning foot-message">
          <Icon name="warning" size={12} />
          {status === 'paused'
            ? 'stale since an edit; Resume keeps untouched weights'
            : 'stale since an edit'}
        </span>
      ) : null}
    </div>
  );
}

const views = [
  { value: 'run', label: 'Run' },
  { value: 'folds', label: 'Folds' },
  { value: 'runs', label: 'Runs' },
] as const;
type View = (typeof views)[number]['value'];

/** A form with a table that takes the place of the charts: beside it, or above it where the table needs the width. */
function TableView(props: {
  readonly layout: 'beside' | 'above';
  readonly form: ReactNode;
  /** Accessible name of the table's place. */
  readonly label: string;
  readonly table: ReactNode;
  readonly foot: ReactNode;
}) {
  return (
    <>
      <div className={`training-panel form-${props.layout}`}>
        <section className="settings" aria-label="Settings">
          {props.form}
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
        <section className="folds-place" tabIndex={0} aria-label={props.label}>
          {props.table}
        </section>
      </div>
      {props.foot}
    </>
  );
}

/** What the network is trained on and how, and how it goes: in one run, once per fold of the data, or beside runs that were kept. */
export function TrainingPanel() {
  const [view, setView] = useState<View>(() =>
    crossValidationStore.getState().validation === undefined ? 'run' : 'folds',
  );
  const chooser = <Segments label="View" value={view} options={views} onChange={setView} />;
  if (view === 'folds') {
    return (
      <TableView
        layout="beside"
        form={
          <>
            {chooser}
            <h4>Cross-validation</h4>
            <FoldsForm />
          </>
        }
        label="Scores by fold"
        table={<FoldsResult />}
        foot={<FoldsFoot />}
      />
    );
  }
  if (view === 'runs') {
    return (
      <TableView
        layout="above"
        form={
          <>
            {chooser}
            <KeepRun />
          </>
        }
        label="Kept runs"
        table={<RunsTable />}
        foot={<Foot />}
      />
    );
  }
  return (
    <>
      <div className="training-panel">
        <section className="settings" aria-label="Settings">
          {chooser}
          <h4>Training</h4>
          <TrainingSettingsForm />
          <h4>Data</h4>
          <DataSettingsForm />
        </section>
        <Charts />
      </div>
      <Foot />
    </>
  );
}
