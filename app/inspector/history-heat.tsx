import { type MouseEvent, useEffect, useRef, useSyncExternalStore } from 'react';
import type { History, Moment } from '../../engine/train/history.ts';
import { colourToken, placeOnMap } from '../live/colour-map.ts';
import { onThemeChange, themeCount, tokenColour } from '../live/theme-colours.ts';
import { type Extent, heatOf } from './history-series.ts';

const [columns, rows] = [120, 40];

interface HistoryHeatProps {
  readonly history: History;
  readonly extent: Extent;
  /** The step that is shown. */
  readonly cursor: number;
  readonly format: (value: number) => string;
  readonly onStep: (step: number) => void;
  readonly label: string;
}

/** Histograms over steps as a heat map: the darker, the more numbers; those of the former run below, to the same measure. */
export function HistoryHeat({ history, extent, cursor, format, onStep, label }: HistoryHeatProps) {
  const { first, last, low, high } = extent;
  const place = last === first ? 0 : ((cursor - first) / (last - first)) * 100;
  const runs = [
    { of: label, moments: history.moments },
    ...(history.former === undefined ? [] : [{ of: `${label}, of the former run`, moments: history.former }]),
  ];
  return (
    <div className="history-heat num">
      {runs.map(({ of, moments }, index) => (
        <div key={of} className={index === 0 ? 'run' : 'run former'}>
          {index === 0 ? null : <p className="cap">Former run, on the same scale</p>}
          <div className="ends-of-values" aria-hidden="true">
            <span>{format(high)}</span>
            <span>{format(low)}</span>
          </div>
          <div className="map">
            <Heat moments={moments} extent={extent} label={of} onStep={onStep} />
            <span className="cursor" style={{ left: `${place.toFixed(2)}%` }} />
          </div>
        </div>
      ))}
      <div className="ends-of-steps" aria-hidden="true">
        <span>{first}</span>
        <span>step</span>
        <span>{last}</span>
      </div>
    </div>
  );
}

function Heat({
  moments,
  extent: { first, last, low, high },
  label,
  onStep,
}: Pick<HistoryHeatProps, 'extent' | 'label' | 'onStep'> & { readonly moments: readonly Moment[] }) {
  const theme = useSyncExternalStore(onThemeChange, themeCount);
  const canvas = useRef<HTMLCanvasElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours for the same map
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const image = context.createImageData(columns, rows);
    heatOf(moments, { first, last, low, high }, columns, rows).forEach((value, index) => {
      if (Number.isNaN(value)) return;
      const [red, green, blue] = tokenColour(colourToken(placeOnMap(Math.max(0.125, value), 1, false)));
      image.data.set([red, green, blue, 255], index * 4);
    });
    context.putImageData(image, 0, 0);
  }, [moments, first, last, low, high, theme]);
  const goThere = ({ currentTarget, clientX }: MouseEvent<HTMLCanvasElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    onStep(Math.round(first + ((clientX - left) / width) * (last - first)));
  };
  return (
    <canvas ref={canvas} width={columns} height={rows} role="img" aria-label={label} onClick={goThere} />
  );
}
