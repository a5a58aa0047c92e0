import { type CSSProperties, useRef } from 'react';
import { explainDiagnostic } from '../../engine/graph/check/conflict/explain.ts';
import type { Diagnostic } from '../../engine/graph/check/diagnostic.ts';
import { applyFix } from '../../engine/graph/edit/apply-fix.ts';
import { editWhole, useDocument } from '../document/store.ts';
import { Icon } from '../ui/icon.tsx';
import { useHanging } from './hanging.ts';
import { useCountedSlip } from './shown-slips.ts';
import './slip.css';

/** What is wrong with a node, beside it on a stem, with buttons that mend it. */
export function Slip({ diagnostic }: { readonly diagnostic: Diagnostic }) {
  useCountedSlip();
  const box = useRef<HTMLDivElement>(null);
  const { shift, side } = useHanging(box, diagnostic.severity === 'error' ? 'below' : 'above');
  const checked = useDocument((state) => state.checked);
  const whole = useDocument((state) => state.whole);
  const { severity, title, message, reasons, fixes } = explainDiagnostic(checked, diagnostic, whole);
  const kind = severity === 'error' ? 'e' : severity === 'warning' ? 'w' : 'w a';
  return (
    <div
      ref={box}
      className={`slip nodrag nopan ${kind} ${side}`}
      role="note"
      style={{ '--shift': `${shift}px` } as CSSProperties}
    >
      <b>
        <Icon name={severity} size={14} />
        {title}
      </b>
      <p>{reasons.length === 0 ? message : reasons.join(' ')}</p>
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
