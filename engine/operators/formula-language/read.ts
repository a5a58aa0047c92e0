import {
  call,
  type Expression,
  fraction,
  greaterThan,
  minus,
  negated,
  plus,
  power,
  product,
} from '../../notation/expression.ts';
import { findFunction, formulaConstants, numberExpression } from './functions.ts';
import type { Option, Term } from './syntax.ts';

/** The names of a formula in the order in which they first stand. */
export function namesOf(term: Term): readonly string[] {
  const names = new Set<string>();
  visit(term, (each) => {
    if (each.kind === 'name') names.add(each.name);
  });
  return [...names];
}

/** Names that stand only where class indices do: as what onehot takes. */
export function classNames(term: Term): ReadonlySet<string> {
  const asClasses = new Set<string>();
  const otherwise = new Set<string>();
  visit(term, (each, parent, index) => {
    if (each.kind !== 'name') return;
    const takesClasses = parent?.kind === 'call' && parent.name === 'onehot' && index === 0;
    (takesClasses ? asClasses : otherwise).add(each.name);
  });
  return new Set([...asClasses].filter((name) => !otherwise.has(name)));
}

function visit(
  term: Term,
  see: (term: Term, parent: Term | undefined, index: number) => void,
  parent?: Term,
  index = 0,
): void {
  see(term, parent, index);
  switch (term.kind) {
    case 'negated':
      visit(term.of, see, term);
      return;
    case 'binary':
      visit(term.left, see, term, 0);
      visit(term.right, see, term, 1);
      return;
    case 'call':
      term.of.forEach((operand, at) => {
        visit(operand, see, term, at);
      });
  }
}

/** What is written beside a tensor rather than multiplied into it element by element. */
const isScalar = (of: Expression): boolean =>
  of.kind === 'number' || (of.kind === 'symbol' && of.shape?.length === 0);

/** The formula as it is set in type, with symbols in place of its names. */
export function readAsExpression(term: Term, symbols: ReadonlyMap<string, Expression>): Expression {
  const read = (of: Term): Expression => readAsExpression(of, symbols);
  switch (term.kind) {
    case 'number':
      return numberExpression(term.value);
    case 'name': {
      const constant = formulaConstants.get(term.name);
      return (
        symbols.get(term.name) ??
        (constant === undefined
          ? { kind: 'symbol', name: term.name, upright: true }
          : numberExpression(constant))
      );
    }
    case 'negated':
      return negated(read(term.of));
    case 'call':
      return findFunction(term.name)?.formula(...term.of.map(read)) ?? call(term.name, ...term.of.map(read));
    case 'binary': {
      const [left, right] = [read(term.left), read(term.right)];
      switch (term.sign) {
        case '+':
          return plus(left, right);
        case '-':
          return minus(left, right);
        case '*':
          return isScalar(left) || isScalar(right)
            ? product(left, right)
            : { kind: 'hadamard', factors: [left, right] };
        case '/':
          return fraction(left, right);
        case '@':
          return product(left, right);
        case '^':
          return power(left, right);
        case '>':
          return greaterThan(left, right);
        case '<':
          return greaterThan(right, left);
        case '>=':
          return { kind: 'indicator', left, relation: '≥', right };
        case '<=':
          return { kind: 'indicator', left, relation: '≤', right };
        case '==':
          return { kind: 'indicator', left, relation: '=', right };
      }
    }
  }
}

const strength: Readonly<Record<string, number>> = {
  '>': 1,
  '>=': 1,
  '<': 1,
  '<=': 1,
  '==': 1,
  '+': 2,
  '-': 2,
  '*': 3,
  '/': 3,
  '@': 3,
  '^': 5,
};
const atom = 6;

/** As Python writes it, with names through `rename`: self.beta for a parameter. */
export function readAsPython(term: Term, rename: (name: string) => string): string {
  return python(term, rename, 0);
}

function python(term: Term, rename: (name: string) => string, least: number): string {
  const bracketed = (text: string, own: number): string => (own < least ? `(${text})` : text);
  switch (term.kind) {
    case 'number':
      return String(term.value);
    case 'name':
      return formulaConstants.has(term.name) && rename(term.name) === term.name
        ? 'torch.pi'
        : rename(term.name);
    case 'negated':
      return bracketed(`-${python(term.of, rename, 4)}`, 4);
    case 'call': {
      const options = term.options.map(pythonOption).join('');
      const operands = term.of.map((operand) => python(operand, rename, 0));
      return findFunction(term.name)?.torch(operands, options) ?? bracketed(operands.join(', '), atom);
    }
    case 'binary': {
      const own = strength[term.sign] ?? atom;
      // A comparison is a tensor of truth values in Python, and 1 or 0 here.
      if (own === 1) {
        return `(${python(term.left, rename, 2)} ${term.sign} ${python(term.right, rename, 2)}).float()`;
      }
      const sign = term.sign === '^' ? '**' : term.sign;
      const left = python(term.left, rename, term.sign === '^' ? own + 1 : own);
      const right = python(term.right, rename, term.sign === '^' ? own : own + 1);
      return bracketed(`${left} ${sign} ${right}`, own);
    }
  }
}

const pythonOption = ({ name, value }: Option): string =>
  `, ${name}=${typeof value === 'boolean' ? (value ? 'True' : 'False') : value}`;
