import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Dataset } from '../../engine/data/dataset.ts';
import { colourToken, placeOnMap } from '../live/colour-map.ts';
import { onThemeChange, themeCount, tokenColour } from '../live/theme-colours.ts';
import { pageOf } from '../ui/page-of.ts';
import { Pager } from '../ui/pager.tsx';
import { targetText } from './shown-data.ts';

const perPage = 60;

type Layout = NonNullable<Dataset['picture']>;

/** Points as a picture: paper where there is 0, full ink at the largest value. */
export function PictureOf({
  points,
  layout: { width, height, largest },
  size,
  label,
}: {
  readonly points: readonly number[];
  readonly layout: Layout;
  /** Pixels of a side. */
  readonly size: number;
  readonly label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useSyncExternalStore(onThemeChange, themeCount);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours for the same picture
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const image = context.createImageData(width, height);
    points.forEach((value, index) => {
      image.data.set([...tokenColour(colourToken(placeOnMap(value, largest, false))), 255], index * 4);
    });
    context.putImageData(image, 0, 0);
  }, [points, width, height, largest, theme]);
  return (
    <canvas
      ref={canvas}
      className="picture"
      width={width}
      height={height}
      style={{ width: size, height: size }}
      role="img"
      aria-label={label}
    />
  );
}

/** Samples that are pictures, a page at a time. */
export function Pictures({ dataset, layout }: { readonly dataset: Dataset; readonly layout: Layout }) {
  const [page, setPage] = useState(0);
  const at = pageOf(dataset.x.length, page, perPage);
  return (
    <>
      <Pager what="samples" size={dataset.x.length} at={at} onTurn={setPage} />
      <ul className="pictures">
        {dataset.x.slice(at.start, at.end).map((points, index) => {
          const row = at.start + index;
          const name = targetText(dataset, dataset.y[row] as number);
          return (
            <li key={row} title={`sample ${row}`}>
              <PictureOf points={points} layout={layout} size={40} label={`Sample ${row}, ${name}`} />
              <span className="num">{name}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
