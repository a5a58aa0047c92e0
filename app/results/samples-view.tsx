import { useMemo, useState } from 'react';
import { setLookAt } from '../live/look-at.ts';
import { count, fixed, percent } from '../live/number-text.ts';
import { Button } from '../ui/button.tsx';
import { Segments } from '../ui/segments.tsx';
import { type Order, type SampleLine, sampleLines, type Which } from './sample-list.ts';
import { useClassNames } from './use-class-names.ts';
import type { Predictions } from './use-predictions.ts';

/** Lines at first, and for each wish for more. */
const page = 100;

function Line({
  line,
  names,
  onLook,
}: {
  readonly line: SampleLine;
  readonly names: readonly string[];
  readonly onLook: (sample: number) => void;
}) {
  return (
    <tr className={line.kind === 'classes' && line.truth !== line.predicted ? 'wrong' : undefined}>
      <td className="n">
        <button
          type="button"
          className="link marked"
          title="Show this sample on the canvas and in the inspector"
          onClick={() => onLook(line.sample)}
        >
          {line.row}
        </button>
      </td>
      {line.kind === 'classes' ? (
        <>
          <td>{names[line.truth]}</td>
          <td>
            {names[line.predicted]}
            {line.truth === line.predicted ? null : <span className="is-error"> wrong</span>}
          </td>
          <td className="n">{percent(line.probability)}</td>
          <td className="n">{percent(line.probabilityOfTruth)}</td>
        </>
      ) : (
        <>
          <td className="n">{fixed(line.truth, 4)}</td>
          <td className="n">{fixed(line.predicted, 4)}</td>
          <td className="n">{fixed(line.predicted - line.truth, 4)}</td>
        </>
      )}
    </tr>
  );
}

const columns: Readonly<Record<SampleLine['kind'], readonly (readonly [string, boolean])[]>> = {
  classes: [
    ['true', false],
    ['predicted', false],
    ['its probability', true],
    ['that of the true class', true],
  ],
  numbers: [
    ['true', true],
    ['predicted', true],
    ['error', true],
  ],
};

/** Each sample of a part with what the network says of it. */
export function SamplesView({
  predictions,
  which,
  onWhich,
}: {
  readonly predictions: Predictions;
  readonly which: Which;
  readonly onWhich: (which: Which) => void;
}) {
  const { decisions, indices, part } = predictions;
  const [order, setOrder] = useState<Order>('row');
  const [shown, setShown] = useState(page);
  const names = useClassNames(decisions?.kind === 'classes' ? decisions.classes : 0);
  const lines = useMemo(
    () => (decisions === undefined ? [] : sampleLines(decisions, indices, which, order)),
    [decisions, indices, which, order],
  );
  if (decisions === undefined) {
    return <p className="cap cell">There is no prediction for each sample as a whole to show here.</p>;
  }
  const chosen = typeof which === 'object' ? 'cell' : which;
  const cellName = typeof which === 'object' ? `${names[which.truth]} → ${names[which.predicted]}` : '';
  return (
    <div className="cell samples">
      <h4>
        Samples, {part} <span className="num">{count(lines.length)}</span>
        <span className="r">
          {decisions.kind === 'classes' ? (
            <Segments
              label="Which samples"
              value={chosen}
              options={[
                { value: 'all', label: 'all' },
                { value: 'wrong', label: 'wrong' },
                ...(chosen === 'cell' ? [{ value: 'cell' as const, label: cellName }] : []),
              ]}
              onChange={(value) => value !== 'cell' && onWhich(value)}
            />
          ) : null}
          <Segments
            label="Order"
            value={order}
            options={[
              { value: 'row', label: 'by row' },
              { value: 'worst', label: 'worst first' },
            ]}
            onChange={setOrder}
          />
        </span>
      </h4>
      <table>
        <thead>
          <tr>
            <th scope="col" className="n">
              row
            </th>
            {columns[decisions.kind].map(([title, isNumber]) => (
              <th key={title} scope="col" className={isNumber ? 'n' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, shown).map((line) => (
            <Line
              key={line.sample}
              line={line}
              names={names}
              onLook={(sample) => setLookAt({ kind: 'rows', part, rows: [sample], mode: 'evaluate' })}
            />
          ))}
        </tbody>
      </table>
      {lines.length > shown ? (
        <Button variant="line" small onClick={() => setShown(shown + page)}>
          {count(Math.min(page, lines.length - shown))} more of {count(lines.length)}
        </Button>
      ) : null}
      {lines.length === 0 ? (
        <p className="cap">
          {which === 'wrong' ? 'Every sample is classified rightly.' : 'No sample is so.'}
        </p>
      ) : null}
    </div>
  );
}
