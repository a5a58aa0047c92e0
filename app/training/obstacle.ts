import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { stopsTraining } from '../../engine/graph/check/diagnostic.ts';

/** Why a graph cannot train as it is drawn; undefined where it can. */
export function obstacleOf(checked: CheckedGraph): string | undefined {
  if (checked.trainable) return undefined;
  if (checked.document.nodes.length === 0) return 'Nothing to train: add nodes first.';
  const blocking = checked.diagnostics.filter(stopsTraining);
  const [first] = blocking;
  if (first === undefined) return 'The graph needs a loss to train.';
  const more = blocking.length > 1 ? ` (and ${blocking.length - 1} more)` : '';
  return `${first.title}: ${first.message}${more}`;
}
