import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { TrainingSession } from '../../../engine/train/session.ts';

/** A session of a document that is known to train. */
export function sessionFor(document: GraphDocument): TrainingSession {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const result = createSession(checkGraph(document), prepared.data);
  if (!result.ok) throw new Error(result.message);
  return result.session;
}
