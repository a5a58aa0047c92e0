import type { BreakpointWatch, Found, Seen } from './breakpoints.ts';
import { isFiniteTensor } from './not-finite.ts';
import type { Advance, EpochReport, Look, TrainingSession } from './session.ts';
import type { Timeline } from './timeline.ts';

interface WatchedAdvance extends Pick<Advance, 'losses' | 'progress' | 'epoch'> {
  /** Why the run should pause where it stands. */
  readonly found: Found | undefined;
}

/** What the session shows where it stands; looked at once, and only when asked for. */
function seenNow(session: TrainingSession, loss: number, epoch: EpochReport | undefined): Seen {
  let look: Look | undefined;
  return {
    step: session.progress.step,
    loss,
    epoch,
    parameters: () => session.parameters(),
    look: () => {
      look ??= session.look({ kind: 'next-batch' });
      return look;
    },
  };
}

function stand(timeline: Timeline, step: number): void {
  timeline.aim(step);
  while (!timeline.approach(Number.POSITIVE_INFINITY));
}

/**
 * Goes on with a run up to where a breakpoint is hit. Losses are seen after each call; where one is hit in the middle of it, the run is
 * taken back to that step, and where a number is not finite, through the steps of the call one by one to the first that shows it.
 * Only breakpoints that must see each update make every update a call of its own.
 */
export function advanceWatched(
  session: TrainingSession,
  timeline: Timeline,
  watch: BreakpointWatch,
  most: number,
): WatchedAdvance {
  const before = timeline.step;
  const { losses, epoch, progress } = timeline.advance(watch.has('each update') ? 1 : most);
  const whole = { losses, progress, ...(epoch === undefined ? {} : { epoch }) };
  const end = timeline.step;
  /** The run taken back to a step of the call. */
  const cut = (step: number, found: Found): WatchedAdvance => {
    stand(timeline, step);
    timeline.branch();
    if (step === end) return { ...whole, found };
    return { losses: losses.slice(0, step - before), progress: session.progress, found };
  };
  if (watch.has('suspicion')) {
    const weights = () => [...session.parameters().values()];
    const isSuspect = losses.some((loss) => !Number.isFinite(loss)) || !weights().every(isFiniteTensor);
    if (!isSuspect) watch.forget('suspicion');
    for (let step = before; isSuspect && watch.awaits('suspicion') && step <= end; step += 1) {
      stand(timeline, step);
      const found = watch.sees(
        seenNow(session, losses[step - before - 1] ?? Number.NaN, undefined),
        'suspicion',
      );
      if (found !== undefined) return cut(step, found);
    }
  }
  for (const [index, loss] of losses.entries()) {
    const isLast = index === losses.length - 1;
    const seen = seenNow(session, loss, isLast ? epoch : undefined);
    const found = watch.sees(seen, 'losses', ...(isLast ? (['each update'] as const) : []));
    if (found !== undefined) return cut(before + index + 1, found);
  }
  return { ...whole, found: undefined };
}
