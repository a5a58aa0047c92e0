import type { FilledFormula } from '../../engine/graph/formula/live-numbers.ts';
import type { Expression } from '../../engine/notation/expression.ts';
import { formulaLines } from '../../engine/notation/lines.ts';
import { Formula } from '../formulas/formula.tsx';
import { useSettled } from '../formulas/use-following.ts';
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

const letters = (of: FilledFormula['element']): string =>
  of.map(({ letter, at }) => `${letter} = ${at}`).join(', ');

/** Which element it is: the one that is followed, along the axes of which that is said, and else the largest. */
function elementText(element: FilledFormula['element'], which: string): string {
  const followed = element.filter(({ isFollowed }) => isFollowed);
  const free = element.filter(({ isFollowed }) => !isFollowed);
  if (followed.length === 0) return `${which}, ${letters(free)}`;
  return `followed, ${letters(followed)}${free.length === 0 ? '' : `; ${which}, ${letters(free)}`}`;
}

/** The formula once more with the numbers of a sample in it, and what they come to; sums go on in further lines. */
export function FilledSides({ filled, label, which = 'the largest' }: FilledProps) {
  useSettled(filled);
  const { element, written, result } = filled;
  const lines = formulaLines(written);
  return (
    <div className="filled">
      {element.length === 0 ? null : (
        <span className="cap" title="Counted from 0">
          {elementText(element, which)}
        </span>
      )}
      <ScrollingSide label={`Numbers, ${label}`}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a term is its place
          <Formula key={index} expression={index === 0 ? equal(line) : line} size="sm" />
        ))}
      </ScrollingSide>
      <ScrollingSide label={`Result, ${label}`}>
        <Formula expression={equal(result)} size="sm" />
      </ScrollingSide>
    </div>
  );
}
