import type { History, Moment } from '../../engine/train/history.ts';
import type { ElementPaths, ParameterPath } from '../../engine/train/parameter-path.ts';
import { brief, count, exact, percent } from '../live/number-text.ts';
import { travelTo } from '../training/time-travel.ts';
import { elementName } from './history-series.ts';

interface HistoryTableProps {
  readonly label: string;
  readonly history: History;
  /** Where its elements are to be told instead of figures. */
  readonly path: ParameterPath | undefined;
  readonly shape: readonly number[];
}

interface Cell {
  readonly text: string;
  readonly whole: string;
}

const cell = (value: number): Cell => ({ text: brief(value), whole: exact(value) });

const figures = ['min', 'max', 'mean', 'std', 'norm', 'zeros'] as const;

const cellsOf = ({ minimum, maximum, mean, standardDeviation, norm, zeros }: Moment): readonly Cell[] => [
  ...[minimum, maximum, mean, standardDeviation, norm].map(cell),
  { text: percent(zeros), whole: percent(zeros) },
];

type Cells = ReadonlyMap<number, readonly Cell[]>;

const byStep = (moments: readonly Moment[]): Cells =>
  new Map(moments.map((moment) => [moment.step, cellsOf(moment)]));

const elementsByStep = ({ steps, elements }: ElementPaths): Cells =>
  new Map(steps.map((step, at) => [step, elements.map(({ values }) => cell(values[at] ?? Number.NaN))]));

const missing: Cell = { text: '–', whole: 'not kept at this step' };

/** The same numbers to be read, those of the former run beside them; each step leads there. */
export function HistoryTable({ label, history, path, shape }: HistoryTableProps) {
  const own = path === undefined ? figures : path.elements.map(({ index }) => elementName(index, shape));
  const runs =
    path === undefined
      ? [history.moments, ...(history.former === undefined ? [] : [history.former])].map(byStep)
      : [path, ...(path.former === undefined ? [] : [path.former])].map(elementsByStep);
  const heads = runs.flatMap((_, index) => (index === 0 ? own : own.map((head) => `former ${head}`)));
  const steps = [...new Set(runs.flatMap((run) => [...run.keys()]))].toSorted((one, other) => one - other);
  const rows = steps.map((step) => ({
    step,
    cells: runs.flatMap((run) => run.get(step) ?? own.map(() => missing)),
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
