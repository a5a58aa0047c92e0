import type { PartReport } from '../session.ts';
import { classificationScores } from './classification.ts';

const column = (texts: readonly string[], width = 0): readonly string[] => {
  const wide = Math.max(width, ...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(wide));
};

/** Columns side by side, each as wide as its widest text; the first is ranged left. */
function table(columns: readonly (readonly string[])[]): string {
  const [names = [], ...numbers] = columns;
  const wide = Math.max(...names.map((name) => name.length));
  const sides = numbers.map((texts) => column(texts));
  return names
    .map((name, row) => [name.padEnd(wide), ...sides.map((texts) => texts[row] ?? '')].join('  ').trimEnd())
    .join('\n');
}

const share = (value: number): string => value.toFixed(4);

/**
 * A part's scores as text: of classes precision, recall, F1 and samples, their plain means, the confusion matrix (rows
 * true, columns predicted) and where there are two the area under the ROC curve; of numbers MSE, MAE and R².
 */
export function reportText({ confusion, rocAuc, regression, accuracy }: PartReport): string {
  if (regression !== undefined) {
    const { meanSquaredError, meanAbsoluteError, determination } = regression;
    return `${table([
      ['MSE', 'MAE', 'R²'],
      [meanSquaredError, meanAbsoluteError, determination].map((value) => value?.toPrecision(6) ?? '–'),
    ])}\n`;
  }
  if (confusion === undefined) return '';
  const { perClass, macro } = classificationScores(confusion);
  const names = perClass.map((_, index) => `class ${index}`);
  const rows = [...perClass, { ...macro, support: perClass.reduce((sum, { support }) => sum + support, 0) }];
  const scores = table([
    ['', ...names, 'mean'],
    ['precision', ...rows.map(({ precision }) => share(precision))],
    ['recall', ...rows.map(({ recall }) => share(recall))],
    ['F1', ...rows.map(({ f1 }) => share(f1))],
    ['samples', ...rows.map(({ support }) => String(support))],
  ]);
  const matrix = table([
    ['true \\ predicted', ...names],
    ...names.map((name, said) => [
      name,
      ...names.map((_, is) => String(confusion.counts[is * confusion.classes + said] ?? 0)),
    ]),
  ]);
  const auc = rocAuc === undefined ? '' : `\n\nROC AUC ${share(rocAuc)}`;
  return `accuracy ${accuracy === undefined ? '–' : share(accuracy)}\n\n${scores}\n\n${matrix}${auc}\n`;
}
