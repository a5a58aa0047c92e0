import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { gridOf, type Plane, placeOn, planeOf, pointAt } from '../../engine/data/plane.ts';
import type { PreparedData } from '../../engine/data/prepare.ts';
import type { Decisions } from '../../engine/train/decisions.ts';
import { usePrepared } from '../data/use-data.ts';
import { fixed } from '../live/number-text.ts';
import { onThemeChange, themeCount, tokenColour } from '../live/theme-colours.ts';
import { arrows } from '../ui/arrow-keys.ts';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { classColour, classShape } from './class-marks.tsx';
import { planeColours, planeSteps } from './plane-colours.ts';
import { Said } from './said.tsx';
import { usePredictionsAt } from './use-predictions.ts';

/** Samples beyond these are not drawn: they would hide the regions. */
const mostDrawn = 600;
/** Pixels of a side. */
const side = 176;
/** How far the cross goes at an arrow key, and with Shift, as a share of a side. */
const [shortStep, longStep] = [0.02, 0.1];

const within = (share: number): number => Math.min(1, Math.max(0, share));

function Regions({ decisions }: { readonly decisions: Decisions | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useSyncExternalStore(onThemeChange, themeCount);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours for the same regions
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined || decisions === undefined) return;
    const image = context.createImageData(planeSteps, planeSteps);
    image.data.set(planeColours(decisions, tokenColour));
    context.putImageData(image, 0, 0);
  }, [decisions, theme]);
  return <canvas ref={canvas} width={planeSteps} height={planeSteps} />;
}

/** Training samples filled, those of the other parts as outlines; the shape tells the class. */
function Samples({ data, plane }: { readonly data: PreparedData; readonly plane: Plane }) {
  const { dataset } = data;
  const isClass = dataset.target.kind === 'class';
  const drawn = (['train', 'validation', 'test'] as const).flatMap((part) =>
    data[part].indices.map((row) => ({ part, row })),
  );
  return drawn.slice(0, mostDrawn).map(({ part, row }) => {
    const { left, top } = placeOn(plane, dataset.x[row] as unknown as readonly [number, number]);
    const index = isClass ? (dataset.y[row] as number) : 0;
    return (
      <path
        key={row}
        className={part === 'train' ? 'sample' : 'sample held-out'}
        d={classShape(index)}
        transform={`translate(${left * side} ${top * side})`}
        style={{ color: isClass ? classColour(index) : 'var(--ink)' }}
      />
    );
  });
}

function PlaneOf({ data, plane }: { readonly data: PreparedData; readonly plane: Plane }) {
  const { dataset } = data;
  const [probe, setProbe] = useState<readonly [number, number]>(() => pointAt(plane, 0.5, 0.5));
  const grid = useMemo(() => gridOf(plane, planeSteps), [plane]);
  const point = useMemo(() => ({ shape: [1, 2], data: Float64Array.from(probe) }), [probe]);
  const decisions = usePredictionsAt(grid);
  const said = usePredictionsAt(point);
  const [across, up] = dataset.features;
  const { left, top } = placeOn(plane, probe);
  /** To shares of the sides, from the left and from the top. */
  const moveTo = (fromLeft: number, fromTop: number): void =>
    setProbe(pointAt(plane, within(fromLeft), within(fromTop)));
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    moveTo((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const [right, down] = arrows[event.key] ?? [];
    if (right === undefined || down === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = event.shiftKey ? longStep : shortStep;
    moveTo(left + right * step, top + down * step);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="cell fixed">
        <h4>Decision regions</h4>
        <div
          className="plane"
          style={{ width: side, height: side }}
          role="slider"
          tabIndex={0}
          aria-label={`What the network decides over ${across} and ${up}: the cross, moved by arrow keys`}
          aria-valuemin={plane.x[0]}
          aria-valuemax={plane.x[1]}
          aria-valuenow={probe[0]}
          aria-valuetext={`${across} ${fixed(probe[0], 2)}, ${up} ${fixed(probe[1], 2)}`}
          onPointerDown={follow}
          onPointerMove={follow}
          onKeyDown={onKeyDown}
        >
          <Regions decisions={decisions} />
          <svg viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
            <Samples data={data} plane={plane} />
            <path
              className="probe"
              d={`M${left * side - 7} ${top * side}h14M${left * side} ${top * side - 7}v14`}
            />
          </svg>
        </div>
      </div>
      <div className="cell fixed aside">
        <h4>At a point</h4>
        <div className="form">
          {[across, up].map((name, index) => (
            <Field key={name} label={name ?? ''}>
              {(field) => (
                <NumberField
                  {...field}
                  value={probe[index] ?? 0}
                  onCommit={(value) => setProbe(probe.with(index, value ?? 0) as unknown as typeof probe)}
                />
              )}
            </Field>
          ))}
        </div>
        <Said decisions={said} dataset={dataset} />
        <p className="cap">
          Across {across}, {fixed(plane.x[0], 2)} to {fixed(plane.x[1], 2)}. Up {up}, {fixed(plane.y[0], 2)}{' '}
          to {fixed(plane.y[1], 2)}. Filled: training. Outlined: validation and test. Drag on the plane to
          move the cross, or use the arrow keys there.
        </p>
      </div>
    </>
  );
}

/** What is decided over the plane of the two features, and at one point of it. */
export function PlaneView() {
  const prepared = usePrepared();
  const plane = useMemo(
    () => (prepared?.ok === true ? planeOf(prepared.data.dataset) : undefined),
    [prepared],
  );
  if (prepared?.ok !== true || plane === undefined) {
    return <p className="cap cell">Regions can be drawn where the data have two features.</p>;
  }
  return <PlaneOf key={prepared.data.dataset.id} data={prepared.data} plane={plane} />;
}
