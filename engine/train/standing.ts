import type { GraphDocument } from '../graph/document.ts';
import { keyParts } from '../graph/parameter-keys.ts';
import type { Tensor } from '../program/tensor.ts';
import type { Held, SessionState } from './session-state.ts';

/** Where a run stands: what a session of the same graph, changed, needs to go on from there. */
export interface Standing extends SessionState {
  readonly document: GraphDocument;
  readonly stepsPerEpoch: number;
}

export const isSame = (left: unknown, right: unknown): boolean =>
  left === right || JSON.stringify(left) === JSON.stringify(right);

const fits = (one: Tensor | undefined, other: Tensor | undefined): boolean =>
  one !== undefined && other !== undefined && isSame(one.shape, other.shape);

/**
 * Of what a new session would start from, all that an edit left untouched, as the run before had it: parameters and buffers of the same
 * name and shape whose stored numbers are the same, and where the optimizer is the same what it remembers of them.
 */
export function untouched(former: Standing, document: GraphDocument, starting: Held): Held {
  const isStoredAlike = (key: string): boolean =>
    isSame(former.document.weights?.[key], document.weights?.[key]);
  const parameters = new Map(
    [...former.parameters].filter(
      ([key, tensor]) => fits(tensor, starting.parameters.get(key)) && isStoredAlike(key),
    ),
  );
  const isSameOptimizer = former.document.training.optimizer.name === document.training.optimizer.name;
  const states = new Map(
    [...former.states].filter(([key, tensor]) => {
      if (!fits(tensor, starting.states.get(key))) return false;
      const { node: owner } = keyParts(key);
      return former.parameters.has(owner) ? isSameOptimizer && parameters.has(owner) : isStoredAlike(key);
    }),
  );
  return { parameters, states };
}
