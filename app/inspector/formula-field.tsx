import { useState } from 'react';
import type { AttributeDeclaration } from '../../engine/operators/operator.ts';
import { Icon } from '../ui/icon.tsx';

interface FormulaFieldProps {
  readonly declaration: Extract<AttributeDeclaration, { readonly kind: 'text' }>;
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly id: string;
  readonly 'aria-describedby'?: string | undefined;
}

/** Columns of the field, about which a longer text breaks into a further row. */
const columns = 32;

/**
 * A text in a language of its own. What is wrong with it is said while one types; it is taken over all the same when
 * the field is left or on Enter (Shift+Enter breaks the line), so that nothing typed is lost. Escape brings the old
 * text back.
 */
export function FormulaField({ declaration, value, onCommit, id, ...rest }: FormulaFieldProps) {
  const [draft, setDraft] = useState<string>();
  const text = draft ?? value;
  const fault = declaration.fault(text);
  const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
  const take = () => {
    if (draft === undefined) return;
    setDraft(undefined);
    if (draft.trim() !== value) onCommit(draft.trim());
  };
  return (
    <div className="wide formula-field">
      <textarea
        id={id}
        className="in"
        rows={Math.min(rows, 8)}
        aria-describedby={fault === undefined ? rest['aria-describedby'] : `${id}-draft`}
        aria-invalid={fault !== undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={declaration.maximumLength}
        value={text}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            take();
          } else if (event.key === 'Escape') {
            setDraft(undefined);
            event.stopPropagation();
          }
        }}
      />
      {draft === undefined || fault === undefined ? null : (
        <p id={`${id}-draft`} className="fault" role="status">
          <Icon name="error" size={12} />
          <span>{fault.message}</span>
        </p>
      )}
    </div>
  );
}
