import { branched, exchanged, trainingStore } from './status.ts';
import { tell } from './training-client.ts';

/** What the timeline's slider, buttons and commands do. */

const isAt = (): number => {
  const { travelling, progress } = trainingStore.getState();
  return travelling?.to ?? progress?.step ?? 0;
};

/** Whether one looks at the past of the run, or is on the way there. */
export const isInPast = (): boolean => {
  const { timeline, ready } = trainingStore.getState();
  return ready && timeline !== undefined && isAt() < timeline.now;
};

/** There is a run with more than one step to stand at. */
export const canTravel = (): boolean => {
  const { timeline, ready } = trainingStore.getState();
  return ready && timeline !== undefined && timeline.now > timeline.first;
};

/** Stands at a step of the run, the nearest that there is; what is on screen follows. Training pauses. */
export function travelTo(step: number): void {
  const { timeline } = trainingStore.getState();
  if (!canTravel() || timeline === undefined) return;
  const to = Math.max(timeline.first, Math.min(Math.round(step), timeline.now));
  trainingStore.setState({ travelling: { step: isAt(), to } });
  // While it trains, the end is further by now than is known here.
  tell({ kind: 'travel', step: to === timeline.now ? Number.MAX_SAFE_INTEGER : to });
}

export const travelBy = (steps: number): void => travelTo(isAt() + steps);

/** To the next end of an epoch in a direction. */
export function travelByEpoch(direction: 1 | -1): void {
  const size = trainingStore.getState().progress?.stepsPerEpoch ?? 1;
  const epochs = isAt() / size;
  travelTo((direction === 1 ? Math.floor(epochs) + 1 : Math.ceil(epochs) - 1) * size);
}

export const backToNow = (): void => travelTo(Number.MAX_SAFE_INTEGER);

/** Makes the past that is looked at the present; the run as it was is kept as the former one. */
export function branchHere(): void {
  if (!isInPast()) return;
  trainingStore.setState(branched);
  tell({ kind: 'branch' });
}

export function takeUpFormer(): void {
  if (trainingStore.getState().former?.isKept !== true) return;
  trainingStore.setState(exchanged);
  tell({ kind: 'take-up-former' });
}
