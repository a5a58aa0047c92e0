import { createElement, type ReactNode } from 'react';
import type { Formula as NamedFormula } from '../../engine/graph/formula/formula.ts';
import type { Expression } from '../../engine/notation/expression.ts';
import { toLatex } from '../../engine/notation/latex.ts';
import { toText } from '../../engine/notation/text.ts';
import { Formula } from '../formulas/formula.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ScrollingSide } from './scrolling-side.tsx';

const equals = createElement('math', { className: 'equals' }, createElement('mo', null, '='));

interface SidesProps {
  readonly expression: Expression;
  readonly shapes: boolean;
  readonly label: string;
}

/** An equation with its equals sign in the column of all others; anything else stands on the right. */
function Sides({ expression, shapes, label }: SidesProps) {
  const side = (of: Expression): ReactNode => (
    <Formula expression={of} shapes={shapes} size="lg" display="block" />
  );
  if (expression.kind !== 'equation' || expression.relation !== '=') {
    return (
      <>
        <span className="lhs" />
        <ScrollingSide label={label}>{side(expression)}</ScrollingSide>
      </>
    );
  }
  return (
    <>
      <span className="lhs">{side(expression.left)}</span>
      {equals}
      <ScrollingSide label={label}>{side(expression.right)}</ScrollingSide>
    </>
  );
}

interface RowProps {
  readonly title: string;
  readonly caption: string;
  readonly formula: NamedFormula;
  readonly shapes: boolean;
  readonly testId: string;
  /** Backward formulas have their pass's colour in the title. */
  readonly pass?: 'forward' | 'backward';
  readonly children?: ReactNode;
}

/** One formula with what it is, where its names come from, and what a reader must know. */
export function FormulaRow({ title, caption, formula, shapes, testId, pass, children }: RowProps) {
  const { expression, definitions, note } = formula;
  return (
    <div className="formula-row" data-testid={testId}>
      <div className="t">
        <span className={pass === 'backward' ? 'bw' : undefined}>{title}</span>
        <i>{caption}</i>
        <CopyButton
          label="Copy LaTeX"
          text={() => [expression, ...definitions].map((part) => toLatex(part)).join(' \\\\\n')}
        />
      </div>
      <div className="sides">
        <Sides expression={expression} shapes={shapes} label={`Formula, ${testId}`} />
      </div>
      {definitions.length === 0 ? null : (
        <div className="definitions">
          <span className="cap">where</span>
          {definitions.map((definition) => (
            <ScrollingSide key={toText(definition)} label={`Where ${toText(definition)}`}>
              <Formula expression={definition} size="sm" />
            </ScrollingSide>
          ))}
        </div>
      )}
      {note === undefined ? null : <p className="cap note">{note}</p>}
      {children}
    </div>
  );
}
