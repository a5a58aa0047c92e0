import type { Diagnostic, DiagnosticKind } from '../diagnostic.ts';
import type { AdviceGraph } from './advice-graph.ts';

/** One thing that is no error and yet likely not meant; what it means and why it matters is in `diagnosticReasons`. */
export interface AdviceRule {
  readonly kind: DiagnosticKind;
  /** What it finds in a graph; each with the fixes that make it go away. */
  readonly find: (graph: AdviceGraph) => readonly Diagnostic[];
}
