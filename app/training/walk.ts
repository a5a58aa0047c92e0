import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isWithin } from '../../engine/graph/blocks/blocks.ts';
import { type Phase, type PhaseStep, phaseSteps, turnAround } from '../../engine/train/phases.ts';
import type { LookAt } from '../../engine/train/session.ts';
import { documentStore, goToLevel } from '../document/store.ts';
import { showBeforeTraining } from '../live/live-store.ts';
import { lookAtStore, setLookAt } from '../live/look-at.ts';
import { stepTraining } from './controls.ts';
import { trainingStore } from './status.ts';
import { prepare } from './training-client.ts';

/**
 * The coming update, gone through node by node before it is made. All its numbers are those of one look at the coming batch: going
 * through changes nothing, only its end makes the update.
 */
export interface Walk {
  readonly steps: readonly PhaseStep[];
  readonly at: number;
  readonly isPlaying: boolean;
  /** What was looked at before, to be looked at again after. */
  readonly before: LookAt;
}

export const walkStore = createStore<{ readonly walk: Walk | undefined }>()(() => ({ walk: undefined }));

export function useWalk<T>(selector: (walk: Walk | undefined) => T): T {
  return useStore(walkStore, ({ walk }) => selector(walk));
}

export const isWalking = (): boolean => walkStore.getState().walk !== undefined;

/** The card that stands for a node on the level that is shown: its own, or that of a block around it. */
export const cardOf = (node: string): string | undefined =>
  documentStore.getState().document.nodes.find(({ id }) => isWithin(node, id))?.id;

const change = (next: Partial<Walk>): void =>
  walkStore.setState(({ walk }) => ({ walk: walk === undefined ? undefined : { ...walk, ...next } }));

/** Stops going through; nothing has changed. */
export function leaveWalk(): void {
  const { walk } = walkStore.getState();
  if (walk === undefined) return;
  walkStore.setState({ walk: undefined });
  showBeforeTraining(false);
  setLookAt(walk.before);
}

async function begin(): Promise<void> {
  const { checked } = documentStore.getState();
  if (!checked.trainable) {
    trainingStore.setState({ attempted: true });
    return;
  }
  if (!(await prepare())) return;
  const before = lookAtStore.getState().at;
  setLookAt({ kind: 'next-batch' });
  showBeforeTraining(true);
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
    void stepTraining();
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

/** Whether a node, or all of a block, has had its turn in a phase, or has it now; without a walk everything is there. */
export const isReached = (walk: Walk | undefined, phase: Phase, id: string): boolean =>
  walk === undefined ||
  walk.steps.findLastIndex((step) => step.phase === phase && isWithin(step.node, id)) <= walk.at;

/** Whether what a card draws of its node is computed: of a loss the gradient of its input, of all others the value. */
export const isPictured = (walk: Walk | undefined, node: string): boolean =>
  isReached(
    walk,
    walk?.steps.some((step) => step.node === node && step.phase === 'loss') ? 'backward' : 'forward',
    node,
  );

/** How a card shows that it is its turn: its class. */
export const turnOf = (walk: Walk | undefined, card: string): 'now' | 'now forward' | '' => {
  const step = walk?.steps[walk.at];
  if (step === undefined || cardOf(step.node) !== card) return '';
  return step.phase === 'forward' || step.phase === 'loss' ? 'now forward' : 'now';
};

// Another graph has other turns; a run that goes on has other numbers.
documentStore.subscribe((now, before) => {
  if (now.whole !== before.whole) leaveWalk();
});
trainingStore.subscribe(({ status }) => {
  if (status === 'running') leaveWalk();
});
