import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isWithin } from '../../engine/graph/blocks/blocks.ts';
import type { Phase, PhaseStep } from '../../engine/train/phases.ts';
import type { LookAt } from '../../engine/train/session.ts';
import { documentStore } from '../document/store.ts';

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

/** Seconds from node to node while it plays; the usual one is long enough to read a line. */
export const paces = ['4.8', '2.4', '1.2', '0.6', '0.3'] as const;
export type Pace = (typeof paces)[number];

interface Walking {
  readonly walk: Walk | undefined;
  /** Stays from walk to walk. */
  readonly pace: Pace;
}

export const walkStore = createStore<Walking>()(() => ({ walk: undefined, pace: '1.2' }));

export function useWalk<T>(selector: (walk: Walk | undefined) => T): T {
  return useStore(walkStore, ({ walk }) => selector(walk));
}

export const usePace = (): Pace => useStore(walkStore, ({ pace }) => pace);

export const isWalking = (): boolean => walkStore.getState().walk !== undefined;

/** The card that stands for a node on the level that is shown: its own, or that of a block around it. */
export const cardOf = (node: string): string | undefined =>
  documentStore.getState().document.nodes.find(({ id }) => isWithin(node, id))?.id;

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
