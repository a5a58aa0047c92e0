import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { call, fraction, number, symbol } from '../../../engine/notation/expression.ts';
import { escapeLatexText, toLatex } from '../../../engine/notation/latex.ts';

/** Text in which nothing is left that LaTeX would act on. */
const harmless =
  /^(?:[^\\{}$&#%_^~<>|\p{Cc}\p{Cf}]|\\(?:[{}$&#%_]|text(?:backslash|asciicircum|asciitilde|less|greater|bar)\{\}))*$/u;

describe('names in LaTeX', () => {
  test.each([
    '\\href{javascript:alert(1)}{x}',
    '\\text{<img src=x onerror=window.__xss=1>}',
    '\\def\\a{\\a\\a}\\a',
    '{{{{{{',
    '\u202e\\frac12',
    '\\',
    '$',
    '%%%',
    '}\\input{/etc/passwd}',
    'a\nb\u0000c',
    '',
  ])('%j is text and nothing else', (name) => {
    const latex = toLatex(symbol(name, { upright: true, index: 1 }));
    const [, inside = '\\'] = /^\\text\{(.*)\}_\{1\}$/su.exec(latex) ?? [];
    expect(inside).toMatch(harmless);
    expect(toLatex(call(`${name}()`, number(1)))).toMatch(
      /^(?:\\text\{.*\}|\\operatorname\{[A-Za-z]+\}| )*\(1\)$/su,
    );
  });

  test('any text at all is made harmless', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeLatexText(text)).toMatch(harmless);
      }),
      { numRuns: 2000 },
    );
  });

  test('nothing that shows is lost', () => {
    expect(escapeLatexText('enc_1 {a}^2 \\ 50%')).toBe(
      'enc\\_1 \\{a\\}\\textasciicircum{}2 \\textbackslash{} 50\\%',
    );
  });

  test.each([
    ['σ', '\\sigma'],
    ['ℓ', '\\ell'],
    ['W', 'W'],
    ['…', '\\dots'],
    ['fc1', '\\text{fc1}'],
  ])('%s is %s', (name, latex) => {
    expect(toLatex(symbol(name))).toBe(latex);
  });

  test('brackets grow around what is tall', () => {
    expect(toLatex(call('log', fraction(symbol('a'), symbol('b'))))).toBe('\\log\\left(\\frac{a}{b}\\right)');
  });
});
