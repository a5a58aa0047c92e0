import { canTrainWith } from '../../engine/graph/check/check-batch.ts';
import type { CheckedGraph, CheckedNode } from '../../engine/graph/check/checked-graph.ts';
import { dependsOnMode } from '../../engine/graph/formula/card-formula.ts';
import { oncePer } from '../../engine/graph/once-per.ts';
import type { Mode } from '../../engine/passes/lower.ts';
import type { LookAt } from '../../engine/train/session.ts';
import { useDocument } from '../document/store.ts';
import { useLookAt } from './look-at.ts';

export const modeWords: Readonly<Record<Mode, string>> = { train: 'training', evaluate: 'evaluation' };

/** Whether a node computes something else in evaluation than in training; worked out once per state of the node. */
const dependsOnItsMode = oncePer((checked: CheckedNode) => dependsOnMode(checked));

const graphDependsOnMode = oncePer((checked: CheckedGraph) =>
  [...checked.nodes.values()].some(dependsOnItsMode),
);

/** The mode in which a graph's numbers are shown; the session decides alike where rows are too few to train with. */
function shownMode(checked: CheckedGraph, at: LookAt): Mode {
  if (at.kind === 'next-batch' || !graphDependsOnMode(checked)) return 'train';
  return canTrainWith(checked, at.rows.length) ? at.mode : 'evaluate';
}

/** The mode in which the open graph's numbers for these samples are shown. */
export const useModeAt = (at: LookAt): Mode => useDocument(({ checked }) => shownMode(checked, at));

/** The mode in which a node is shown, where that matters to it. */
export function useModeOfNode(id: string): Mode | undefined {
  const mode = useModeAt(useLookAt());
  return useDocument(({ checked }) => {
    const node = checked.nodes.get(id);
    return node !== undefined && dependsOnItsMode(node) ? mode : undefined;
  });
}

/** Whether the open graph computes something else in evaluation than in training. */
export const useModeMatters = (): boolean => useDocument(({ checked }) => graphDependsOnMode(checked));
