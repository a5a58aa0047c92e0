import type { GraphDocument } from '../document.ts';

/** A ready-made graph, one per example of the course. */
export interface Template {
  /** Short word by which the command line and links name it. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what it shows. */
  readonly description: string;
  /** Sizes and counts at a glance: '4-8-3', '67 params'. */
  readonly facts: readonly string[];
  readonly document: GraphDocument;
}
