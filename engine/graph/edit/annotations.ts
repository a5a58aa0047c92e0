import type { Annotation, GraphDocument, GraphNode } from '../document.ts';
import { freshNames } from './fresh-names.ts';

/**
 * Notes and frames: what a person writes beside a graph and draws around parts of it. A frame holds whatever has its middle
 * in it, as one sees it, is seen around all of that, and takes it along when it is moved.
 */

type Position = GraphNode['position'];
export type Size = Annotation['size'];
export type Box = Position & Size;

/** Pixels between a frame and what it was drawn around; above, its title lies between. */
const besides = 24;
const titleHeight = 32;
/** Pixels between a frame that grew and what it grew around. */
const clear = 12;

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

/** Something on the sheet, as large as it is drawn. */
export interface Laid extends Box {
  readonly id: string;
  readonly kind: 'node' | Annotation['kind'];
}

const areaOf = ({ width, height }: Size): number => width * height;

const hasMiddleIn = (box: Box, { x, y, width, height }: Box): boolean => {
  const [right, down] = [x + width / 2 - box.x, y + height / 2 - box.y];
  return right >= 0 && down >= 0 && right <= box.width && down <= box.height;
};

/** A box made larger until these lie within it, clear of its border and title. */
function grownAround(box: Box, boxes: readonly Box[]): Box {
  const left = Math.min(box.x, ...boxes.map(({ x }) => x - clear));
  const top = Math.min(box.y, ...boxes.map(({ y }) => y - clear - titleHeight));
  const right = Math.max(box.x + box.width, ...boxes.map(({ x, width }) => x + width + clear));
  const bottom = Math.max(box.y + box.height, ...boxes.map(({ y, height }) => y + height + clear));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * What a frame holds, and how large it is seen: the nodes, notes and smaller frames whose middle lies in it, and it grows
 * around those that jut out, as a card does that is dragged over its border or that shows more while training. It keeps
 * its own size for when they no longer do.
 */
export function heldBy(
  frame: Omit<Laid, 'kind'>,
  all: readonly Laid[],
): { readonly ids: readonly string[]; readonly box: Box } {
  const could = all.filter(
    (other) => other.id !== frame.id && (other.kind !== 'frame' || areaOf(other) < areaOf(frame)),
  );
  const { x, y, width, height } = frame;
  for (let box: Box = { x, y, width, height }, known = 0; ; ) {
    const reach = box;
    const members = could.filter((other) => hasMiddleIn(reach, other));
    if (members.length === known) return { ids: members.map(({ id }) => id), box };
    known = members.length;
    box = grownAround(box, members);
  }
}

/** What a frame of a document holds. `sizeOf` tells how large a node's card is. */
export function membersOf(
  document: GraphDocument,
  frame: Annotation,
  sizeOf: (node: string) => Size,
): readonly string[] {
  const all: readonly Laid[] = [
    ...document.nodes.map(({ id, position }) => ({ id, kind: 'node' as const, ...position, ...sizeOf(id) })),
    ...(document.annotations ?? []).map(({ id, kind, position, size }) => ({
      id,
      kind,
      ...position,
      ...size,
    })),
  ];
  return heldBy({ id: frame.id, ...frame.position, ...frame.size }, all).ids;
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
