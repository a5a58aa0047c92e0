import { batchFactor, multiplyDimensions, type Shape } from '../program/shape.ts';
import type { ElementOf, Expression, SymbolExpression } from './expression.ts';
import { isLetter } from './letters.ts';
import { shapeOf } from './shape-of.ts';
import { type WrittenNumber, writtenNumber } from './written-number.ts';

/**
 * A way of writing formulas: MathML, LaTeX, plain text. A script says how each construct looks once its parts are
 * written; `write` walks the tree and decides where brackets are needed, so that all scripts agree on them.
 */
export interface Script<T> {
  /** Fractions stand on two levels and group what is above and below; otherwise they are written with a slash. */
  readonly stackedFractions: boolean;
  symbol(symbol: SymbolExpression): T;
  /** The number without its sign. */
  number(number: WrittenNumber): T;
  /** A multiple of the batch size: 3N; the factor is undefined where it is 1. */
  batch(factor: number | undefined): T;
  sum(terms: readonly { readonly minus: boolean; readonly of: T }[]): T;
  product(factors: readonly Factor<T>[]): T;
  hadamard(factors: readonly T[]): T;
  fraction(over: T, under: T): T;
  power(base: T, exponent: T): T;
  subscript(base: T, index: T): T;
  /** Several indices; `tight` where all are single letters or digits and need no commas. */
  indices(parts: readonly T[], tight: boolean): T;
  transpose(of: T): T;
  call(name: string, args: readonly T[]): T;
  /** `over` is empty for a sum over the axes that the text names, or over all. */
  bigSum(over: string, of: T, operator: 'sum' | 'max'): T;
  absolute(of: T): T;
  relation(left: T, relation: string, right: T): T;
  squareBrackets(of: T): T;
  cases(condition: T, whenTrue: T, whenFalse: T): T;
  joined(parts: readonly T[]): T;
  /** Numbers, and the name that they stand for. */
  matrix(rows: readonly (readonly T[])[], of: Expression | undefined): T;
  derivative(over: T, by: T): T;
  brackets(of: T): T;
  /** Writes the shape at a factor; left out by scripts that show none. */
  withShape?(of: T, shape: Shape): T;
  /** Says of which element a number is; left out by scripts that only show it. */
  withElement?(of: T, element: ElementOf): T;
}

export interface Factor<T> {
  readonly of: T;
  /** The factor is in round brackets. */
  readonly bracketed: boolean;
  readonly startsWithDigit: boolean;
  readonly endsWithDigit: boolean;
  /** The factor ends in the lower part of a fraction written with a slash. */
  readonly slashed: boolean;
}

/** How tightly a construct holds together; an operand below what its place asks for gets brackets. */
const level = {
  relation: 0,
  sum: 1,
  bigSum: 2,
  hadamard: 3,
  product: 4,
  factor: 5,
  raised: 6,
  atom: 7,
} as const;

interface Place {
  /** The least level that needs no brackets here. */
  readonly least: number;
  /** Nothing follows that a Σ would wrongly take in. */
  readonly last: boolean;
  /** Shapes are still to be written: not inside something that has one. */
  readonly shapes: boolean;
}

/** Sums within sums and products within products are one; a single term is no sum. */
function flatten(expression: Expression): Expression {
  switch (expression.kind) {
    case 'sum': {
      const terms = expression.terms.flatMap((term) => {
        const of = flatten(term.of);
        if (of.kind === 'sum' && !term.minus) return of.terms;
        if (of.kind === 'number' && of.value < 0) {
          return [{ minus: !term.minus, of: { ...of, value: -of.value } }];
        }
        return [{ minus: term.minus, of }];
      });
      const [only] = terms;
      if (only === undefined) return { kind: 'number', value: 0 };
      return terms.length === 1 && !only.minus ? only.of : { kind: 'sum', terms };
    }
    case 'product':
    case 'hadamard': {
      const { kind } = expression;
      const factors = expression.factors.map(flatten).flatMap((of) => (of.kind === kind ? of.factors : [of]));
      const [only] = factors;
      if (only === undefined) return { kind: 'number', value: 1 };
      return factors.length === 1 ? only : { kind, factors };
    }
    case 'size': {
      const size = multiplyDimensions(expression.of);
      if (size !== undefined) return typeof size === 'number' ? { kind: 'number', value: size } : expression;
      return flatten({
        kind: 'product',
        factors: expression.of.map((dimension) => ({ kind: 'size', of: [dimension] })),
      });
    }
    default:
      return expression;
  }
}

function levelOf(expression: Expression, stacked: boolean): number {
  switch (expression.kind) {
    case 'equation':
    case 'cases':
      return level.relation;
    case 'sum':
      return level.sum;
    case 'number': {
      const { negative, digits, exponent } = writtenNumber(expression.value);
      if (negative) return level.sum;
      if (exponent === undefined) return level.atom;
      return digits === undefined ? level.raised : level.product;
    }
    case 'size':
      return multiplyDimensions(expression.of) === 'N' ? level.atom : level.product;
    case 'bigSum':
      return level.bigSum;
    case 'hadamard':
      return level.hadamard;
    case 'product':
      return level.product;
    case 'fraction':
      return stacked ? level.factor : level.product;
    case 'derivative':
      return level.factor;
    case 'power':
    case 'transpose':
      return level.raised;
    default:
      return level.atom;
  }
}

/** Kinds that carry their shape as a whole; the others show it at their parts. */
const carriesShape: ReadonlySet<Expression['kind']> = new Set([
  'symbol',
  'indicator',
  'fraction',
  'call',
  'absolute',
  'power',
  'derivative',
]);

function ownShape(expression: Expression): Shape | undefined {
  const carries =
    carriesShape.has(expression.kind) ||
    (expression.kind === 'transpose' && carriesShape.has(expression.of.kind));
  const shape = carries ? shapeOf(expression) : undefined;
  return shape === undefined || shape.length === 0 ? undefined : shape;
}

class Walk<T> {
  readonly #script: Script<T>;

  constructor(script: Script<T>) {
    this.#script = script;
  }

  at(given: Expression, place: Place): T {
    return this.#bracketedWhere(flatten(given), place).of;
  }

  #bracketedWhere(expression: Expression, place: Place): { readonly of: T; readonly bracketed: boolean } {
    const own = levelOf(expression, this.#script.stackedFractions);
    const openEnded = expression.kind === 'bigSum' && place.last && place.least > level.bigSum;
    const bracketed = own < place.least && !(openEnded && place.least <= level.factor);
    const inner = this.#shaped(expression, { ...place, last: place.last || bracketed });
    return { of: bracketed ? this.#script.brackets(inner) : inner, bracketed };
  }

  #shaped(expression: Expression, place: Place): T {
    const { withShape } = this.#script;
    const shape = place.shapes && withShape !== undefined ? ownShape(expression) : undefined;
    if (shape === undefined || withShape === undefined) return this.#bare(expression, place);
    return withShape(this.#bare(expression, { ...place, shapes: false }), shape);
  }

  #bare(expression: Expression, place: Place): T {
    const script = this.#script;
    const part = (of: Expression, least: number, last = true): T =>
      this.at(of, { least, last, shapes: place.shapes });
    const plain = (of: Expression, least: number): T => this.at(of, { least, last: true, shapes: false });
    switch (expression.kind) {
      case 'symbol':
        return script.symbol(expression);
      case 'number': {
        const number = writtenNumber(expression.value);
        const digits = script.number(number);
        const written = number.negative ? script.sum([{ minus: true, of: digits }]) : digits;
        const { element } = expression;
        return element === undefined ? written : (script.withElement?.(written, element) ?? written);
      }
      case 'size': {
        const size = multiplyDimensions(expression.of) ?? 'N';
        const factor = batchFactor(size);
        return script.batch(factor === 1 ? undefined : factor);
      }
      case 'sum':
        return script.sum(expression.terms.map(({ minus, of }) => ({ minus, of: part(of, level.bigSum) })));
      case 'product':
        return script.product(this.#factors(expression.factors, place));
      case 'hadamard': {
        const end = expression.factors.length - 1;
        return script.hadamard(
          expression.factors.map((of, index) => part(of, level.product, place.last && index === end)),
        );
      }
      case 'fraction':
        if (script.stackedFractions) {
          return script.fraction(
            plain(expression.over, level.relation),
            plain(expression.under, level.relation),
          );
        }
        return script.fraction(
          this.at(expression.over, {
            least: flatten(expression.over).kind === 'fraction' ? level.raised : level.product,
            last: false,
            shapes: false,
          }),
          plain(expression.under, level.raised),
        );
      case 'power':
        return script.power(plain(expression.base, level.atom), plain(expression.exponent, level.relation));
      case 'subscript': {
        const { base } = expression;
        const twice = base.kind === 'subscript' || (base.kind === 'symbol' && base.index !== undefined);
        const written = plain(base, level.atom);
        return script.subscript(
          twice ? script.brackets(written) : written,
          plain(expression.index, level.relation),
        );
      }
      case 'transpose':
        return script.transpose(part(expression.of, level.atom));
      case 'call':
        return script.call(
          expression.name,
          expression.arguments.map((argument, _, { length }) =>
            plain(argument, length === 1 ? level.relation : level.sum),
          ),
        );
      case 'bigSum':
        return script.bigSum(
          expression.over,
          part(expression.of, flatten(expression.of).kind === 'bigSum' ? level.bigSum : level.hadamard),
          expression.operator ?? 'sum',
        );
      case 'indices':
        return script.indices(
          expression.of.map((of) => plain(of, level.sum)),
          expression.of.every((of) => of.kind === 'symbol' && isLetter(of.name)),
        );
      case 'absolute':
        return script.absolute(plain(expression.of, level.sum));
      case 'indicator':
        return script.squareBrackets(this.#comparison(expression));
      case 'cases': {
        const { condition } = expression;
        const whether =
          condition.kind === 'indicator' ? this.#comparison(condition) : plain(condition, level.sum);
        return script.cases(
          whether,
          plain(expression.whenTrue, level.sum),
          plain(expression.whenFalse, level.sum),
        );
      }
      case 'joined':
        return script.joined(expression.parts.map((of) => plain(of, level.sum)));
      case 'matrix':
        return script.matrix(
          expression.rows.map((row) => row.map((of) => plain(of, level.sum))),
          expression.of,
        );
      case 'equation': {
        const least = expression.right.kind === 'cases' ? level.relation : level.sum;
        return script.relation(
          part(expression.left, level.sum),
          expression.relation,
          part(expression.right, least),
        );
      }
      case 'derivative':
        return script.derivative(plain(expression.over, level.raised), plain(expression.by, level.raised));
    }
  }

  #comparison(indicator: Extract<Expression, { kind: 'indicator' }>): T {
    const side = (of: Expression): T => this.at(of, { least: level.sum, last: true, shapes: false });
    const first = this.#script.relation(side(indicator.left), indicator.relation, side(indicator.right));
    return indicator.within === undefined
      ? first
      : this.#script.relation(first, indicator.within.relation, side(indicator.within.bound));
  }

  /** The first factor may be a fraction with a slash or 3N, since what follows it cannot be mistaken for its part. */
  #factors(factors: readonly Expression[], place: Place): readonly Factor<T>[] {
    const slashes = !this.#script.stackedFractions;
    return factors.map((expression, index) => {
      const { of, bracketed } = this.#bracketedWhere(flatten(expression), {
        least: index === 0 ? level.product : level.factor,
        last: place.last && index === factors.length - 1,
        shapes: place.shapes,
      });
      const flat = flatten(expression);
      const { kind } = flat;
      const own = levelOf(flat, !slashes);
      return {
        of,
        bracketed,
        startsWithDigit: !bracketed && (kind === 'number' || (kind === 'size' && own === level.product)),
        endsWithDigit: !bracketed && kind === 'number',
        slashed: !bracketed && slashes && (kind === 'fraction' || kind === 'derivative'),
      };
    });
  }
}

/** Writes an expression in a script, with as few brackets as its precedences allow. */
export const write = <T>(expression: Expression, script: Script<T>): T =>
  new Walk(script).at(expression, { least: level.relation, last: true, shapes: true });
