import type { Expression } from '../../../engine/notation/expression.ts';
import { bindDimension, multiplyDimensions } from '../../../engine/program/shape.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';

/** What names and index letters stand for, and the batch size. */
export interface Meaning {
  readonly batch: number;
  readonly tensorOf: (symbol: Expression) => Tensor | undefined;
  readonly letters: ReadonlyMap<string, number>;
  /** u₁ … as the formula defines them. */
  readonly definitions: readonly Expression[];
}

const erf = (x: number): number => {
  // Maclaurin's series, independent of the evaluator's.
  let term = x;
  let total = x;
  for (let n = 1; n < 80; n += 1) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
};

const functions: Readonly<Record<string, (...x: readonly number[]) => number>> = {
  exp: (x = 0) => Math.exp(x),
  log: (x = 0) => Math.log(x),
  tanh: (x = 0) => Math.tanh(x),
  σ: (x = 0) => 1 / (1 + Math.exp(-x)),
  softplus: (x = 0) => Math.log(1 + Math.exp(x)),
  erf: (x = 0) => erf(x),
  sqrt: (x = 0) => Math.sqrt(x),
  sign: (x = 0) => Math.sign(x),
  max: (...x) => Math.max(...x),
  min: (...x) => Math.min(...x),
  floor: (x = 0) => Math.floor(x),
  mod: (x = 0, by = 1) => x % by,
};

const relations: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '≥': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '≠': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '≤': (a, b) => a <= b,
};

function elementAt(tensor: Tensor, indices: readonly number[]): number {
  let place = 0;
  const given = [...indices];
  for (const size of tensor.shape) {
    const index = size === 1 ? 0 : (given.shift() ?? Number.NaN);
    if (!(index >= 0 && index < size)) throw new Error(`index ${index} of an axis of ${size}`);
    place = place * size + index;
  }
  if (given.length > 0) throw new Error('too many indices');
  return tensor.data[place] as number;
}

const sameName = (a: Expression, b: Expression): boolean =>
  a.kind === 'symbol' && b.kind === 'symbol' && a.name === b.name && a.index === b.index;

/** A formula of elements as a number: an evaluator of its own, which knows nothing of programs. */
export function elementValue(expression: Expression, meaning: Meaning): number {
  const at = (of: Expression, more: Partial<Meaning> = {}): number =>
    elementValue(of, { ...meaning, ...more });
  const named = (name: Expression, indices: readonly number[]): number => {
    const tensor = meaning.tensorOf(name);
    if (tensor !== undefined) return elementAt(tensor, indices);
    for (const definition of meaning.definitions) {
      if (definition.kind !== 'equation') continue;
      const { left, right } = definition;
      const [base, letters] =
        left.kind === 'subscript' && left.index.kind === 'indices' ? [left.base, left.index.of] : [left, []];
      if (!sameName(base, name)) continue;
      return at(right, {
        letters: new Map(
          letters.map((letter, place) => [letter.kind === 'symbol' ? letter.name : '', indices[place] ?? 0]),
        ),
      });
    }
    throw new Error(`no meaning for ${JSON.stringify(name)}`);
  };
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'size':
      return bindDimension(multiplyDimensions(expression.of) ?? 1, meaning.batch);
    case 'symbol':
      return meaning.letters.get(expression.name) ?? named(expression, []);
    case 'subscript':
      if (expression.index.kind !== 'indices') throw new Error('a subscript that is no index');
      return named(
        expression.base,
        expression.index.of.map((index) => at(index)),
      );
    case 'sum':
      return expression.terms.reduce((sum, { minus, of }) => sum + (minus ? -at(of) : at(of)), 0);
    case 'product': {
      // Iverson's bracket is a strong zero: where it does not hold, the rest need not have a meaning.
      const masks = expression.factors.filter(({ kind }) => kind === 'indicator');
      if (masks.some((mask) => at(mask) === 0)) return 0;
      return expression.factors.reduce((total, of) => total * at(of), 1);
    }
    case 'fraction':
      return at(expression.over) / at(expression.under);
    case 'power':
      return at(expression.base) ** at(expression.exponent);
    case 'absolute':
      return Math.abs(at(expression.of));
    case 'call': {
      const apply = functions[expression.name];
      if (apply === undefined) throw new Error(`no function ${expression.name}`);
      return apply(...expression.arguments.map((argument) => at(argument)));
    }
    case 'bigSum': {
      const { range, over, of, operator } = expression;
      if (range === undefined) throw new Error('a sum without range');
      const values = Array.from({ length: bindDimension(range, meaning.batch) }, (_, index) =>
        at(of, { letters: new Map([...meaning.letters, [over, index]]) }),
      );
      return operator === 'max' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
    }
    case 'indicator':
      return relations[expression.relation]?.(at(expression.left), at(expression.right)) === true ? 1 : 0;
    case 'cases':
      return at(expression.condition) === 0 ? at(expression.whenFalse) : at(expression.whenTrue);
    default:
      throw new Error(`${expression.kind} is no number`);
  }
}
