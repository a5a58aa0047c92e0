import type { Expression } from './expression.ts';

/** Every part of an expression, changed; the expression itself stays what it is. */
export function mapParts(expression: Expression, change: (part: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'symbol':
    case 'number':
    case 'size':
      return expression;
    case 'sum':
      return { ...expression, terms: expression.terms.map(({ minus, of }) => ({ minus, of: change(of) })) };
    case 'product':
    case 'hadamard':
      return { ...expression, factors: expression.factors.map(change) };
    case 'fraction':
      return { ...expression, over: change(expression.over), under: change(expression.under) };
    case 'power':
      return { ...expression, base: change(expression.base), exponent: change(expression.exponent) };
    case 'subscript':
      return { ...expression, base: change(expression.base), index: change(expression.index) };
    case 'transpose':
    case 'absolute':
    case 'bigSum':
      return { ...expression, of: change(expression.of) };
    case 'indices':
      return { ...expression, of: expression.of.map(change) };
    case 'call':
      return { ...expression, arguments: expression.arguments.map(change) };
    case 'indicator':
    case 'equation':
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case 'cases':
      return {
        ...expression,
        condition: change(expression.condition),
        whenTrue: change(expression.whenTrue),
        whenFalse: change(expression.whenFalse),
      };
    case 'matrix':
      return { ...expression, rows: expression.rows.map((row) => row.map(change)) };
    case 'joined':
      return { ...expression, parts: expression.parts.map(change) };
    case 'derivative':
      return { ...expression, over: change(expression.over), by: change(expression.by) };
  }
}

/** Whether some part of the expression, or itself, is as asked. */
export function someParts(expression: Expression, isSought: (part: Expression) => boolean): boolean {
  if (isSought(expression)) return true;
  let found = false;
  mapParts(expression, (part) => {
    found ||= someParts(part, isSought);
    return part;
  });
  return found;
}

/** The index letter replaced wherever it stands. */
export function withIndex(expression: Expression, letter: string, by: Expression): Expression {
  if (isLetterOf(expression, letter)) return by;
  return mapParts(expression, (part) => withIndex(part, letter, by));
}

/** Whether an expression is an index letter: a bare symbol that stands for no node. */
export const isLetterOf = (expression: Expression, letter: string): boolean =>
  expression.kind === 'symbol' &&
  expression.name === letter &&
  expression.node === undefined &&
  expression.index === undefined &&
  expression.shape === undefined;

/** Whether an index letter occurs. */
export const usesLetter = (expression: Expression, letter: string): boolean =>
  someParts(expression, (part) => isLetterOf(part, letter));
