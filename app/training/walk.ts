import { phaseSteps, turnAround } from '../../engine/train/phases.ts';
import { documentStore, goToLevel } from '../document/store.ts';
import { lookAtStore, setLookAt } from '../live/look-at.ts';
import { ensureRun, isTrainable, stepTraining } from './controls.ts';
import { trainingStore } from './status.ts';
import { prepare } from './training-client.ts';
import { cardOf, isWalking, type Pace, type Walk, walkStore } from './walk-state.ts';

/** What the buttons and keys of the walk do. */

const hasEnded = (): boolean => trainingStore.getState().status === 'done';

const change = (next: Partial<Walk>): void =>
  walkStore.setState(({ walk }) => ({ walk: walk === undefined ? undefined : { ...walk, ...next } }));

/** Stops going through; nothing has changed. */
export function leaveWalk(): void {
  const { walk } = walkStore.getState();
  if (walk === undefined) return;
  walkStore.setState({ walk: undefined });
  setLookAt(walk.before);
}

async function begin(): Promise<void> {
  if (!isTrainable()) return;
  // A run that is done stays to be looked at: no update comes, and one from the start would be another run; of a graph that was edited since it says nothing.
  const isThere = await (hasEnded() && !trainingStore.getState().stale ? prepare() : ensureRun());
  // It may take a while, in which the key is pressed again.
  if (!isThere || isWalking()) return;
  const { checked } = documentStore.getState();
  const before = lookAtStore.getState().at;
  setLookAt({ kind: 'next-batch' });
  walkStore.setState({ walk: { steps: phaseSteps(checked), at: 0, isPlaying: false, before } });
  goTo(0);
}

/** Shows a level on which the node whose turn it is has a card: this one, or one further out. */
function follow(node: string): void {
  if (cardOf(node) !== undefined) return;
  const { path } = documentStore.getState();
  if (path.length === 0) return;
  const depth = path.findIndex((_, index) => !node.startsWith(`${path.slice(0, index + 1).join('/')}/`));
  goToLevel(path.slice(0, Math.max(0, depth)));
}

/** A place to stand at: where it is a block's turn the last of its nodes, so that what the block gives is there. */
function goTo(at: number): void {
  const { walk } = walkStore.getState();
  const step = walk?.steps[Math.max(0, at)];
  if (walk === undefined) return;
  if (step === undefined) {
    leaveWalk();
    if (!hasEnded()) void stepTraining();
    return;
  }
  follow(step.node);
  change({ at: turnAround(walk.steps, Math.max(0, at), cardOf).last });
}

/** Begins to go through the coming update, or goes on to the next card. */
export function walkOn(): void {
  const { walk } = walkStore.getState();
  if (walk === undefined) void begin();
  else goTo(turnAround(walk.steps, walk.at, cardOf).last + 1);
}

/** Into the block whose turn it is, to the first of its nodes. */
export function walkInside(): void {
  const { walk } = walkStore.getState();
  const card = cardOf(walk?.steps[walk.at]?.node ?? '');
  if (walk === undefined || card === undefined || card === walk.steps[walk.at]?.node) return;
  const { first } = turnAround(walk.steps, walk.at, cardOf);
  goToLevel(card.split('/'));
  goTo(first);
}

export function walkBack(): void {
  const { walk } = walkStore.getState();
  if (walk !== undefined) goTo(turnAround(walk.steps, walk.at, cardOf).first - 1);
}

/** To the first node of the next phase. */
export function finishPhase(): void {
  const { walk } = walkStore.getState();
  if (walk === undefined) return;
  const phase = walk.steps[walk.at]?.phase;
  const next = walk.steps.findIndex((step, index) => index > walk.at && step.phase !== phase);
  goTo(next < 0 ? walk.steps.length : next);
}

export const playWalk = (isPlaying: boolean): void => change({ isPlaying });

/** How fast it plays, from the next node on. */
export const setPace = (pace: Pace): void => walkStore.setState({ pace });

// Another graph has other turns; a run that goes on has other numbers.
documentStore.subscribe((now, before) => {
  if (now.whole !== before.whole) leaveWalk();
});
trainingStore.subscribe(({ status }) => {
  if (status === 'running') leaveWalk();
});
