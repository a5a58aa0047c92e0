import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import type { Diagnostic } from '../../engine/graph/check/diagnostic.ts';

/** Once training was asked for, an input without a wire is what stops it: the note becomes an error. */
export const shownSeverity = (
  { severity, kind }: Pick<Diagnostic, 'severity' | 'kind'>,
  missingAsErrors: boolean,
): Diagnostic['severity'] => (kind === 'missing-connection' && missingAsErrors ? 'error' : severity);

const raised = new WeakMap<CheckedGraph, readonly Diagnostic[]>();

/**
 * The diagnostics of a graph with the severity at which a person sees them now; the same array for the same graph, as
 * selectors of a store need it.
 */
export function shownDiagnostics(checked: CheckedGraph, missingAsErrors: boolean): readonly Diagnostic[] {
  if (!missingAsErrors) return checked.diagnostics;
  const known = raised.get(checked);
  if (known !== undefined) return known;
  const shown = checked.diagnostics.map((each) => ({ ...each, severity: shownSeverity(each, true) }));
  raised.set(checked, shown);
  return shown;
}
