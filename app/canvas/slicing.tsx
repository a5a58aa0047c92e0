import { type MouseEvent, type PointerEvent, type TouchEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { disconnect } from '../../engine/graph/edit/edit.ts';
import { documentStore, edgeId, edit } from '../document/store.ts';
import { Button } from '../ui/button.tsx';

interface Point {
  readonly x: number;
  readonly y: number;
}

type Cut = readonly [Point, Point];

/** On which side of a line a point lies: the sign of the area of the triangle. */
const side = ([a, b]: Cut, { x, y }: Point): number =>
  Math.sign((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x));

const cross = (one: Cut, other: Cut): boolean =>
  side(one, other[0]) !== side(one, other[1]) && side(other, one[0]) !== side(other, one[1]);

/** Pieces that a drawn wire is looked at in. */
const pieces = 32;

/** Whether a stroke over the page crosses a wire as it is drawn. */
function crosses(path: SVGPathElement, cut: Cut): boolean {
  const matrix = path.getScreenCTM();
  if (matrix === null) return false;
  const length = path.getTotalLength();
  const at = (piece: number): Point =>
    new DOMPoint(...pointAt(path, (length * piece) / pieces)).matrixTransform(matrix);
  let before = at(0);
  for (let piece = 1; piece <= pieces; piece += 1) {
    const next = at(piece);
    if (cross(cut, [before, next])) return true;
    before = next;
  }
  return false;
}

function pointAt(path: SVGPathElement, length: number): [number, number] {
  const { x, y } = path.getPointAtLength(length);
  return [x, y];
}

/** Takes out every wire that a stroke crosses, as one step. */
function slice(cut: Cut): void {
  const ids = new Set(
    [...document.querySelectorAll<SVGPathElement>('.react-flow__edge-path')]
      .filter((path) => crosses(path, cut))
      .map((path) => path.closest('.react-flow__edge')?.getAttribute('data-id')),
  );
  const gone = documentStore.getState().document.edges.filter((edge) => ids.has(edgeId(edge)));
  if (gone.length === 0) return;
  const label = gone.length === 1 ? 'Slice a wire' : `Slice ${gone.length} wires`;
  edit(label, (before) => disconnect(before, gone));
}

/** Whether the next stroke cuts, wherever on the sheet it begins: fingers have no Alt. */
const slicingStore = createStore<{ readonly isArmed: boolean }>()(() => ({ isArmed: false }));

const arm = (isArmed: boolean): void => slicingStore.setState({ isArmed });

export const isSlicing = (): boolean => slicingStore.getState().isArmed;
export const toggleSlicing = (): void => arm(!isSlicing());
export const stopSlicing = (): void => arm(false);
export const useIsSlicing = (): boolean => useStore(slicingStore, ({ isArmed }) => isArmed);

/** Alt and a stroke over the empty sheet cut the wires that it crosses; once armed, a stroke of any pointer does. */
export function useSlicing() {
  const [cut, setCut] = useState<Cut>();
  const start = useRef<Point | undefined>(undefined);
  const begins = ({ altKey, target }: { readonly altKey: boolean; readonly target: EventTarget }): boolean =>
    target instanceof Element &&
    (isSlicing()
      ? target.closest('.react-flow__renderer') !== null
      : altKey && target.classList.contains('react-flow__pane'));
  const end = () => {
    start.current = undefined;
    setCut(undefined);
    stopSlicing();
  };
  // What moves the sheet and its cards listens to mouse and touch, not to the pointer.
  const keep = (event: MouseEvent<HTMLElement> | TouchEvent<HTMLElement>) => {
    if (begins(event)) event.stopPropagation();
  };
  return {
    cut,
    handlers: {
      onPointerDownCapture: (event: PointerEvent<HTMLElement>) => {
        if (!begins(event) || event.button !== 0 || !event.isPrimary) return;
        event.stopPropagation();
        start.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onMouseDownCapture: keep,
      onTouchStartCapture: keep,
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (start.current !== undefined) setCut([start.current, { x: event.clientX, y: event.clientY }]);
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        if (start.current === undefined) return;
        slice([start.current, { x: event.clientX, y: event.clientY }]);
        end();
      },
      onPointerCancel: () => {
        if (start.current !== undefined) end();
      },
    },
  };
}

/** What to do now that the next stroke cuts, and the way out of it. */
export function SliceHint() {
  if (!useIsSlicing()) return null;
  return (
    <div className="tip slice-hint" role="status">
      Draw a stroke across the wires to cut.
      <Button variant="line" small onClick={stopSlicing}>
        Cancel <kbd>Esc</kbd>
      </Button>
    </div>
  );
}

/** The stroke that cuts wires, over the page. */
export function SliceStroke({ cut }: { readonly cut: Cut | undefined }) {
  if (cut === undefined) return null;
  const [from, to] = cut;
  return (
    <svg className="slice" aria-hidden="true">
      <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
    </svg>
  );
}
