import type { Expression } from './expression.ts';
import { latexLetters, printableName } from './letters.ts';
import { type Factor, type Script, write } from './script.ts';

/** Functions that LaTeX or amsmath has a command for. */
const functionCommands: ReadonlyMap<string, string> = new Map([
  ['log', '\\log'],
  ['exp', '\\exp'],
  ['max', '\\max'],
  ['min', '\\min'],
  ['tanh', '\\tanh'],
]);

const textEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\textbackslash{}'],
  ['^', '\\textasciicircum{}'],
  ['~', '\\textasciitilde{}'],
  ['<', '\\textless{}'],
  ['>', '\\textgreater{}'],
  ['|', '\\textbar{}'],
  ...[...'{}$&#%_'].map((character): [string, string] => [character, `\\${character}`]),
]);

/** Any text as the argument of \text: every character that LaTeX would act on is escaped. */
export const escapeLatexText = (text: string): string =>
  [...printableName(text)].map((character) => textEscapes.get(character) ?? character).join('');

const words = (text: string): string => `\\text{${escapeLatexText(text)}}`;

function name(text: string, upright: boolean): string {
  const command = latexLetters.get(text);
  if (command !== undefined) return command;
  if (!/^[A-Za-z]$/.test(text)) return words(text);
  return upright ? `\\mathrm{${text}}` : text;
}

const isTall = (written: string): boolean => /\\(?:frac|begin|sum)(?![A-Za-z])/.test(written);

const fence = (open: string, of: string, close: string): string =>
  isTall(of) ? `\\left${open}${of}\\right${close}` : `${open}${of}${close}`;

const brackets = (of: string): string => fence('(', of, ')');

function functionName(called: string): string {
  return called
    .split(' ')
    .map((word) => {
      const command = functionCommands.get(word) ?? latexLetters.get(word);
      if (command !== undefined) return command;
      return /^[A-Za-z]+$/.test(word) ? `\\operatorname{${word}}` : words(word);
    })
    .join(' ');
}

const factorJoin = (left: Factor<string>, right: Factor<string>): string => {
  if (right.startsWithDigit) return ' \\cdot ';
  return left.endsWithDigit && right.bracketed ? '' : ' ';
};

function relationCommand(relation: string): string {
  switch (relation) {
    case '≥':
      return '\\ge';
    case '≤':
      return '\\le';
    case '≠':
      return '\\ne';
    case '∈':
      return '\\in';
    default:
      return relation;
  }
}

/** A square bracket right after a line break would be taken for the height of the line. */
const lineStart = (of: string): string => (of.startsWith('[') ? `{}${of}` : of);

/** amsmath's `\text` and `cases`, `\operatorname`, `\lvert` are all that is needed beyond LaTeX itself. */
const latexScript: Script<string> = {
  stackedFractions: true,
  symbol: (symbol) => {
    const base = name(symbol.name, symbol.upright ?? false);
    const dressed = symbol.hat === true ? `\\hat{${base}}` : base;
    return symbol.index === undefined ? dressed : `${dressed}_{${symbol.index}}`;
  },
  number: ({ digits, exponent }) => {
    const written = digits === '∞' ? '\\infty' : digits === 'NaN' ? '\\text{NaN}' : digits;
    if (exponent === undefined) return written ?? '0';
    return `${written === undefined ? '' : `${written} \\cdot `}10^{${exponent}}`;
  },
  batch: (factor) => `${factor ?? ''}N`,
  sum: (terms) =>
    terms
      .map(({ minus, of }, index) => {
        if (index === 0) return minus ? `-${of}` : of;
        return minus ? ` - ${of}` : ` + ${of}`;
      })
      .join(''),
  product: (factors) =>
    factors
      .map((factor, index) => {
        const before = factors[index - 1];
        return before === undefined ? factor.of : `${factorJoin(before, factor)}${factor.of}`;
      })
      .join(''),
  hadamard: (factors) => factors.join(' \\odot '),
  fraction: (over, under) => `\\frac{${over}}{${under}}`,
  power: (base, exponent) => `${base}^{${exponent}}`,
  subscript: (base, index) => `${base}_{${index}}`,
  transpose: (of) => `${of}^{\\top}`,
  call: (called, args) => {
    if (called === 'sqrt') return `\\sqrt{${args.join(', ')}}`;
    return `${functionName(called)}${brackets(args.join(', '))}`;
  },
  indices: (parts, tight) => parts.join(tight ? ' ' : ', '),
  bigSum: (over, of, operator) => {
    const sign = operator === 'max' ? '\\max' : '\\sum';
    return over === '' ? `${sign} ${of}` : `${sign}_{${name(over, false)}} ${of}`;
  },
  absolute: (of) => fence('\\lvert ', of, '\\rvert'),
  relation: (left, relation, right) => `${left} ${relationCommand(relation)} ${right}`,
  squareBrackets: (of) => fence('[', of, ']'),
  cases: (condition, whenTrue, whenFalse) =>
    `\\begin{cases}${whenTrue} & \\text{if } ${condition} \\\\ ${lineStart(whenFalse)} & \\text{else}\\end{cases}`,
  matrix: (rows) => `\\begin{bmatrix}${rows.map((row) => row.join(' & ')).join(' \\\\ ')}\\end{bmatrix}`,
  joined: (parts) => fence('[', parts.join('; '), ']'),
  derivative: (over, by) => `\\frac{\\partial ${over}}{\\partial ${by}}`,
  brackets,
};

/** The expression in LaTeX's mathematics mode, without delimiters. Needs amsmath and nothing else. */
export const toLatex = (expression: Expression): string => write(expression, latexScript);
