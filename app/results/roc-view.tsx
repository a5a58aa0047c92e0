import { useMemo } from 'react';
import type { DecidedClasses } from '../../engine/train/decisions.ts';
import { rocAuc } from '../../engine/train/metrics/roc-auc.ts';
import { rocCurve } from '../../engine/train/metrics/roc-curve.ts';
import { fixed } from '../live/number-text.ts';
import { later } from '../ui/later.tsx';
import { classColour } from './class-marks.tsx';
import type { RocSeries } from './roc-chart.tsx';
import { useClassNames } from './use-class-names.ts';
import type { Predictions } from './use-predictions.ts';

const RocChart = later(() => import('./roc-chart.tsx').then((module) => module.RocChart));

/** More curves than these cannot be told apart. */
const mostCurves = 12;
const dashes = ['', '6 3', '2 3', '8 3 2 3', '1 2', '10 4'];

/** Each class against all others; of two classes the second. */
function curvesOf(decisions: DecidedClasses, names: readonly string[]) {
  const { classes, truth, probabilities } = decisions;
  const shown =
    classes === 2 ? [1] : Array.from({ length: Math.min(classes, mostCurves) }, (_, index) => index);
  return shown.flatMap((index) => {
    const positive = Array.from(truth, (value) => value === index);
    const scores = Float64Array.from(truth, (_, sample) => probabilities[sample * classes + index] as number);
    const points = rocCurve(positive, scores);
    const area = rocAuc(positive.map(Number), scores);
    if (points === undefined || area === undefined) return [];
    const series: RocSeries = {
      name: names[index] ?? String(index),
      colour: classColour(index),
      dash: dashes[index % dashes.length] ?? '',
      points,
    };
    return [{ series, area }];
  });
}

/** How well each class is told from the others, at any threshold. */
export function RocView({ predictions }: { readonly predictions: Predictions }) {
  const { decisions, part } = predictions;
  const classes = decisions?.kind === 'classes' ? decisions.classes : 0;
  const names = useClassNames(classes);
  const curves = useMemo(
    () => (decisions?.kind === 'classes' ? curvesOf(decisions, names) : []),
    [decisions, names],
  );
  if (curves.length === 0) {
    return (
      <p className="cap cell">
        A ROC curve needs classes, and samples of more than one of them in the {part} part.
      </p>
    );
  }
  return (
    <>
      <div className="cell fixed">
        <h4>ROC, {part}</h4>
        <div
          className="roc"
          role="img"
          aria-label={`True over false positives, ${part}; the areas are in the table`}
        >
          <RocChart series={curves.map(({ series }) => series)} size={176} />
        </div>
      </div>
      <div className="cell fixed aside">
        <h4>Area under the curve</h4>
        <table>
          <thead>
            <tr>
              <th scope="col">class against the rest</th>
              <th scope="col" className="n">
                AUC
              </th>
            </tr>
          </thead>
          <tbody>
            {curves.map(({ series: { name, colour, dash }, area }) => (
              <tr key={name}>
                <th scope="row">
                  <svg width="26" height="8" aria-hidden="true">
                    <path d="M0 4h26" stroke={colour} strokeWidth="1.5" strokeDasharray={dash} />
                  </svg>{' '}
                  {name}
                </th>
                <td className="n">{fixed(area, 4)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="cap">Across: share of the others taken for the class. Up: share of the class found.</p>
      </div>
    </>
  );
}
