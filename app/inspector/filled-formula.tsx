import type { FilledFormula } from '../../engine/graph/formula/formula-numbers.ts';
import type { Expression } from '../../engine/notation/expression.ts';
import { Formula } from '../formulas/formula.tsx';
import { ScrollingSide } from './scrolling-side.tsx';

interface FilledProps {
  readonly filled: FilledFormula;
  /** What the numbers are of, for assistive technology. */
  readonly label: string;
  /** Which element it is of, where it is of one. */
  readonly which?: string;
}

export const equal = (right: Expression): Expression => ({
  kind: 'equation',
  left: { kind: 'symbol', name: '' },
  relation: '=',
  right,
});

/** The formula once more with the numbers of a sample in it, and what they come to. */
export function FilledSides({
  filled: { element, written, result },
  label,
  which = 'the largest',
}: FilledProps) {
  return (
    <div className="filled">
      {element.length === 0 ? null : (
        <span className="cap" title="Counted from 0">
          {which}, {element.map(({ letter, at }) => `${letter} = ${at}`).join(', ')}
        </span>
      )}
      <ScrollingSide label={`Numbers, ${label}`}>
        <Formula expression={equal(written)} size="sm" />
      </ScrollingSide>
      <ScrollingSide label={`Result, ${label}`}>
        <Formula expression={equal(result)} size="sm" />
      </ScrollingSide>
    </div>
  );
}
