import { disconnect } from '../../engine/graph/edit/edit.ts';
import { documentStore, edgeId, edit } from '../document/store.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From where to where a stroke over the page goes. */
export type Cut = readonly [Point, Point];

/** On which side of a line a point lies: the sign of the area of the triangle. */
const side = ([a, b]: Cut, { x, y }: Point): number =>
  Math.sign((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x));

const cross = (one: Cut, other: Cut): boolean =>
  side(one, other[0]) !== side(one, other[1]) && side(other, one[0]) !== side(other, one[1]);

/** Pieces that a drawn wire is looked at in: so many at least, and none longer than so many pixels. */
const fewestPieces = 32;
const longestPiece = 16;

/** Whether a stroke over the page crosses a wire as it is drawn. */
function crosses(path: SVGPathElement, cut: Cut): boolean {
  const matrix = path.getScreenCTM();
  if (matrix === null) return false;
  const length = path.getTotalLength();
  const pieces = Math.max(fewestPieces, Math.ceil(length / longestPiece));
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
export function sliceWires(cut: Cut): void {
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
