import type { Expression } from '../../../engine/notation/expression.ts';

/**
 * Reads plain-text formulas back, by the usual precedences and knowing nothing of how they were written: a sum of
 * terms, ⊙ below juxtaposition, `/` to the left, Σ as far as ⊙ reaches. Only for the tests of the writers.
 */
export function parseText(text: string): Expression {
  const tokens =
    text
      .normalize('NFD')
      .match(/Σ_N|Σ|[A-Za-z]+\u0302?[₀-₉]*\(?|\d+(?:\.\d+)?N?|[⁰-⁹²³]+|[()[\]∣,>+−⊙·/ᵀ]/gu) ?? [];
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const take = (): string => {
    at += 1;
    return tokens[at - 1] ?? '';
  };
  const expect = (token: string): void => {
    const found = take();
    if (found !== token) throw new Error(`expected ${token}, found '${found}' in ${text}`);
  };

  const sum = (): Expression => {
    const terms: { minus: boolean; of: Expression }[] = [];
    let minus = peek() === '−';
    if (minus) take();
    for (;;) {
      terms.push({ minus, of: hadamard() });
      if (peek() !== '+' && peek() !== '−') break;
      minus = take() === '−';
    }
    return { kind: 'sum', terms };
  };
  const hadamard = (): Expression => {
    const factors = [product()];
    while (peek() === '⊙') {
      take();
      factors.push(product());
    }
    return { kind: 'hadamard', factors };
  };
  const bigSum = (): Expression => {
    const over = take() === 'Σ_N' ? 'N' : '';
    return { kind: 'bigSum', over, of: hadamard() };
  };
  const startsFactor = (): boolean => /^(?:[A-Za-z\d([∣]|Σ)/u.test(peek()) && !(peek() === '∣' && inBars);
  let inBars = false;
  const product = (): Expression => {
    let factors: Expression[] = [];
    for (;;) {
      factors.push(peek().startsWith('Σ') ? bigSum() : raised());
      while (peek() === '/') {
        take();
        factors = [{ kind: 'fraction', over: { kind: 'product', factors }, under: raised() }];
      }
      if (peek() === '·') take();
      else if (!startsFactor()) break;
    }
    return { kind: 'product', factors };
  };
  const raised = (): Expression => {
    let of = atom();
    for (;;) {
      if (peek() === 'ᵀ') {
        take();
        of = { kind: 'transpose', of };
      } else if (/^[²³]$/.test(peek())) {
        of = { kind: 'power', base: of, exponent: { kind: 'number', value: take() === '²' ? 2 : 3 } };
      } else return of;
    }
  };
  const atom = (): Expression => {
    const token = take();
    if (token === '(') {
      const of = sum();
      expect(')');
      return of;
    }
    if (token === '[') {
      const left = sum();
      expect('>');
      const right = sum();
      expect(']');
      return { kind: 'indicator', left, relation: '>', right };
    }
    if (token === '∣') {
      inBars = true;
      const of = sum();
      inBars = false;
      expect('∣');
      return { kind: 'absolute', of };
    }
    if (token.endsWith('(')) {
      const args = [sum()];
      while (peek() === ',') {
        take();
        args.push(sum());
      }
      expect(')');
      return { kind: 'call', name: token.slice(0, -1), arguments: args };
    }
    if (/^\d+N$/.test(token)) return { kind: 'size', of: [`${Number(token.slice(0, -1))}N`] };
    if (token === 'N') return { kind: 'size', of: ['N'] };
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    const [, name = '', hat, digits = ''] = /^([A-Za-z]+)(\u0302)?([₀-₉]*)$/u.exec(token) ?? [];
    if (name === '') throw new Error(`'${token}' is no name in ${text}`);
    const index = [...digits].map((digit) => '₀₁₂₃₄₅₆₇₈₉'.indexOf(digit)).join('');
    return {
      kind: 'symbol',
      name,
      ...(hat === undefined ? {} : { hat: true }),
      ...(index === '' ? {} : { index: Number(index) }),
    };
  };
  const whole = sum();
  if (at < tokens.length) throw new Error(`'${tokens.slice(at).join(' ')}' is left over in ${text}`);
  return whole;
}

/** The tree with sums, products and ⊙ flattened and lone operands unwrapped, so that equal meanings are equal. */
export function canonical(expression: Expression): Expression {
  switch (expression.kind) {
    case 'number':
      return expression.value < 0
        ? { kind: 'sum', terms: [{ minus: true, of: { kind: 'number', value: -expression.value } }] }
        : expression;
    case 'sum': {
      const terms = expression.terms.flatMap(({ minus, of: given }) => {
        const of = canonical(given);
        if (of.kind !== 'sum') return [{ minus, of }];
        const [only] = of.terms;
        if (!minus) return of.terms;
        return of.terms.length === 1 && only !== undefined
          ? [{ minus: !only.minus, of: only.of }]
          : [{ minus, of }];
      });
      const [only] = terms;
      return terms.length === 1 && only !== undefined && !only.minus ? only.of : { kind: 'sum', terms };
    }
    case 'product':
    case 'hadamard': {
      const { kind } = expression;
      const factors = expression.factors
        .map(canonical)
        .flatMap((of) => (of.kind === kind ? of.factors : [of]));
      const [only] = factors;
      return factors.length === 1 && only !== undefined ? only : { kind, factors };
    }
    case 'fraction':
      return { kind: 'fraction', over: canonical(expression.over), under: canonical(expression.under) };
    case 'power':
      return { kind: 'power', base: canonical(expression.base), exponent: canonical(expression.exponent) };
    case 'transpose':
    case 'absolute':
      return { kind: expression.kind, of: canonical(expression.of) };
    case 'bigSum':
      return { ...expression, of: canonical(expression.of) };
    case 'call':
      return { ...expression, arguments: expression.arguments.map(canonical) };
    case 'indicator':
      return { ...expression, left: canonical(expression.left), right: canonical(expression.right) };
    default:
      return expression;
  }
}
