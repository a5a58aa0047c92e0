import type { GraphDocument } from '../../engine/graph/document.ts';
import type { SentTensor } from '../worker/protocol.ts';

type Stored = NonNullable<GraphDocument['weights']>[string] | undefined;

/** A parameter that was changed by hand while a session stood at a step. */
export interface EditedWeight {
  readonly key: string;
  readonly run: number;
  readonly step: number;
  /** What the session had, and what the document kept, if it did. */
  readonly before: { readonly tensor: SentTensor; readonly stored: Stored };
  readonly after: { readonly tensor: SentTensor; readonly stored: Stored };
}

const isSame = (left: Stored, right: Stored): boolean =>
  left === right || (left !== undefined && right !== undefined && left.data === right.data);

/**
 * The numbers that a session takes back, or again, when edits of its weights are undone or redone at the step at which they were made;
 * undefined where one of them was made elsewhere, so that the session has gone on from it.
 */
export function takenBack(
  edits: readonly EditedWeight[],
  loaded: Pick<GraphDocument, 'weights'>,
  now: Pick<GraphDocument, 'weights'>,
  at: Pick<EditedWeight, 'run' | 'step'>,
): readonly { readonly key: string; readonly tensor: SentTensor }[] | undefined {
  const [from, to] = [loaded.weights ?? {}, now.weights ?? {}];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    (key) => !isSame(from[key], to[key]),
  );
  const taken = keys.map((key) => {
    const here = edits.filter((edit) => edit.key === key && edit.run === at.run && edit.step === at.step);
    const undone = here.findLast(
      ({ before, after }) => isSame(after.stored, from[key]) && isSame(before.stored, to[key]),
    );
    const redone = here.findLast(
      ({ before, after }) => isSame(before.stored, from[key]) && isSame(after.stored, to[key]),
    );
    const tensor = undone?.before.tensor ?? redone?.after.tensor;
    return tensor === undefined ? undefined : { key, tensor };
  });
  const known = taken.filter((each) => each !== undefined);
  return known.length === taken.length ? known : undefined;
}
