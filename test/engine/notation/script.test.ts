import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  call,
  type Expression,
  equation,
  fraction,
  hadamard,
  minus,
  negated,
  number,
  plus,
  product,
  subscript,
  symbol,
  transposed,
} from '../../../engine/notation/expression.ts';
import { toLatex } from '../../../engine/notation/latex.ts';
import { type MathElement, toMathML } from '../../../engine/notation/mathml.ts';
import { toText } from '../../../engine/notation/text.ts';
import { canonical, parseText } from './text-parser.ts';

const [a, b, g, x, y] = ['a', 'b', 'g', 'x', 'y'].map((name) => symbol(name)) as [
  Expression,
  Expression,
  Expression,
  Expression,
  Expression,
];
const W1 = symbol('W', { index: 1 });
const z1 = symbol('z', { index: 1 });
const b1 = symbol('b', { index: 1 });
const guess = symbol('y', { hat: true });
const N: Expression = { kind: 'size', of: ['N'] };
const bigSum = (of: Expression, over = 'N'): Expression => ({ kind: 'bigSum', over, of });
const power = (base: Expression, exponent: Expression): Expression => ({ kind: 'power', base, exponent });
const positive: Expression = { kind: 'indicator', left: z1, relation: '>', right: number(0) };
const derivative = (by: Expression): Expression => ({ kind: 'derivative', over: symbol('L'), by });
const cases: Expression = { kind: 'cases', condition: positive, whenTrue: number(1), whenFalse: a };

const content = (of: MathElement): string =>
  of.children.map((child) => (typeof child === 'string' ? child : content(child))).join('');

/** Expression, plain text, LaTeX, and what MathML says when its tags are taken away. */
const table: readonly (readonly [Expression, string, string, string])[] = [
  [
    equation(z1, plus(product(x, transposed(W1)), b1)),
    'z₁ = x W₁ᵀ + b₁',
    'z_{1} = x W_{1}^{\\top} + b_{1}',
    'z1=xW1⊤+b1',
  ],
  [fraction(minus(guess, y), N), '(ŷ − y)/N', '\\frac{\\hat{y} - y}{N}', 'y^−yN'],
  [fraction(product(number(2), minus(guess, y)), N), '2(ŷ − y)/N', '\\frac{2(\\hat{y} - y)}{N}', '2(y^−y)N'],
  [fraction(x, { kind: 'size', of: ['N', 3] }), 'x/(3N)', '\\frac{x}{3N}', 'x3N'],
  [fraction(x, { kind: 'size', of: [2, 3] }), 'x/6', '\\frac{x}{6}', 'x6'],
  [minus(a, minus(b, x)), 'a − (b − x)', 'a - (b - x)', 'a−(b−x)'],
  [plus(a, minus(b, x)), 'a + b − x', 'a + b - x', 'a+b−x'],
  [plus(x, number(-2)), 'x − 2', 'x - 2', 'x−2'],
  [product(number(-2), x), '(−2) x', '(-2) x', '(−2)x'],
  [negated(fraction(y, N)), '−y/N', '-\\frac{y}{N}', '−yN'],
  [minus(number(1), power(symbol('t'), number(2))), '1 − t²', '1 - t^{2}', '1−t2'],
  [
    hadamard(g, symbol('s'), minus(number(1), symbol('s'))),
    'g ⊙ s ⊙ (1 − s)',
    'g \\odot s \\odot (1 - s)',
    'g⊙s⊙(1−s)',
  ],
  [hadamard(product(a, b), x), 'a b ⊙ x', 'a b \\odot x', 'ab⊙x'],
  [product(a, hadamard(b, x)), 'a (b ⊙ x)', 'a (b \\odot x)', 'a(b⊙x)'],
  [
    product(
      transposed(
        hadamard(product(fraction(minus(guess, y), number(16)), symbol('W', { index: 2 })), positive),
      ),
      x,
    ),
    '((ŷ − y)/16 · W₂ ⊙ [z₁ > 0])ᵀ x',
    '\\left(\\frac{\\hat{y} - y}{16} W_{2} \\odot [z_{1} > 0]\\right)^{\\top} x',
    '(y^−y16W2⊙[z1>0])⊤x',
  ],
  [minus(g, product(symbol('p'), bigSum(g, ''))), 'g − p Σ g', 'g - p \\sum g', 'g−pΣg'],
  [hadamard(bigSum(g), x), '(Σ_N g) ⊙ x', '\\left(\\sum_{N} g\\right) \\odot x', '(ΣNg)⊙x'],
  [hadamard(product(a, bigSum(g)), x), 'a (Σ_N g) ⊙ x', 'a \\left(\\sum_{N} g\\right) \\odot x', 'a(ΣNg)⊙x'],
  [bigSum(plus(a, b)), 'Σ_N (a + b)', '\\sum_{N} (a + b)', 'ΣN(a+b)'],
  [fraction(bigSum(g), N), '(Σ_N g)/N', '\\frac{\\sum_{N} g}{N}', 'ΣNgN'],
  [
    fraction(g, power(plus(number(1), { kind: 'absolute', of: x }), number(2))),
    'g/(1 + ∣x∣)²',
    '\\frac{g}{(1 + \\lvert x\\rvert)^{2}}',
    'g(1+|x|)2',
  ],
  [
    negated(subscript(call('log softmax', z1), y)),
    '−log softmax(z₁)_y',
    '-\\log \\operatorname{softmax}(z_{1})_{y}',
    '−logsoftmax(z1)y',
  ],
  [subscript(z1, y), '(z₁)_y', '(z_{1})_{y}', '(z1)y'],
  [subscript(symbol('W'), product(symbol('i'), symbol('j'))), 'Wᵢⱼ', 'W_{i j}', 'Wij'],
  [call('max', number(0), z1), 'max(0, z₁)', '\\max(0, z_{1})', 'max(0,z1)'],
  [call('σ', x), 'σ(x)', '\\sigma(x)', 'σ(x)'],
  [call('sqrt', plus(x, a)), '√(x + a)', '\\sqrt{x + a}', 'x+a'],
  [transposed(transposed(x)), '(xᵀ)ᵀ', '(x^{\\top})^{\\top}', '(x⊤)⊤'],
  [transposed(power(x, number(2))), '(x²)ᵀ', '(x^{2})^{\\top}', '(x2)⊤'],
  [power(z1, number(2)), 'z₁²', 'z_{1}^{2}', 'z12'],
  [power(symbol('e', { upright: true }), product(a, x)), 'e^(a x)', '\\mathrm{e}^{a x}', 'eax'],
  [
    minus(W1, product(symbol('η'), derivative(W1))),
    'W₁ − η ∂L/∂W₁',
    'W_{1} - \\eta \\frac{\\partial L}{\\partial W_{1}}',
    'W1−η∂L∂W1',
  ],
  [product(derivative(z1), W1), '∂L/∂z₁ · W₁', '\\frac{\\partial L}{\\partial z_{1}} W_{1}', '∂L∂z1W1'],
  [
    transposed(derivative(z1)),
    '(∂L/∂z₁)ᵀ',
    '\\left(\\frac{\\partial L}{\\partial z_{1}}\\right)^{\\top}',
    '(∂L∂z1)⊤',
  ],
  [
    equation(g, cases),
    'g = 1 if z₁ > 0 else a',
    'g = \\begin{cases}1 & \\text{if } z_{1} > 0 \\\\ a & \\text{else}\\end{cases}',
    'g={1ifz1>0aelse',
  ],
  [
    hadamard(g, cases),
    'g ⊙ (1 if z₁ > 0 else a)',
    'g \\odot \\left(\\begin{cases}1 & \\text{if } z_{1} > 0 \\\\ a & \\text{else}\\end{cases}\\right)',
    'g⊙({1ifz1>0aelse)',
  ],
  [{ kind: 'joined', parts: [a, plus(b, x)] }, '[a; b + x]', '[a; b + x]', '[a;b+x]'],
  [
    { kind: 'equation', left: y, relation: '∈', right: symbol('{0,1}', { upright: true }) },
    'y ∈ {0,1}',
    'y \\in \\text{\\{0,1\\}}',
    'y∈{0,1}',
  ],
  [product(number(2), number(3), x), '2 · 3 x', '2 \\cdot 3 x', '2·3x'],
  [product(number(1e-5), x), '10⁻⁵ x', '10^{-5} x', '10−5x'],
  [power(number(1.5e-5), number(2)), '(1.5·10⁻⁵)²', '(1.5 \\cdot 10^{-5})^{2}', '(1.5·10−5)2'],
  [minus(x, number(0.1)), 'x − 0.1', 'x - 0.1', 'x−0.1'],
];

describe('the three writers', () => {
  test.each(table)('%#: %j', (expression, text, latex, math) => {
    expect(toText(expression)).toBe(text);
    expect(toLatex(expression)).toBe(latex);
    expect(content(toMathML(expression))).toBe(math);
  });
});

const symbols = fc.constantFrom(a, b, x, z1, W1, guess);
const leaves = fc.oneof(symbols, fc.integer({ min: 0, max: 9 }).map(number), fc.constantFrom(N, number(0.5)));
const { tree } = fc.letrec<{ tree: Expression }>((tie) => {
  const some = fc.array(tie('tree'), { minLength: 1, maxLength: 3 });
  return {
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      leaves,
      fc.constantFrom<Expression>(number(-2), { kind: 'size', of: ['3N'] }),
      some.map((factors) => product(...factors)),
      some.map((factors) => hadamard(...factors)),
      fc
        .array(fc.record({ minus: fc.boolean(), of: tie('tree') }), { minLength: 1, maxLength: 3 })
        .map((terms): Expression => ({ kind: 'sum', terms })),
      fc.tuple(tie('tree'), tie('tree')).map(([over, under]) => fraction(over, under)),
      fc.tuple(tie('tree'), fc.constantFrom(2, 3)).map(([base, value]) => power(base, number(value))),
      tie('tree').map(transposed),
      fc.tuple(tie('tree'), fc.constantFrom('N', '')).map(([of, over]) => bigSum(of, over)),
      some.map((args) => call('f', ...args)),
      fc
        .tuple(tie('tree'), tie('tree'))
        .map(([left, right]): Expression => ({ kind: 'indicator', left, relation: '>', right })),
      fc
        .tuple(leaves, leaves)
        .map(([left, right]): Expression => ({ kind: 'absolute', of: minus(left, right) })),
    ),
  };
});

describe('brackets', () => {
  test('what is read back from the text is what was written', () => {
    fc.assert(
      fc.property(tree, (expression) => {
        expect(canonical(parseText(toText(expression)))).toEqual(canonical(expression));
      }),
      { numRuns: 3000 },
    );
  });
});
