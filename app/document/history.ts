import { castDraft, enablePatches, type Patch, produceWithPatches } from 'immer';
import type { GraphDocument } from '../../engine/graph/document.ts';

/**
 * Undo and redo as patches. A step keeps what changed in both directions, not whole documents, and parts that an
 * edit left alone stay the same objects, so that views which read them do not draw again.
 */

enablePatches();

export interface Step {
  readonly label: string;
  /** Consecutive steps with the same key are one: typing in a field, dragging a slider. */
  readonly merge: string | undefined;
  readonly forward: readonly Patch[];
  readonly backward: readonly Patch[];
}

export interface History {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}

export const emptyHistory: History = { done: [], undone: [] };

/** Steps that are kept; older ones can no longer be undone. */
const longestHistory = 500;

type Part = keyof GraphDocument;

/** Patches that turn one document into another, part by part; parts that are the same object are left out. */
function patchesBetween(
  before: GraphDocument,
  after: GraphDocument,
): readonly [readonly Patch[], readonly Patch[]] {
  const parts = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<Part>;
  const [, forward, backward] = produceWithPatches(before, (draft) => {
    const target = draft as Record<Part, unknown>;
    for (const part of parts) {
      if (before[part] === after[part]) continue;
      if (after[part] === undefined) delete target[part];
      else target[part] = castDraft(after[part]);
    }
  });
  return [forward, backward];
}

/**
 * The document with whole parts put in place. Immer's own `applyPatches` would copy every value; here nodes stay the
 * objects they were, so that views and checks recognise what did not change.
 */
function withParts(document: GraphDocument, patches: readonly Patch[]): GraphDocument {
  const parts: Record<string, unknown> = { ...document };
  for (const { op, path, value } of patches) {
    const part = String(path[0]);
    if (op === 'remove') delete parts[part];
    else parts[part] = value;
  }
  return parts as unknown as GraphDocument;
}

/** The document and history after an edit; undefined where the edit changed nothing. */
export function record(
  history: History,
  before: GraphDocument,
  after: GraphDocument,
  label: string,
  merge: string | undefined,
): { readonly document: GraphDocument; readonly history: History } | undefined {
  const [forward, backward] = patchesBetween(before, after);
  if (forward.length === 0) return undefined;
  const last = history.done.at(-1);
  const joins = merge !== undefined && last?.merge === merge && history.undone.length === 0;
  const step: Step = joins
    ? { ...last, label, forward: [...last.forward, ...forward], backward: [...backward, ...last.backward] }
    : { label, merge, forward, backward };
  const kept = joins ? history.done.slice(0, -1) : history.done;
  return {
    document: withParts(before, forward),
    history: { done: [...kept, step].slice(-longestHistory), undone: [] },
  };
}

/** One step back; undefined where there is none. */
export function stepBack(history: History, document: GraphDocument) {
  const step = history.done.at(-1);
  if (step === undefined) return undefined;
  return {
    document: withParts(document, step.backward),
    history: { done: history.done.slice(0, -1), undone: [...history.undone, step] },
  };
}

/** One step forward again; undefined where there is none. */
export function stepForward(history: History, document: GraphDocument) {
  const step = history.undone.at(-1);
  if (step === undefined) return undefined;
  return {
    document: withParts(document, step.forward),
    history: { done: [...history.done, step], undone: history.undone.slice(0, -1) },
  };
}
