import { type Expression, symbol } from './expression.ts';

const nothing = symbol('');

/** A sum as parts that may stand on several lines, each but the first beginning with its sign; anything else whole. */
export function sumLines(of: Expression): readonly Expression[] {
  if (of.kind !== 'sum' || of.terms.length < 2) return [of];
  return of.terms.flatMap((term, index): readonly Expression[] => {
    const lines = term.minus ? [term.of] : sumLines(term.of);
    return lines.map((line, at) => {
      if (at > 0) return line;
      if (index === 0) return term.minus ? { kind: 'sum', terms: [{ ...term, of: line }] } : line;
      return {
        kind: 'sum',
        terms: [
          { minus: false, of: nothing },
          { ...term, of: line },
        ],
      };
    });
  });
}
