import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { type Diagnostic, stopsTraining } from '../../engine/graph/check/diagnostic.ts';
import { oncePer } from '../../engine/graph/once-per.ts';

/** Once training was asked for, what stops it is an error, be it an input without a wire or a batch of one row. */
export const shownSeverity = (
  found: Pick<Diagnostic, 'severity' | 'kind'>,
  missingAsErrors: boolean,
): Diagnostic['severity'] => (missingAsErrors && stopsTraining(found) ? 'error' : found.severity);

const raised = oncePer((checked: CheckedGraph): readonly Diagnostic[] =>
  checked.diagnostics.map((each) => ({ ...each, severity: shownSeverity(each, true) })),
);

/**
 * The diagnostics of a graph with the severity at which a person sees them now; the same array for the same graph, as
 * selectors of a store need it.
 */
export const shownDiagnostics = (checked: CheckedGraph, missingAsErrors: boolean): readonly Diagnostic[] =>
  missingAsErrors ? raised(checked) : checked.diagnostics;
