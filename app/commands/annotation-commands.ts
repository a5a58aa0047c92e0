import type { Annotation } from '../../engine/graph/document.ts';
import {
  addAnnotation,
  type Box,
  changeAnnotation,
  frameAround,
  membersOf,
  usualSize,
} from '../../engine/graph/edit/annotations.ts';
import { freeOffset } from '../canvas/place.ts';
import { startRenaming } from '../canvas/renaming.ts';
import { canvasView, cardSize, revealSoon } from '../canvas/view-handle.ts';
import { documentStore, edit, selectNodes } from '../document/store.ts';
import type { Command } from './command.ts';

const state = () => documentStore.getState();

type Place = Annotation['position'];

/** In the middle of what is seen, unless at a place that was asked for; a note below what lies there, a frame around it. */
function placeFor(kind: Annotation['kind'], at: Place | undefined): Place {
  if (at !== undefined) return at;
  const middle = canvasView()?.middle() ?? { x: 0, y: 0 };
  const { width, height } = usualSize[kind];
  const place = { x: Math.round(middle.x - width / 2), y: Math.round(middle.y - height / 2) };
  if (kind === 'frame') return place;
  const { nodes, annotations = [] } = state().document;
  const notes = annotations.filter((each) => each.kind === 'note');
  const lying = boxesOf([...nodes, ...notes].map(({ id }) => id));
  return { x: place.x, y: place.y + freeOffset([{ ...place, width, height }], lying).y };
}

function add(kind: Annotation['kind'], label: string, at: Place, size = usualSize[kind]): void {
  const added = addAnnotation(state().document, { kind, text: '', position: at, size });
  edit(label, () => added.document);
  selectNodes([added.id]);
  // A frame is drawn around what is seen.
  if (kind === 'note') revealSoon([added.id]);
  startRenaming(added.id);
}

/** A note at this place, with its text about to be written. */
export const addNote = (at?: Place): void => add('note', 'Add a note', placeFor('note', at));

const boxOf = (id: string): Box | undefined => {
  const { document } = state();
  const node = document.nodes.find((each) => each.id === id);
  if (node !== undefined) return { ...node.position, ...cardSize(id) };
  const annotation = document.annotations?.find((each) => each.id === id);
  return annotation === undefined ? undefined : { ...annotation.position, ...annotation.size };
};

const boxesOf = (ids: readonly string[]): readonly Box[] => ids.flatMap((id) => boxOf(id) ?? []);

/** A frame around what is selected, or an empty one at a place. */
export function addFrame(at?: Place): void {
  const boxes = at === undefined ? boxesOf(state().selectedNodes) : [];
  if (boxes.length === 0) {
    add('frame', 'Add a frame', placeFor('frame', at));
    return;
  }
  const { x, y, ...size } = frameAround(boxes);
  add('frame', 'Frame the selection', { x, y }, size);
}

function selectedFrame(): Annotation | undefined {
  const { document, selectedNodes } = state();
  const [id] = selectedNodes;
  return selectedNodes.length === 1
    ? document.annotations?.find((each) => each.id === id && each.kind === 'frame')
    : undefined;
}

/** Fits a frame to what lies in it; an empty one stays as it is. */
function fitFrame(): void {
  const frame = selectedFrame();
  if (frame === undefined) return;
  const boxes = boxesOf(membersOf(state().document, frame, cardSize));
  if (boxes.length === 0) return;
  const { x, y, ...size } = frameAround(boxes);
  edit('Fit a frame', (document) => changeAnnotation(document, frame.id, { position: { x, y }, size }));
}

/** Pixels that a press makes a note or frame larger or smaller by; with Shift, four times that. */
const growth = 16;

const selectedAnnotations = (): readonly Annotation[] => {
  const { document, selectedNodes } = state();
  return document.annotations?.filter(({ id }) => selectedNodes.includes(id)) ?? [];
};

const resize = (name: string, key: string, wider: number, taller: number): Command => ({
  id: `annotation.${name}`,
  title: `Make the note or frame ${name}`,
  group: 'Nodes',
  shortcuts: [`Alt+${key}`, `Alt+Shift+${key}`],
  when: () => selectedAnnotations().length > 0,
  run: (press) => {
    const all = selectedAnnotations();
    const by = press?.shiftKey === true ? growth * 4 : growth;
    const label = all.length === 1 ? `Resize a ${all[0]?.kind}` : `Resize ${all.length} notes and frames`;
    edit(
      label,
      (document) =>
        all.reduce(
          (next, { id, size }) =>
            changeAnnotation(next, id, {
              size: { width: size.width + wider * by, height: size.height + taller * by },
            }),
          document,
        ),
      { merge: `resize ${all.map(({ id }) => id).join(' ')}` },
    );
  },
});

export const annotationCommands: readonly Command[] = [
  {
    id: 'annotation.note',
    title: 'Add a note',
    group: 'Nodes',
    shortcuts: ['Shift+N'],
    run: () => addNote(),
  },
  {
    id: 'annotation.frame',
    title: 'Frame the selection',
    group: 'Nodes',
    shortcuts: ['Shift+F'],
    run: () => addFrame(),
  },
  {
    id: 'annotation.fit',
    title: 'Fit the frame to what lies in it',
    group: 'Nodes',
    shortcuts: [],
    when: () => selectedFrame() !== undefined,
    run: fitFrame,
  },
  resize('wider', 'ArrowRight', 1, 0),
  resize('narrower', 'ArrowLeft', -1, 0),
  resize('taller', 'ArrowDown', 0, 1),
  resize('shorter', 'ArrowUp', 0, -1),
];
