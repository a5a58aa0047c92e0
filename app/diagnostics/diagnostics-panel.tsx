import { memo, useDeferredValue, useMemo } from 'react';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { explainDiagnostic } from '../../engine/graph/check/conflict/explain.ts';
import {
  type Diagnostic,
  type DiagnosticKind,
  type Severity,
  severities,
} from '../../engine/graph/check/diagnostic.ts';
import { diagnosticReasons } from '../../engine/graph/check/diagnostic-reasons.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import { applyFix } from '../../engine/graph/edit/apply-fix.ts';
import { bringIntoSight } from '../canvas/show-node.ts';
import { documentStore, editWhole, useDocument } from '../document/store.ts';
import { useMissingAsErrors, useTraining } from '../training/status.ts';
import { Icon } from '../ui/icon.tsx';
import { useRunAdvice } from './run-advice.ts';
import { shownSeverity } from './shown-severity.ts';
import './diagnostics.css';

const titles: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  advice: 'Advice',
  note: 'Note',
};

interface Row {
  readonly key: string;
  readonly severity: Severity;
  readonly code: string;
  readonly kind: DiagnosticKind | undefined;
  readonly where: string;
  readonly node: string | undefined;
  readonly title: string;
  readonly message: string;
  /** Where it was found, if not in the drawing: 'measured at step 120'. */
  readonly found: string | undefined;
  readonly fixes: Diagnostic['fixes'];
  /** The graph in which to look for who forced each side of a conflict, and the diagnostic of it. */
  readonly explain: { readonly checked: CheckedGraph; readonly diagnostic: Diagnostic } | undefined;
}

const byGravity = (left: Row, right: Row): number =>
  severities.indexOf(left.severity) - severities.indexOf(right.severity);

function useRows(): readonly Row[] {
  const whole = useDocument((state) => state.whole);
  const latest = useDocument((state) => state.checked);
  // Explaining takes a millisecond or two per conflict: React does it row by row, after all that is urgent.
  const settled = useDeferredValue<CheckedGraph | undefined>(latest, undefined);
  const missingAsErrors = useMissingAsErrors();
  const { step, inRun, inData } = useRunAdvice();
  return useMemo(() => {
    const { document, flat, diagnostics } = settled ?? latest;
    const drawn = [...whole.nodes, ...document.nodes, ...flat.nodes];
    const names = new Map(drawn.map((each) => [each.id, displayName(each)]));
    const rowOf = (diagnostic: Diagnostic, index: number, found?: string): Row => {
      const { node, port, attribute, code, kind, title, message, fixes } = diagnostic;
      const place = [node === undefined ? undefined : (names.get(node) ?? node), port ?? attribute];
      return {
        key: `${code} ${node} ${port ?? attribute} ${index}`,
        severity: shownSeverity(diagnostic, missingAsErrors),
        code,
        kind,
        where: place.filter((part) => part !== undefined).join('.'),
        node,
        title,
        message,
        found,
        fixes,
        explain: settled === undefined ? undefined : { checked: settled, diagnostic },
      };
    };
    return [
      ...diagnostics.map((each, index) => rowOf(each, index)),
      ...inRun.map((each, index) => rowOf(each, index, `measured at step ${step.toLocaleString('en-US')}`)),
      ...inData.map((each, index) => rowOf(each, index, 'in the training data')),
    ].sort(byGravity);
  }, [whole, latest, settled, missingAsErrors, step, inRun, inData]);
}

const DiagnosticRow = memo(function DiagnosticRow({
  row,
  why,
}: {
  readonly row: Row;
  readonly why: string | undefined;
}) {
  const isCurrent = useDocument(
    ({ selectedNodes }) => row.node !== undefined && selectedNodes.includes(row.node),
  );
  const { severity, node } = row;
  const { reasons, fixes } =
    row.explain === undefined
      ? { reasons: [], fixes: row.fixes }
      : explainDiagnostic(row.explain.checked, row.explain.diagnostic, documentStore.getState().whole);
  return (
    <tr className={isCurrent ? 'cur' : undefined}>
      <td className={`severity is-${severity}`}>
        <Icon name={severity} size={14} />
        <span className="unseen">{titles[severity]}</span>
      </td>
      <td className="num">{row.code}</td>
      <td className="num where">
        {node === undefined ? (
          row.where
        ) : (
          <button
            type="button"
            className="link"
            title={`Show ${row.where} on the sheet`}
            onClick={() => bringIntoSight(node)}
          >
            {row.where}
          </button>
        )}
      </td>
      <td className="message">
        {row.title}
        {row.found === undefined ? null : <span className="found">{row.found}</span>}
        {reasons.length > 0 ? null : <span className="cap">{row.message}</span>}
        {reasons.map((reason) => (
          <span key={reason} className="cap">
            {reason}
          </span>
        ))}
        {why === undefined ? null : <span className="cap why">{why}</span>}
      </td>
      <td>
        <span className="fixes">
          {fixes.map((fix, index) => (
            <button
              key={fix.label}
              type="button"
              className={index === 0 && severity === 'error' ? 'fixb main' : 'fixb'}
              onClick={() => editWhole(fix.label, (whole) => applyFix(whole, fix))}
            >
              {fix.label}
            </button>
          ))}
        </span>
      </td>
    </tr>
  );
});

/** Why it matters, said once: with the first row of its kind. */
function whyOf(rows: readonly Row[], index: number): string | undefined {
  const kind = rows[index]?.kind;
  const isFirst = rows.findIndex((row) => row.kind === kind) === index;
  return kind === undefined || !isFirst ? undefined : diagnosticReasons[kind].why;
}

/** Everything that is wrong with the graph: where, what was expected and found, and what mends it. */
export function DiagnosticsPanel() {
  const rows = useRows();
  const refusal = useTraining(({ status, message, node }) => ({
    message: status === 'failed' ? undefined : message,
    node,
  }));
  if (rows.length === 0 && refusal.message === undefined) {
    return (
      <p className="cap all-well">
        <Icon name="check" size={14} />
        Nothing is wrong: the graph can be trained and exported.
      </p>
    );
  }
  return (
    <div className="diagnostics">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">Severity</span>
            </th>
            <th scope="col">Code</th>
            <th scope="col">Where</th>
            <th scope="col">What, and why it matters</th>
            <th scope="col">Fix</th>
          </tr>
        </thead>
        <tbody>
          {refusal.message === undefined ? null : (
            <DiagnosticRow
              row={{
                key: 'refusal',
                severity: 'error',
                code: '',
                kind: undefined,
                where: refusal.node ?? 'data',
                node: refusal.node,
                title: 'Training could not start',
                message: refusal.message,
                found: undefined,
                fixes: [],
                explain: undefined,
              }}
              why={undefined}
            />
          )}
          {rows.map((row, index) => (
            <DiagnosticRow key={row.key} row={row} why={whyOf(rows, index)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
