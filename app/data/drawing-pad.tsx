import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { Dataset } from '../../engine/data/dataset.ts';
import { Said } from '../results/said.tsx';
import { usePredictionsAt } from '../results/use-predictions.ts';
import { Button } from '../ui/button.tsx';
import { arrows } from './arrow-keys.ts';
import { type Dot, dotsPerPoint, emptyPad, pointsOf, stroke } from './pad-ink.ts';
import { PictureOf } from './pictures.tsx';

/** Pixels of a dot. */
const dotSize = 5;

/** Draws a sample by pen, finger or keys, and shows what the network says of it. */
export function DrawingPad({
  dataset,
  layout,
}: {
  readonly dataset: Dataset;
  readonly layout: NonNullable<Dataset['picture']>;
}) {
  const { width, height, largest } = layout;
  const [pad, setPad] = useState(() => emptyPad(width, height));
  const last = useRef<Dot>(undefined);
  const [pen, setPen] = useState<Dot>(() => ({ x: pad.width / 2, y: pad.height / 4 }));
  const points = useMemo(() => pointsOf(pad, largest), [pad, largest]);
  const tensor = useMemo(() => ({ shape: [1, points.length], data: Float64Array.from(points) }), [points]);
  const said = usePredictionsAt(tensor);
  const isEmpty = points.every((point) => point === 0);

  const dotAt = (event: PointerEvent<HTMLElement>): Dot => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * pad.width,
      y: ((event.clientY - box.top) / box.height) * pad.height,
    };
  };
  const drawTo = (to: Dot) => {
    const from = last.current ?? to;
    last.current = to;
    setPad((now) => stroke(now, from, to));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const way = arrows[event.key];
    if (way !== undefined) {
      const within = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
      const [across, down] = way;
      const to = { x: within(pen.x + across * 2, pad.width), y: within(pen.y + down * 2, pad.height) };
      if (event.shiftKey) setPad((now) => stroke(now, pen, to));
      setPen(to);
    } else if (event.key === ' ') setPad((now) => stroke(now, pen, pen));
    else if (event.key === 'Delete') setPad(emptyPad(width, height));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="drawing">
      <div>
        <div
          className="pad"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: one draws on it with the keys too
          tabIndex={0}
          role="application"
          aria-label="Drawing pad. Arrows move the pen, Shift and an arrow draw, Space makes a dot, Delete clears."
          style={{ width: pad.width * dotSize, height: pad.height * dotSize }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            drawTo(dotAt(event));
          }}
          onPointerMove={(event) => {
            if (last.current !== undefined) drawTo(dotAt(event));
          }}
          onPointerUp={() => {
            last.current = undefined;
          }}
          onPointerCancel={() => {
            last.current = undefined;
          }}
          onKeyDown={onKeyDown}
        >
          <PictureOf
            points={points}
            layout={layout}
            size={pad.width * dotSize}
            label="What the network is given"
          />
          <svg viewBox={`0 0 ${pad.width} ${pad.height}`} aria-hidden="true">
            <circle className="pen" cx={pen.x} cy={pen.y} r={1.5} />
          </svg>
        </div>
        <Button variant="line" small disabled={isEmpty} onClick={() => setPad(emptyPad(width, height))}>
          Clear
        </Button>
      </div>
      <div className="pad-said">
        <h4>What the network says</h4>
        {isEmpty ? (
          <p className="cap">
            Draw {dataset.target.name === 'digit' ? 'a digit' : 'a picture'} with the pointer: large, in the
            middle. It becomes {width}×{height} points, {dotsPerPoint}×{dotsPerPoint} dots each, as the
            samples are.
          </p>
        ) : said === undefined ? (
          <p className="cap">
            The network has to be able to train on this data set before it can say anything.
          </p>
        ) : (
          <Said decisions={said} dataset={dataset} />
        )}
      </div>
    </div>
  );
}
