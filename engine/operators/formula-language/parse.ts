import { type BinarySign, FormulaFault, type Option, type Term } from './syntax.ts';
import { readTokens, type Token } from './tokens.ts';

/** Brackets, signs and functions within each other; deeper ones nobody can read. */
const deepest = 60;

/** How tightly a sign binds; Python's and NumPy's order, with ^ as the power. */
const strengths: ReadonlyMap<string, number> = new Map([
  ['>', 1],
  ['>=', 1],
  ['<', 1],
  ['<=', 1],
  ['==', 1],
  ['+', 2],
  ['-', 2],
  ['*', 3],
  ['/', 3],
  ['@', 3],
  ['^', 5],
]);
const comparison = 1;
const negation = 4;

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = readTokens(text);
  }

  get token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  advance(): Token {
    const { token } = this;
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  is(sign: string): boolean {
    return this.token.kind === 'sign' && this.token.text === sign;
  }

  fail(expected: string): never {
    const { token } = this;
    const found = token.kind === 'end' ? 'the end' : token.text;
    throw new FormulaFault(`Expected ${expected}; found ${found}`, token.at);
  }

  expect(sign: string, why: string): void {
    if (!this.is(sign)) this.fail(`${sign} ${why}`);
    this.advance();
  }

  /** Precedence climbing: everything that binds at least as tightly as `least`. */
  term(least = 0): Term {
    this.#depth += 1;
    if (this.#depth > deepest) {
      throw new FormulaFault(`Expected at most ${deepest} levels of brackets and signs`, this.token.at);
    }
    let left = this.prefix();
    for (;;) {
      const sign = this.token.text === '**' ? '^' : this.token.text;
      const strength = this.token.kind === 'sign' ? strengths.get(sign) : undefined;
      if (strength === undefined || strength < least) break;
      const { at } = this.advance();
      // The power binds to the right, and takes a sign after it: 2 ^ -x.
      const right = this.term(sign === '^' ? negation : strength + 1);
      left = { kind: 'binary', at, sign: sign as BinarySign, left, right };
      if (strength === comparison && strengths.get(this.token.text) === comparison) {
        this.fail('one comparison; write (a < b) * (b < c) for a chain');
      }
    }
    this.#depth -= 1;
    return left;
  }

  prefix(): Term {
    const { token } = this;
    if (token.kind === 'number') {
      this.advance();
      return { kind: 'number', at: token.at, value: token.value };
    }
    if (token.kind === 'name') {
      this.advance();
      return this.is('(') ? this.call(token) : { kind: 'name', at: token.at, name: token.text };
    }
    if (this.is('-')) {
      this.advance();
      return { kind: 'negated', at: token.at, of: this.term(negation) };
    }
    if (this.is('+')) {
      this.advance();
      return this.term(negation);
    }
    if (this.is('(')) {
      this.advance();
      const inner = this.term();
      this.expect(')', `for the bracket of character ${token.at + 1}`);
      return inner;
    }
    return this.fail('a number, a name or an opening bracket');
  }

  call({ at, text: name }: Token): Term {
    const opened = this.advance().at;
    const of: Term[] = [];
    const options: Option[] = [];
    while (!this.is(')')) {
      if (of.length + options.length > 0) this.expect(',', `or ) for the bracket of character ${opened + 1}`);
      const option = this.option();
      if (option !== undefined) options.push(option);
      else if (options.length > 0) this.fail('values before options such as dim=1');
      else of.push(this.term());
    }
    this.advance();
    return { kind: 'call', at, name, of, options };
  }

  /** `dim=-1` or `keepdim=true`. */
  option(): Option | undefined {
    const { token } = this;
    const after = this.#tokens[this.#next + 1];
    if (token.kind !== 'name' || after?.kind !== 'sign' || after.text !== '=') return undefined;
    this.advance();
    this.advance();
    const isNegative = this.is('-');
    if (isNegative) this.advance();
    const value = this.token;
    const isTruth = value.kind === 'name' && /^(?:true|false)$/i.test(value.text);
    if (value.kind !== 'number' && (isNegative || !isTruth)) this.fail('a number, true or false');
    this.advance();
    const read =
      value.kind === 'number' ? (isNegative ? -value.value : value.value) : /^true$/i.test(value.text);
    return { at: token.at, name: token.text, value: read };
  }
}

/**
 * The expression that a text stands for.
 * @throws FormulaFault where it is none, with the character at fault
 */
export function parseFormula(text: string): Term {
  if (text.trim() === '')
    throw new FormulaFault('Expected an expression, such as x * sigmoid(x); found nothing', 0);
  const parser = new Parser(text);
  const term = parser.term();
  if (parser.token.kind !== 'end') {
    const found = parser.token;
    const advice =
      found.text === '=' ? ' (== compares)' : found.kind === 'name' ? ' (write * between factors)' : '';
    parser.fail(`a sign or the end${advice}`);
  }
  return term;
}

/** A learnable tensor of a formula: its sizes without the batch, and what every element starts from. */
export interface DeclaredParameter {
  readonly at: number;
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: number;
}

const mostAxes = 8;

/**
 * `beta = 1, w[3, 4] = 0.5, b`: names with their sizes and start values; a number where no sizes stand, starting from 1.
 * @throws FormulaFault
 */
export function parseParameters(text: string): readonly DeclaredParameter[] {
  const parser = new Parser(text);
  const declared: DeclaredParameter[] = [];
  while (parser.token.kind !== 'end') {
    if (declared.length > 0) parser.expect(',', 'between parameters');
    const { at, kind, text: name } = parser.token;
    if (kind !== 'name') parser.fail('the name of a parameter, such as beta');
    if (declared.some((known) => known.name === name)) {
      throw new FormulaFault(`Expected each parameter once; ${name} is declared twice`, at);
    }
    parser.advance();
    const shape = sizes(parser);
    declared.push({ at, name, shape, initial: startValue(parser) });
  }
  return declared;
}

function sizes(parser: Parser): readonly number[] {
  const shape: number[] = [];
  if (!parser.is('[')) return shape;
  parser.advance();
  while (!parser.is(']')) {
    if (shape.length > 0) parser.expect(',', 'or ] after a size');
    const { token } = parser;
    if (token.kind !== 'number' || !Number.isSafeInteger(token.value) || token.value < 1) {
      parser.fail('a size, a whole number of at least 1');
    }
    if (shape.length === mostAxes) parser.fail(`at most ${mostAxes} sizes`);
    shape.push((token as Extract<Token, { kind: 'number' }>).value);
    parser.advance();
  }
  parser.advance();
  return shape;
}

function startValue(parser: Parser): number {
  if (!parser.is('=')) return 1;
  parser.advance();
  const isNegative = parser.is('-');
  if (isNegative) parser.advance();
  const { token } = parser;
  if (token.kind !== 'number') return parser.fail('a number to start from');
  parser.advance();
  return isNegative ? -token.value : token.value;
}
