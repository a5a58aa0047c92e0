import { applyFix } from '../../engine/graph/apply-fix.ts';
import { type Diagnostic, type Severity, severities } from '../../engine/graph/diagnostic.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import { editWhole, showNode, useDocument } from '../document/store.ts';
import { useMissingAsErrors, useTraining } from '../training/status.ts';
import { Icon } from '../ui/icon.tsx';
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
  readonly where: string;
  readonly node: string | undefined;
  readonly title: string;
  readonly message: string;
  readonly fixes: Diagnostic['fixes'];
}

function useRows(): readonly Row[] {
  const { diagnostics, document, flat } = useDocument(({ checked }) => checked);
  const missingAsErrors = useMissingAsErrors();
  const names = new Map([...document.nodes, ...flat.nodes].map((node) => [node.id, displayName(node)]));
  const rows = diagnostics.map((diagnostic, index): Row => {
    const { node, port, attribute, code, title, message, fixes } = diagnostic;
    const place = [node === undefined ? undefined : (names.get(node) ?? node), port ?? attribute];
    return {
      key: `${code} ${node} ${port ?? attribute} ${index}`,
      severity: shownSeverity(diagnostic, missingAsErrors),
      code,
      where: place.filter((part) => part !== undefined).join('.'),
      node,
      title,
      message,
      fixes,
    };
  });
  return rows.sort((left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity));
}

function DiagnosticRow({ row }: { readonly row: Row }) {
  const isCurrent = useDocument(
    ({ selectedNodes }) => row.node !== undefined && selectedNodes.includes(row.node),
  );
  const { severity, node } = row;
  return (
    <tr className={isCurrent ? 'cur' : undefined}>
      <td className={`severity is-${severity}`}>
        <Icon name={severity} size={14} />
        <span className="unseen">{titles[severity]}</span>
      </td>
      <td className="num">{row.code}</td>
      <td className="num">
        {node === undefined ? (
          row.where
        ) : (
          <button type="button" className="link" onClick={() => showNode(node)}>
            {row.where}
          </button>
        )}
      </td>
      <td className="message">
        {row.title}
        <span className="cap">{row.message}</span>
      </td>
      <td>
        <span className="fixes">
          {row.fixes.map((fix, index) => (
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
            <th scope="col">Expected and found</th>
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
                where: refusal.node ?? 'data',
                node: refusal.node,
                title: 'Training could not start',
                message: refusal.message,
                fixes: [],
              }}
            />
          )}
          {rows.map((row) => (
            <DiagnosticRow key={row.key} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
