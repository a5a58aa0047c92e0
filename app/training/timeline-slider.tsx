import type { KeyboardEvent } from 'react';
import { count } from '../live/number-text.ts';
import { epochMarks } from './epoch-marks.ts';
import { useTraining } from './status.ts';
import { travelBy, travelByEpoch, travelTo } from './time-travel.ts';
import './timeline.css';

function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
  const act = {
    ArrowLeft: () => travelBy(-1),
    ArrowDown: () => travelBy(-1),
    ArrowRight: () => travelBy(1),
    ArrowUp: () => travelBy(1),
    PageDown: () => travelByEpoch(-1),
    PageUp: () => travelByEpoch(1),
    Home: () => travelTo(0),
    End: () => travelTo(Number.MAX_SAFE_INTEGER),
  }[event.key];
  if (act === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  act();
}

/** How far the run is, and at which of its steps one stands: arrows go by steps, Page Up and Down by epochs. */
export function TimelineSlider() {
  const { timeline, progress, travelling, status } = useTraining(
    ({ timeline, progress, travelling, status }) => ({ timeline, progress, travelling, status }),
  );
  const stepsPerEpoch = progress?.stepsPerEpoch ?? 1;
  const first = timeline?.first ?? 0;
  const now = status === 'idle' ? first : (timeline?.now ?? first);
  const end = Math.max((progress?.epochs ?? 1) * stepsPerEpoch, now);
  const at = travelling?.to ?? (status === 'idle' ? first : (progress?.step ?? first));
  const place = (step: number): string =>
    `${(((step - first) / Math.max(1, end - first)) * 100).toFixed(2)}%`;
  const epoch = Math.floor(at / stepsPerEpoch);
  return (
    <div className={timeline?.past === undefined ? 'timeline' : 'timeline past'}>
      <div className="track" aria-hidden="true">
        <span className="done" style={{ width: place(now) }} />
        {epochMarks(first, end, stepsPerEpoch).map((step) => (
          <span key={step} className="epoch-mark" style={{ left: place(step) }} />
        ))}
        {timeline?.changes.map(({ step }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes are only added at the end, several may be of one step
          <span key={index} className="change-mark" style={{ left: place(step) }} />
        ))}
      </div>
      <input
        type="range"
        aria-label="Timeline of the run"
        min={first}
        max={end}
        step={1}
        value={at}
        disabled={now <= first}
        aria-valuetext={`Step ${count(at)} of ${count(now)}, epoch ${count(epoch)}`}
        title="Every step of the run can be looked at again. ◆ marks where the learning rate, the epochs or a weight was changed."
        onChange={(event) => travelTo(event.currentTarget.valueAsNumber)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
