import { type Expression, symbol } from './expression.ts';

const nothing = symbol('');

/** Whether there are numbers in rows in it, which make it wide. */
function isWide(of: Expression): boolean {
  if (of.kind === 'matrix') return true;
  if (of.kind === 'transpose') return isWide(of.of);
  if (of.kind === 'indicator') return isWide(of.left) || isWide(of.right);
  if (of.kind === 'sum') return of.terms.some((term) => isWide(term.of));
  return (of.kind === 'product' || of.kind === 'hadamard') && of.factors.some(isWide);
}

/**
 * A formula as parts that may stand on several lines: the terms of a sum and, where there are matrices among them, the
 * factors of a product. Each but the first begins with its sign, where it has one; anything else is one part.
 */
export function formulaLines(of: Expression): readonly Expression[] {
  if (of.kind === 'sum' && of.terms.length > 1) return of.terms.flatMap(linesOfTerm);
  if ((of.kind !== 'product' && of.kind !== 'hadamard') || !isWide(of)) return [of];
  const { kind, factors } = of;
  // A sum has its brackets only beside another factor.
  const first = factors[0]?.kind === 'sum' ? 2 : 1;
  return [
    { kind, factors: factors.slice(0, first) },
    ...factors.slice(first).map((factor) => ({ kind, factors: [nothing, factor] })),
  ];
}

function linesOfTerm(term: { readonly minus: boolean; readonly of: Expression }, index: number) {
  // What is subtracted as a whole keeps its brackets.
  const lines = term.minus && term.of.kind === 'sum' ? [term.of] : formulaLines(term.of);
  return lines.map((line, at): Expression => {
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
}
