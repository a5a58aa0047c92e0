import type { GraphDocument } from '../../engine/graph/document.ts';
import type { NodeReport } from '../../engine/trace/node-report.ts';

/** Page to worker. The graph comes along where it is another one than before. */
export interface ReportRequest {
  readonly request: number;
  readonly document?: GraphDocument;
  readonly node: string;
}

/** Worker to page. */
export type ReportAnswer = { readonly request: number } & (
  | { readonly kind: 'report'; readonly report: NodeReport }
  | { readonly kind: 'failed'; readonly message: string }
);
