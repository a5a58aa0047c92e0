import type { Annotation, GraphDocument, GraphNode } from './document.ts';
import { freshNames } from './fresh-names.ts';

/**
 * Notes and frames: what a person writes beside a graph and draws around parts of it. A frame holds whatever has its middle
 * in it, as one sees it, and takes that along when it is moved.
 */

type Position = GraphNode['position'];
export type Size = Annotation['size'];
export type Box = Position & Size;

/** Pixels between a frame and what it was drawn around; above, its title lies between. */
const besides = 24;
const titleHeight = 32;

/** Smaller ones could not be taken hold of. */
export const smallestSize: Size = { width: 80, height: 40 };

export const usualSize: Readonly<Record<Annotation['kind'], Size>> = {
  note: { width: 224, height: 96 },
  frame: { width: 384, height: 256 },
};

const bounded = ({ width, height }: Size): Size => ({
  width: Math.max(smallestSize.width, Math.round(width)),
  height: Math.max(smallestSize.height, Math.round(height)),
});

/** A document, or a block, with these and no other annotations. */
export function withAnnotations<T extends Pick<GraphDocument, 'annotations'>>(
  of: T,
  all: readonly Annotation[],
): T {
  const { annotations: _, ...rest } = of;
  // Of what T may be, only the property that Pick names is another.
  return (all.length === 0 ? rest : { ...rest, annotations: all }) as unknown as T;
}

/** Puts a note or a frame in; gives its id besides. */
export function addAnnotation(
  document: GraphDocument,
  annotation: Pick<Annotation, 'kind' | 'text' | 'position'> & { readonly size?: Size },
): { readonly document: GraphDocument; readonly id: string } {
  const id = freshNames(document).forAnnotation(annotation.kind);
  const size = bounded(annotation.size ?? usualSize[annotation.kind]);
  return {
    document: withAnnotations(document, [...(document.annotations ?? []), { ...annotation, id, size }]),
    id,
  };
}

type Change = Partial<Pick<Annotation, 'text' | 'position' | 'size'>> & {
  readonly tint?: Annotation['tint'] | 'none';
};

/** Changes what is told; the same document where nothing is another. */
export function changeAnnotation(document: GraphDocument, id: string, change: Change): GraphDocument {
  const all = document.annotations ?? [];
  const index = all.findIndex((each) => each.id === id);
  const before = all[index];
  if (before === undefined) return document;
  const { tint: old, ...rest } = before;
  const { tint: wanted = old, ...others } = change;
  const after: Annotation = {
    ...rest,
    ...others,
    ...(change.size === undefined ? {} : { size: bounded(change.size) }),
    ...(wanted === undefined || wanted === 'none' ? {} : { tint: wanted }),
  };
  return JSON.stringify(after) === JSON.stringify({ ...rest, ...(old === undefined ? {} : { tint: old }) })
    ? document
    : withAnnotations(document, all.with(index, after));
}

export const removeAnnotations = (document: GraphDocument, ids: ReadonlySet<string>): GraphDocument =>
  document.annotations?.some(({ id }) => ids.has(id)) === true
    ? withAnnotations(
        document,
        document.annotations.filter(({ id }) => !ids.has(id)),
      )
    : document;

/** The box around some others, with room for the title of a frame. */
export function frameAround(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(({ x }) => x)) - besides;
  const top = Math.min(...boxes.map(({ y }) => y)) - besides - titleHeight;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + besides;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + besides;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The nodes, notes and smaller frames whose middle lies in a frame. `sizeOf` tells how large a node's card is. */
export function membersOf(
  document: GraphDocument,
  frame: Annotation,
  sizeOf: (node: string) => Size,
): readonly string[] {
  const { position, size } = frame;
  const area = size.width * size.height;
  const holds = (at: Position, { width, height }: Size): boolean => {
    const [x, y] = [at.x + width / 2 - position.x, at.y + height / 2 - position.y];
    return x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  };
  return [
    ...document.nodes.filter((node) => holds(node.position, sizeOf(node.id))).map(({ id }) => id),
    ...(document.annotations ?? [])
      .filter(
        (other) =>
          other.id !== frame.id &&
          (other.kind === 'note' || other.size.width * other.size.height < area) &&
          holds(other.position, other.size),
      )
      .map(({ id }) => id),
  ];
}

/** Moves frames so that each lies around what it held before `document` became `moved`; empty ones stay. */
export function refitFrames(
  document: GraphDocument,
  moved: GraphDocument,
  sizeOf: (node: string) => Size,
): GraphDocument {
  const places = new Map(moved.nodes.map(({ id, position }) => [id, position]));
  const before = new Map(document.nodes.map(({ id, position }) => [id, position]));
  return (document.annotations ?? []).reduce((next, frame) => {
    if (frame.kind !== 'frame') return next;
    const held = membersOf(document, frame, sizeOf).filter((id) => places.has(id));
    const stay = held.every((id) => before.get(id) === places.get(id));
    if (held.length === 0 || stay) return next;
    const boxes = held.map((id) => ({ ...(places.get(id) as Position), ...sizeOf(id) }));
    const { x, y, ...size } = frameAround(boxes);
    return changeAnnotation(next, frame.id, { position: { x, y }, size });
  }, moved);
}
