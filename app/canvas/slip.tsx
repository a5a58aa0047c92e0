import { applyFix } from '../../engine/graph/apply-fix.ts';
import type { Diagnostic } from '../../engine/graph/diagnostic.ts';
import { editWhole } from '../document/store.ts';
import { Icon } from '../ui/icon.tsx';
import './slip.css';

/** What is wrong with a node, beside it on a stem, with buttons that mend it. */
export function Slip({ diagnostic }: { readonly diagnostic: Diagnostic }) {
  const { severity, title, message, fixes } = diagnostic;
  const kind = severity === 'error' ? 'e' : severity === 'warning' ? 'w' : 'w a';
  return (
    <div className={`slip nodrag nopan ${kind}`} role="note">
      <b>
        <Icon name={severity} size={14} />
        {title}
      </b>
      <p>{message}</p>
      {fixes.length === 0 ? null : (
        <div className="fx">
          {fixes.map((fix, index) => (
            <button
              key={fix.label}
              type="button"
              className={index === 0 ? 'fixb main' : 'fixb'}
              onClick={() => editWhole(fix.label, (whole) => applyFix(whole, fix))}
            >
              {fix.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
