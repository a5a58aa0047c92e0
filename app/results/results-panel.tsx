import { useState } from 'react';
import type { PartName } from '../../engine/train/session.ts';
import { count } from '../live/number-text.ts';
import { useTraining } from '../training/status.ts';
import { Icon } from '../ui/icon.tsx';
import { Segments } from '../ui/segments.tsx';
import { PlaneView } from './plane-view.tsx';
import './results.css';
import { RocView } from './roc-view.tsx';
import type { Which } from './sample-list.ts';
import { SamplesView } from './samples-view.tsx';
import { parts } from './score-table.tsx';
import { ScoresView } from './scores-view.tsx';
import { usePredictions } from './use-predictions.ts';

const views = [
  { value: 'scores', label: 'Scores' },
  { value: 'samples', label: 'Samples' },
  { value: 'roc', label: 'ROC' },
  { value: 'plane', label: 'Plane' },
] as const;
type View = (typeof views)[number]['value'];

function OfSamples({
  view,
  part,
  which,
  onWhich,
}: {
  readonly view: 'samples' | 'roc';
  readonly part: PartName;
  readonly which: Which;
  readonly onWhich: (which: Which) => void;
}) {
  const predictions = usePredictions(part);
  if (predictions === undefined) return null;
  return view === 'roc' ? (
    <RocView predictions={predictions} />
  ) : (
    <SamplesView predictions={predictions} which={which} onWhich={onWhich} />
  );
}

/** How well the network does on each part of the data, after the last epoch or at the step of the past that is looked at: scores, samples, ROC curves, and regions of the plane. */
export function ResultsPanel() {
  const { last, stale, step } = useTraining(({ epochs, stale, timeline, progress }) => ({
    last: timeline?.past ?? epochs.at(-1),
    stale,
    step: timeline?.past === undefined ? undefined : progress?.step,
  }));
  const [view, setView] = useState<View>('scores');
  const [wanted, setWanted] = useState<PartName>('test');
  const [which, setWhich] = useState<Which>('all');
  if (last === undefined) {
    return (
      <p className="cap empty-panel">
        Scores on the training, validation and test part appear here when the graph can train.
      </p>
    );
  }
  const end = last.restored ?? last;
  const there = parts.filter((part) => end[part] !== undefined);
  const part = there.includes(wanted) ? wanted : (there.at(-1) ?? 'train');
  return (
    <div className="results-panel">
      <div className="results-bar">
        <Segments label="View" value={view} options={views} onChange={setView} />
        {view === 'plane' ? null : (
          <Segments
            label="Part"
            value={part}
            options={there.map((each) => ({ value: each, label: each }))}
            onChange={setWanted}
          />
        )}
        <h4>
          {step !== undefined
            ? `The past: after step ${count(step)}`
            : last.epoch === 0
              ? 'Before training'
              : last.restored === undefined
                ? `After epoch ${count(last.epoch)}`
                : `Best weights, restored after epoch ${count(last.epoch)}`}
        </h4>
        {stale ? (
          <span className="cap is-warning stale-since">
            <Icon name="warning" size={12} /> stale since an edit
          </span>
        ) : null}
      </div>
      <div className="body results">
        {view === 'scores' ? (
          <ScoresView
            report={end}
            part={part}
            onChoose={(cell) => {
              setWhich(cell);
              setView('samples');
            }}
          />
        ) : view === 'plane' ? (
          <PlaneView />
        ) : (
          <OfSamples view={view} part={part} which={which} onWhich={setWhich} />
        )}
      </div>
    </div>
  );
}
