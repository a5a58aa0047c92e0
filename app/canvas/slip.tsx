import type { Diagnostic } from '../../engine/graph/diagnostic.ts';
import { applyFix } from '../../engine/graph/edit.ts';
import { edit } from '../document/store.ts';
import { Icon } from '../ui/icon.tsx';
import './slip.css';

/** What is wrong with a node, beside it on a stem, with buttons that mend it. */
export function Slip({ diagnostic }: { readonly diagnostic: Diagnostic }) {
  const { severity, title, message, fixes } = diagnostic;
  const isError = severity === 'error';
  return (
    <div className={`slip nodrag nopan ${isError ? 'e' : 'w'}`} role="note">
      <b>
        <Icon name={isError ? 'error' : 'warning'} size={14} />
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
              onClick={() => edit(fix.label, (document) => applyFix(document, fix))}
            >
              {fix.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
