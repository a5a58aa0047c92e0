import { describe, expect, test } from 'vitest';
import { parseFormula, parseParameters } from '../../../../engine/operators/formula-language/parse.ts';
import { readAsPython } from '../../../../engine/operators/formula-language/read.ts';
import { FormulaFault } from '../../../../engine/operators/formula-language/syntax.ts';

const python = (text: string): string => readAsPython(parseFormula(text), (name) => name);

describe('a formula', () => {
  test.each([
    ['a - b - c', 'a - b - c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['a / b * c', 'a / b * c'],
    ['a / (b * c)', 'a / (b * c)'],
    ['-x ^ 2', '-x ** 2'],
    ['(-x) ^ 2', '(-x) ** 2'],
    ['2 ^ -x', '2 ** (-x)'],
    ['a ^ b ^ c', 'a ** b ** c'],
    ['(a ^ b) ^ c', '(a ** b) ** c'],
    ['a ** 2', 'a ** 2'],
    ['a @ w + b', 'a @ w + b'],
    ['a @ (w + b)', 'a @ (w + b)'],
    ['-(a + b)', '-(a + b)'],
    ['a + b > c * d', '(a + b > c * d).float()'],
    ['2 * (a > b)', '2 * (a > b).float()'],
    ['+x', 'x'],
    ['1e-3 * x\n + .5', '0.001 * x + 0.5'],
    ['max(x, 0)', 'torch.where(torch.tensor(0) >= x, torch.tensor(0), x)'],
    ['min(a, b)', 'torch.where(a >= b, b, a)'],
    ['max(x, dim=1, keepdim=true)', 'torch.amax(x, dim=1, keepdim=True)'],
    ['mean((y - t)^2)', 'torch.mean((y - t) ** 2)'],
    ['softmax(z)', 'torch.nn.functional.softmax(z)'],
    ['softmax(z, dim=1)', 'torch.softmax(z, dim=1)'],
    ['where(x > 0, x, -x)', 'torch.where(((x > 0).float()) != 0, x, -x)'],
    ['pi * x', 'torch.pi * x'],
  ])('%s reads as %s in Python', (text, expected) => {
    expect(python(text)).toBe(expected);
    // What was written for Python, with the power as it is there, is the same formula again.
    if (!/torch|float/.test(expected)) expect(python(expected)).toBe(expected);
  });
});

describe('parameters', () => {
  test('have sizes and start values', () => {
    const read = parseParameters('beta = 1, w[3, 4] = -0.5, b[2]').map(({ at: _, ...rest }) => rest);
    expect(read).toEqual([
      { name: 'beta', shape: [], initial: 1 },
      { name: 'w', shape: [3, 4], initial: -0.5 },
      { name: 'b', shape: [2], initial: 1 },
    ]);
    expect(parseParameters('  ')).toEqual([]);
  });

  test.each([
    ['beta beta', 5, 'Expected , between parameters; found beta'],
    ['w[0]', 2, 'Expected a size, a whole number of at least 1; found 0'],
    ['w[2.5]', 2, 'Expected a size, a whole number of at least 1; found 2.5'],
    ['w[3', 3, 'Expected , or ] after a size; found the end'],
    ['w[3,', 4, 'Expected a size, a whole number of at least 1; found the end'],
    ['w = x', 4, 'Expected a number to start from; found x'],
    ['a, a', 3, 'Expected each parameter once; a is declared twice'],
    ['3 = w', 0, 'Expected the name of a parameter, such as beta; found 3'],
    ['w[1,1,1,1,1,1,1,1,1]', 18, 'Expected at most 8 sizes; found 1'],
  ])('%s is refused at character %i', (text, position, message) => {
    let fault: unknown;
    try {
      parseParameters(text);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(FormulaFault);
    expect(fault).toMatchObject({ message, position });
  });
});
