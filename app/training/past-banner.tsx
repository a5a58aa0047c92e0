import { count } from '../live/number-text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useTraining } from './status.ts';
import { backToNow, branchHere, travelBy, travelByEpoch } from './time-travel.ts';
import './timeline.css';

/** Says over the sheet that what is shown is of an earlier step, and leads back or on from there. */
export function PastBanner() {
  const { timeline, progress, travelling } = useTraining(({ timeline, progress, travelling }) => ({
    timeline,
    progress,
    travelling,
  }));
  if (timeline === undefined || progress === undefined) return null;
  if (timeline.past === undefined && (travelling === undefined || travelling.to === timeline.now))
    return null;
  const at = travelling?.to ?? progress.step;
  const epoch = Math.floor(at / progress.stepsPerEpoch);
  return (
    <section className="run-banner" aria-label="Looking at the past">
      <Icon name="past" size={14} />
      <span role="status">
        <b>The past:</b> step <span className="num">{count(at)}</span> of{' '}
        <span className="num">{count(timeline.now)}</span>, epoch <span className="num">{count(epoch)}</span>
        {travelling === undefined ? '' : ', computing …'}
      </span>
      <span className="past-steps">
        <IconButton small icon="first" label="An epoch back" shortcut="{" onClick={() => travelByEpoch(-1)} />
        <IconButton small icon="left" label="A step back" shortcut="[" onClick={() => travelBy(-1)} />
        <IconButton small icon="right" label="A step on" shortcut="]" onClick={() => travelBy(1)} />
        <IconButton small icon="last" label="An epoch on" shortcut="}" onClick={() => travelByEpoch(1)} />
      </span>
      <Button variant="line" small onClick={backToNow}>
        Back to now
      </Button>
      <Button
        variant="main"
        small
        title={`A new run begins at step ${count(at)}. The run up to step ${count(timeline.now)} is kept: its curve stays and it can be taken up again.`}
        onClick={branchHere}
      >
        Go on from here
      </Button>
    </section>
  );
}
