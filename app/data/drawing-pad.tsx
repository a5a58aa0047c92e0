import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { Dataset } from '../../engine/data/dataset.ts';
import { Said } from '../results/said.tsx';
import { usePredictionsAt } from '../results/use-predictions.ts';
import { arrows } from '../ui/arrow-keys.ts';
import { Button } from '../ui/button.tsx';
import { beginPad, drawAgain, type PadHistory, takeBack, withMore, withStep } from './pad-history.ts';
import { type Dot, dotsPerPoint, emptyPad, pointsOf, stroke } from './pad-ink.ts';
import { PictureOf } from './pictures.tsx';

/** Pixels of a dot. */
const dotSize = 5;

/** What undo's keys do to a drawing; undefined for other keys. */
function againBy({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
}: KeyboardEvent): ((history: PadHistory) => PadHistory) | undefined {
  if (!ctrlKey && !metaKey) return undefined;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? drawAgain : takeBack;
  return letter === 'y' ? drawAgain : undefined;
}

/** Draws a sample by pen, finger or keys, and shows what the network says of it. */
export function DrawingPad({
  dataset,
  layout,
}: {
  readonly dataset: Dataset;
  readonly layout: NonNullable<Dataset['picture']>;
}) {
  const { width, height, largest } = layout;
  const [history, setHistory] = useState(() => beginPad(emptyPad(width, height)));
  const pad = history.now;
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
    const from = last.current;
    last.current = to;
    setHistory((before) =>
      from === undefined
        ? withStep(before, stroke(before.now, to, to))
        : withMore(before, stroke(before.now, from, to)),
    );
  };
  const lift = ({ isPrimary }: PointerEvent<HTMLElement>) => {
    if (isPrimary) last.current = undefined;
  };
  const clear = () => {
    if (!isEmpty) setHistory((before) => withStep(before, emptyPad(width, height)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const way = arrows[event.key];
    const again = againBy(event);
    // What is drawn is taken back here, and never a change of the graph in its stead.
    if (again !== undefined) setHistory(again);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (way !== undefined) {
      const within = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
      const [across, down] = way;
      const to = { x: within(pen.x + across * 2, pad.width), y: within(pen.y + down * 2, pad.height) };
      if (event.shiftKey) setHistory((before) => withStep(before, stroke(before.now, pen, to)));
      setPen(to);
    } else if (event.key === ' ') setHistory((before) => withStep(before, stroke(before.now, pen, pen)));
    else if (event.key === 'Delete' || event.key === 'Backspace') clear();
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
          aria-label="Drawing pad. Arrows move the pen, Shift and an arrow draw, Space makes a dot, Delete clears, Undo takes back."
          style={{ width: pad.width * dotSize, height: pad.height * dotSize }}
          onPointerDown={(event) => {
            if (!event.isPrimary || event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            drawTo(dotAt(event));
          }}
          onPointerMove={(event) => {
            if (event.isPrimary && last.current !== undefined) drawTo(dotAt(event));
          }}
          onPointerUp={lift}
          onPointerCancel={lift}
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
        <div className="pad-buttons">
          <Button variant="line" small disabled={isEmpty} onClick={clear}>
            Clear
          </Button>
          <Button
            variant="line"
            small
            disabled={history.past.length === 0}
            onClick={() => setHistory(takeBack)}
          >
            Take back
          </Button>
        </div>
      </div>
      <div className="pad-said">
        <h4>What the network says</h4>
        {isEmpty ? (
          <p className="cap">
            Draw {dataset.target.name === 'digit' ? 'a digit' : 'a picture'} with the pointer: large, in the
            middle. It becomes {width}×{height} points, {dotsPerPoint}×{dotsPerPoint} dots each, as the
            samples are. By keys: arrows move the pen, with Shift they draw.
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
