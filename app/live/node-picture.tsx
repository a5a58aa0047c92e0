import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTraining } from '../training/status.ts';
import { isPictured, useWalk } from '../training/walk-state.ts';
import type { Picture } from '../worker/protocol.ts';
import { colourToken, placeOnMap } from './colour-map.ts';
import { useNodeLive } from './live-store.ts';
import { brief } from './number-text.ts';
import { onThemeChange, themeCount, tokenColour } from './theme-colours.ts';
import './live.css';

function draw(canvas: HTMLCanvasElement, { rows, columns, bound, signed, values }: Picture): void {
  const context = canvas.getContext('2d');
  if (context === null || rows === 0 || columns === 0) return;
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const image = context.createImageData(columns, rows);
  values.forEach((value, index) => {
    const [red, green, blue] = tokenColour(colourToken(placeOnMap(value, bound, signed)));
    image.data.set([red, green, blue, 255], index * 4);
  });
  context.putImageData(image, 0, 0);
}

/** The node's output for the samples looked at: samples down, features across. Nothing before training. */
export function NodePicture({ node }: { readonly node: string }) {
  const live = useNodeLive(node);
  const isStale = useTraining(({ stale }) => stale);
  const theme = useSyncExternalStore(onThemeChange, themeCount);
  const hasCome = useWalk((walk) => isPictured(walk, node));
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = live?.picture;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours for the same picture
  useEffect(() => {
    if (canvas.current !== null && picture !== undefined) draw(canvas.current, picture);
  }, [picture, theme, hasCome]);
  if (picture === undefined) return null;
  if (!hasCome)
    return (
      <div className="pic awaited" title="Not computed yet: its turn comes">
        not yet
      </div>
    );
  const what =
    picture.units === undefined
      ? `Values, ${picture.rows} by ${picture.columns}`
      : `How ${picture.units === 1 ? 'it answers' : `${picture.units} units answer`} over the plane of the two features`;
  const size = picture.units === undefined ? `${picture.rows}×${picture.columns}` : what;
  const range = `${picture.signed ? '±' : '0 to '}${brief(picture.bound)}`;
  return (
    <div className={isStale ? 'pic stale' : 'pic'}>
      <canvas ref={canvas} role="img" aria-label={`${what}, ${range}`} title={`${size}, ${range}`} />
      {isStale ? <span className="stale-mark">stale</span> : null}
    </div>
  );
}
