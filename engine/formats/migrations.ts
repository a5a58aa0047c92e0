import { documentVersion } from '../graph/document.ts';

/** A document as it was read: an object of JSON, not checked yet. */
export type RawDocument = Readonly<Record<string, unknown>>;

/** One step from a version of the document to the next. */
export interface Migration {
  /** The version it reads; it gives the next. */
  readonly from: number;
  /** What changed and why. */
  readonly why: string;
  readonly migrate: (document: RawDocument) => RawDocument;
}

/** Every step there ever was, oldest first. Version 1 is the first, so that there is none yet. */
export const migrations: readonly Migration[] = [];

/**
 * Brings an older document up to `target`, one version at a time. Undefined where a step is missing: then the version
 * never existed.
 */
export function migrate(
  document: RawDocument,
  version: number,
  steps: readonly Migration[] = migrations,
  target = documentVersion as number,
): RawDocument | undefined {
  let current = document;
  for (let at = version; at < target; at += 1) {
    const step = steps.find(({ from }) => from === at);
    if (step === undefined) return undefined;
    current = { ...step.migrate(current), version: at + 1 };
  }
  return current;
}
