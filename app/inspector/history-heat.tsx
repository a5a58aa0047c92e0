import { type MouseEvent, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Moment } from '../../engine/train/history.ts';
import { colourToken, placeOnMap } from '../live/colour-map.ts';
import { onThemeChange, themeCount, tokenColour } from '../live/theme-colours.ts';
import { heatOf, rangeOf } from './history-series.ts';

const [columns, rows] = [120, 40];

interface HistoryHeatProps {
  readonly moments: readonly Moment[];
  /** The step that is shown. */
  readonly cursor: number;
  readonly format: (value: number) => string;
  readonly onStep: (step: number) => void;
  readonly label: string;
}

/** Histograms over steps as a heat map: the darker, the more numbers. */
export function HistoryHeat({ moments, cursor, format, onStep, label }: HistoryHeatProps) {
  const theme = useSyncExternalStore(onThemeChange, themeCount);
  const canvas = useRef<HTMLCanvasElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours for the same map
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const image = context.createImageData(columns, rows);
    heatOf(moments, columns, rows).forEach((value, index) => {
      if (Number.isNaN(value)) return;
      const [red, green, blue] = tokenColour(colourToken(placeOnMap(Math.max(0.125, value), 1, false)));
      image.data.set([red, green, blue, 255], index * 4);
    });
    context.putImageData(image, 0, 0);
  }, [moments, theme]);
  const { low, high } = rangeOf(moments);
  const [first, last] = [moments[0]?.step ?? 0, moments.at(-1)?.step ?? 0];
  const goThere = ({ currentTarget, clientX }: MouseEvent<HTMLCanvasElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    onStep(Math.round(first + ((clientX - left) / width) * (last - first)));
  };
  const place = last === first ? 0 : ((cursor - first) / (last - first)) * 100;
  return (
    <div className="history-heat num">
      <div className="ends-of-values" aria-hidden="true">
        <span>{format(high)}</span>
        <span>{format(low)}</span>
      </div>
      <div className="map">
        <canvas ref={canvas} width={columns} height={rows} role="img" aria-label={label} onClick={goThere} />
        <span className="cursor" style={{ left: `${place.toFixed(2)}%` }} />
      </div>
      <div className="ends-of-steps" aria-hidden="true">
        <span>{first}</span>
        <span>step</span>
        <span>{last}</span>
      </div>
    </div>
  );
}
