import type { Moment } from '../../engine/train/history.ts';
import type { ParameterPath } from '../../engine/train/parameter-path.ts';
import { brief, count, exact, percent } from '../live/number-text.ts';
import { travelTo } from '../training/time-travel.ts';
import { elementName } from './history-series.ts';

interface HistoryTableProps {
  readonly label: string;
  readonly moments: readonly Moment[];
  /** Where its elements are to be told instead of figures. */
  readonly path: ParameterPath | undefined;
  readonly shape: readonly number[];
}

interface Row {
  readonly step: number;
  readonly cells: readonly { readonly text: string; readonly whole: string }[];
}

const cell = (value: number) => ({ text: brief(value), whole: exact(value) });

const figures = ['min', 'max', 'mean', 'sd', 'norm', 'zeros'] as const;

const rowOf = ({ step, minimum, maximum, mean, standardDeviation, norm, zeros }: Moment): Row => ({
  step,
  cells: [
    ...[minimum, maximum, mean, standardDeviation, norm].map(cell),
    { text: percent(zeros), whole: percent(zeros) },
  ],
});

/** The same numbers to be read; each step leads there. */
export function HistoryTable({ label, moments, path, shape }: HistoryTableProps) {
  const heads = path === undefined ? figures : path.elements.map(({ index }) => elementName(index, shape));
  const rows: readonly Row[] =
    path === undefined
      ? moments.map(rowOf)
      : path.steps.map((step, at) => ({
          step,
          cells: path.elements.map(({ values }) => cell(values[at] ?? Number.NaN)),
        }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <section className="history-table" tabIndex={0} aria-label={`${label}, numbers`}>
      <table>
        <thead>
          <tr>
            <th scope="col">step</th>
            {heads.map((head) => (
              <th key={head} scope="col" className="n">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ step, cells }) => (
            <tr key={step}>
              <th scope="row">
                <button
                  type="button"
                  className="link marked num"
                  title={`Go to step ${count(step)}`}
                  onClick={() => travelTo(step)}
                >
                  {count(step)}
                </button>
              </th>
              {cells.map(({ text, whole }, index) => (
                <td key={heads[index]} className="n" title={whole}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
