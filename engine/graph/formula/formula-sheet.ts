import type { Expression } from '../../notation/expression.ts';
import { toLatex } from '../../notation/latex.ts';
import { pythonName, pythonNames, toNumPy } from '../../notation/numpy.ts';
import { toText } from '../../notation/text.ts';
import { type ValueId, valueAt } from '../../program/program.ts';
import { formatShape, isBatch } from '../../program/shape.ts';
import type { Tensor } from '../../program/tensor.ts';
import type { Formula, FormulaSource } from './formula.ts';
import { type FormulaNames, namesUsed } from './formula-names.ts';
import type { FilledFormula, LiveNumbers } from './live-numbers.ts';

/** A formula under the heading that it has in the app: Forward, Upstream, … */
export interface TitledFormula {
  readonly title: string;
  readonly formula: Formula;
  /** With the numbers of a sample in it, where these are wanted. */
  readonly filled?: FilledFormula | undefined;
}

const elementText = ({ element }: FilledFormula): string =>
  element.map(({ letter, at }) => `${letter} = ${at}`).join(', ');

/** What follows the formula: the same in numbers, and what they come to. */
const filledLines = (
  filled: FilledFormula | undefined,
  write: (of: Expression) => string,
): readonly string[] => (filled === undefined ? [] : [write(filled.written), write(filled.result)]);

const lines = ({ expression, definitions }: Formula): readonly Expression[] => [expression, ...definitions];

/** Plain text: a heading and an equation a line. */
export const asText = (sheet: readonly TitledFormula[]): string =>
  sheet
    .map(({ title, formula, filled }) =>
      [
        title,
        ...lines(formula).map((line) => `  ${toText(line)}`),
        ...(filled === undefined || filled.element.length === 0 ? [] : [`  at ${elementText(filled)}`]),
        ...filledLines(filled, toText).map((line) => `  = ${line}`),
        ...notes(formula, '  '),
      ].join('\n'),
    )
    .join('\n');

const notes = ({ note }: Formula, indent = ''): readonly string[] =>
  note === undefined ? [] : [`${indent}${note}`];

/** LaTeX for amsmath: each formula an `aligned` block behind a comment that says what it is. */
export const asLatex = (sheet: readonly TitledFormula[]): string =>
  sheet
    .map(({ title, formula, filled }) => {
      const [first, ...definitions] = lines(formula).map((line) =>
        line.kind === 'equation' && line.relation === '='
          ? `${toLatex(line.left)} &= ${toLatex(line.right)}`
          : `& ${toLatex(line)}`,
      );
      const rows = [first, ...filledLines(filled, toLatex).map((line) => `&= ${line}`), ...definitions];
      return `% ${title}\n\\begin{align*}\n${rows.join(' \\\\\n')}\n\\end{align*}`;
    })
    .join('\n\n');

/** The names that a sheet uses, each with the shape of what it stands for. */
function legend(sheet: readonly TitledFormula[]): readonly (readonly [name: Expression, shape: string])[] {
  const known = new Map<string, readonly [Expression, string]>();
  for (const { formula } of sheet) {
    const { source } = formula;
    if (source === undefined) continue;
    for (const [id, { name, key }] of namesUsed(source.program, source.id, source.naming)) {
      if (!known.has(key)) known.set(key, [name, formatShape(valueAt(source.program, id).shape)]);
    }
  }
  return [...known.values()];
}

/** Markdown as GitHub and notebooks set it: a heading, `$$` blocks and a legend of the shapes. */
export function asMarkdown(heading: string, sheet: readonly TitledFormula[]): string {
  const sections = sheet.map(({ title, formula, filled }) =>
    [
      `### ${title}`,
      ...lines(formula).map((line) => `$$${toLatex(line)}$$`),
      ...(filled === undefined || filled.element.length === 0 ? [] : [`At ${elementText(filled)}:`]),
      ...filledLines(filled, toLatex).map((line) => `$$= ${line}$$`),
      ...notes(formula),
    ].join('\n\n'),
  );
  const names = legend(sheet).map(([name, shape]) => `- $${toLatex(name)}$: ${shape}`);
  return [`## ${heading}`, ...sections, ...(names.length === 0 ? [] : ['### Shapes', names.join('\n')])].join(
    '\n\n',
  );
}

/** What the code of a sheet has assigned and asked for so far. */
interface Script {
  readonly assigned: Set<string>;
  readonly given: Map<string, { readonly shape: string; readonly key: string }>;
  readonly body: string[];
  batchOf: string | undefined;
  needsBatch: boolean;
  needsMath: boolean;
}

const arrayText = ({ shape, data }: Tensor): string => {
  const numbers = Array.from(data, String)
    .join(', ')
    .replaceAll('Infinity', 'np.inf')
    .replaceAll('NaN', 'np.nan');
  return `np.array([${numbers}]).reshape(${shape.length === 1 ? shape[0] : `(${shape.join(', ')})`})`;
};

const codeNames = (names: FormulaNames): ReadonlyMap<ValueId, string> =>
  pythonNames(new Map([...names].map(([id, { name }]) => [id, name])));

/** Adds a value to the code, and before it what only formulas name (ŷ = softmax(z)). */
function assign(script: Script, source: FormulaSource, target: string): void {
  const { program, id, naming, all } = source;
  const closed = new Map([...codeNames(all)].filter(([at]) => naming.own(at) !== undefined));
  const code = toNumPy(program, id, closed, target);
  for (const [name, at] of code.given) {
    if (script.assigned.has(name) || script.given.has(name)) continue;
    // What is read may have its name from a mark on it.
    const meaning = naming.named(at);
    if (meaning?.key.startsWith('meaning ') === true) {
      assign(script, { ...source, id: at, naming: naming.without((each) => each === at) }, name);
      continue;
    }
    const { shape } = valueAt(program, at);
    script.given.set(name, { shape: formatShape(shape), key: meaning?.key ?? '' });
    if (shape[0] === 'N') script.batchOf ??= name;
    else if (shape.some(isBatch)) script.needsBatch = true;
  }
  script.needsBatch ||= code.needs.batch;
  script.needsMath ||= code.needs.math;
  script.body.push(...code.lines);
  script.assigned.add(target);
}

/** How many samples there are: as many as something given has rows, where something has. */
function batchText({ batchOf }: Script, batch: number | undefined): string {
  if (batchOf !== undefined) return `N = ${batchOf}.shape[0]`;
  return batch === undefined ? '# N: how many samples there are' : `N = ${batch}`;
}

/**
 * NumPy code that runs once the arrays that it names at its head are given. Formulas that are only for reading (the
 * local derivative) are left out. With `numbers`, the arrays of these samples are written too, all their digits.
 */
export function asNumPy(
  sheet: readonly TitledFormula[],
  numbers?: Pick<LiveNumbers, 'values' | 'batch'>,
): string {
  const script: Script = {
    assigned: new Set(),
    given: new Map(),
    body: [],
    batchOf: undefined,
    needsBatch: false,
    needsMath: false,
  };
  for (const { title, formula } of sheet) {
    const { source, expression } = formula;
    if (source === undefined || expression.kind !== 'equation') continue;
    const own = codeNames(source.all).get(source.id);
    script.body.push('', `# ${title}`);
    assign(script, source, own ?? pythonName(nameOf(expression.left)));
  }
  const given = [...script.given].map(([name, { shape, key }]) => {
    const tensor = numbers?.values.get(key);
    return tensor === undefined ? `# ${name}: ${shape}` : `${name} = ${arrayText(tensor)}  # ${shape}`;
  });
  return [
    ...(script.needsMath ? ['import math', ''] : []),
    'import numpy as np',
    '',
    '# Given:',
    ...given,
    ...(script.needsBatch ? [batchText(script, numbers?.batch)] : []),
    ...script.body,
    '',
  ].join('\n');
}

/** The name at the left without the indices of an element. */
const nameOf = (left: Expression): Expression => {
  if (left.kind === 'derivative') return { ...left, by: nameOf(left.by) };
  return left.kind === 'subscript' ? left.base : left;
};
