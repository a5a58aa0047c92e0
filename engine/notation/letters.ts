/** What the writers share about names: which are single letters, and what the letters are called in LaTeX. */

/** Greek and other letters that formulas use, with their LaTeX commands. */
export const latexLetters: ReadonlyMap<string, string> = new Map([
  ['α', '\\alpha'],
  ['β', '\\beta'],
  ['γ', '\\gamma'],
  ['δ', '\\delta'],
  ['ε', '\\varepsilon'],
  ['ζ', '\\zeta'],
  ['η', '\\eta'],
  ['θ', '\\theta'],
  ['κ', '\\kappa'],
  ['λ', '\\lambda'],
  ['μ', '\\mu'],
  ['ν', '\\nu'],
  ['ξ', '\\xi'],
  ['π', '\\pi'],
  ['ρ', '\\rho'],
  ['σ', '\\sigma'],
  ['τ', '\\tau'],
  ['φ', '\\varphi'],
  ['χ', '\\chi'],
  ['ψ', '\\psi'],
  ['ω', '\\omega'],
  ['Γ', '\\Gamma'],
  ['Δ', '\\Delta'],
  ['Θ', '\\Theta'],
  ['Λ', '\\Lambda'],
  ['Ξ', '\\Xi'],
  ['Π', '\\Pi'],
  ['Σ', '\\Sigma'],
  ['Φ', '\\Phi'],
  ['Ψ', '\\Psi'],
  ['Ω', '\\Omega'],
  ['ℓ', '\\ell'],
  ['∂', '\\partial'],
  ['∇', '\\nabla'],
  ['∞', '\\infty'],
  ['…', '\\dots'],
]);

/** A name of one character is a variable; longer ones are words, written upright. */
export const isLetter = (name: string): boolean => [...name].length === 1;

export const realMinus = '−';

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]+/gu;

/** A name without characters that show nothing or turn the direction of writing; white space becomes one space. */
export const printableName = (name: string): string =>
  name.replace(/\s+/gu, ' ').replace(invisible, '').trim();
