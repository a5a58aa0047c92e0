import type { GraphDocument } from '../../engine/graph/document.ts';
import type { FoldNews } from '../../engine/train/cross-validation.ts';

/** Page to worker, once: a worker makes one cross-validation and is ended by the page. */
export interface FoldsRequest {
  /** With the split that cuts its data into folds. */
  readonly document: GraphDocument;
  readonly folds: number;
}

/** Worker to page. */
export type FoldsAnswer =
  | FoldNews
  | { readonly kind: 'done' }
  /** What is wrong with the graph, the data or the number of folds. */
  | { readonly kind: 'refused'; readonly message: string };
