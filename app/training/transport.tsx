import type { Progress } from '../../engine/train/session.ts';
import { useDocument } from '../document/store.ts';
import { count } from '../live/number-text.ts';
import { showDockTab } from '../shell/layout.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Steady } from '../ui/steady.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { pauseTraining, resetTraining, startTraining, stepTraining } from './controls.ts';
import { obstacleOf } from './obstacle.ts';
import { walkOn } from './walk.ts';
import './training.css';
import { type TrainingState, useTraining } from './status.ts';

function mainLabel({ status }: Pick<TrainingState, 'status'>, isPast: boolean): string {
  if (isPast) return 'Train on';
  if (status === 'running') return 'Pause';
  if (status === 'failed') return 'Restart';
  if (status === 'idle') return 'Train';
  if (status === 'done') return 'Train again';
  return 'Resume';
}

/** Steps done of the epoch under way; after the last one, of that one. */
function stepsWithinEpoch(progress: Progress | undefined): number {
  if (progress === undefined) return 0;
  return progress.done ? progress.stepsPerEpoch : progress.step - progress.epoch * progress.stepsPerEpoch;
}

/** Characters for how many steps an epoch has, before that is known: 100 of 100. */
const leastRoom = 10;

/** How far the training is: whole epochs, and steps within the one under way. */
function Readout() {
  const { progress, status } = useTraining(({ progress, status }) => ({ progress, status }));
  const planned = useDocument(({ document }) => document.training.epochs);
  const epoch = status === 'idle' ? 0 : (progress?.epoch ?? 0);
  const within = stepsWithinEpoch(progress);
  const epochs = count(progress?.epochs ?? planned);
  const steps = progress === undefined ? undefined : count(progress.stepsPerEpoch);
  const room = Math.max(leastRoom, ...[epochs, steps ?? ''].map((most) => `${most} of ${most}`.length));
  return (
    <div className="read" role="status" aria-label="Progress">
      <span>epoch</span>
      <Steady room={room}>{`${count(epoch)} of ${epochs}`}</Steady>
      <span>step</span>
      <Steady room={room}>{steps === undefined ? '–' : `${count(within)} of ${steps}`}</Steady>
    </div>
  );
}

/** Train or pause, one step, back to the start, and how far it is. */
export function Transport() {
  // Progress is read further in, so that the buttons are not made again with every step.
  const training = useTraining(({ status, stale, arithmeticNotice, timeline }) => ({
    status,
    stale,
    arithmeticNotice,
    isPast: timeline?.past !== undefined,
  }));
  const obstacle = useDocument(({ checked }) => obstacleOf(checked));
  const { arithmeticNotice } = training;
  const isRunning = training.status === 'running';
  const label = mainLabel(training, training.isPast);
  return (
    <section className="transport" aria-label="Training controls">
      <Tooltip
        content={
          obstacle ?? (
            <TrainHint label={training.isPast ? 'Begin a new run from this step; the run is kept' : label} />
          )
        }
      >
        <Button
          variant="main"
          className="train"
          aria-disabled={!isRunning && obstacle !== undefined}
          aria-description={obstacle}
          onClick={isRunning ? pauseTraining : () => void startTraining()}
        >
          <Icon name={isRunning ? 'pause' : 'play'} size={14} />
          {label}
        </Button>
      </Tooltip>
      <IconButton
        icon="step"
        label="Step: one update"
        shortcut="Shift+Space"
        disabled={obstacle !== undefined || isRunning}
        onClick={() => void stepTraining()}
      />
      <IconButton
        icon="finish"
        label="Go through the coming update, node by node"
        shortcut="N"
        disabled={obstacle !== undefined || isRunning}
        onClick={walkOn}
      />
      <IconButton
        icon="reset"
        label="Reset to the starting weights"
        disabled={obstacle !== undefined || (training.status === 'idle' && !training.stale)}
        onClick={() => void resetTraining()}
      />
      <Readout />
      {arithmeticNotice === undefined ? null : (
        <IconButton
          icon="warning"
          className="is-warning"
          label={arithmeticNotice}
          onClick={() => showDockTab('training')}
        />
      )}
    </section>
  );
}

function TrainHint({ label }: { readonly label: string }) {
  return (
    <>
      {label} <kbd>Ctrl+Enter</kbd>
    </>
  );
}
