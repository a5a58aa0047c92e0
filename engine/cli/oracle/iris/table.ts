import { iris } from '../../../data/iris.ts';
import { type OracleReport, outcomeOf, runOnce } from '../report.ts';

/** `iris.csv` row by row against the built-in table: four measures in cm and the species. */
export function runIrisTable(text: string): OracleReport {
  const lines = text.trim().split(/\r?\n/).slice(1);
  const classes = iris.target.kind === 'class' ? iris.target.classes : [];
  const found = iris.x.map((row, index) => [...row, classes[iris.y[index] as number]].join());
  const differing = lines.findIndex((line, index) => line !== found[index]);
  const outcome = outcomeOf([
    ...(lines.length === found.length ? [] : [`it has ${lines.length} rows, not ${found.length}`]),
    ...(differing < 0 ? [] : [`row ${differing} is ${found[differing]}, not ${lines[differing]}`]),
  ]);
  return runOnce('rows', () => outcome);
}
