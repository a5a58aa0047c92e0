import { type MouseEvent, type PointerEvent, useRef, useState } from 'react';
import { disconnect } from '../../engine/graph/edit.ts';
import { documentStore, edgeId, edit } from '../document/store.ts';

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

/** Alt and a stroke over the empty sheet cut the wires that it crosses. */
export function useSlicing() {
  const [cut, setCut] = useState<Cut>();
  const start = useRef<Point | undefined>(undefined);
  const isOurs = (event: { readonly altKey: boolean; readonly target: EventTarget }): boolean =>
    event.altKey && (event.target as Element).classList.contains('react-flow__pane');
  return {
    cut,
    handlers: {
      onPointerDownCapture: (event: PointerEvent<HTMLElement>) => {
        if (!isOurs(event) || event.button !== 0) return;
        event.stopPropagation();
        start.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      // What moves the sheet listens to the mouse, not to the pointer.
      onMouseDownCapture: (event: MouseEvent<HTMLElement>) => {
        if (isOurs(event)) event.stopPropagation();
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (start.current !== undefined) setCut([start.current, { x: event.clientX, y: event.clientY }]);
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        if (start.current === undefined) return;
        slice([start.current, { x: event.clientX, y: event.clientY }]);
        start.current = undefined;
        setCut(undefined);
      },
      onPointerCancel: () => {
        start.current = undefined;
        setCut(undefined);
      },
    },
  };
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
