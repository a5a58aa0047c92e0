import { describe, expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../../../engine/formats/json.ts';
import { groupNodes } from '../../../../engine/graph/blocks/group-nodes.ts';
import { levelOf, withLevel } from '../../../../engine/graph/blocks/levels.ts';
import { unpackBlock } from '../../../../engine/graph/blocks/unpack-block.ts';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { Annotation, GraphDocument } from '../../../../engine/graph/document.ts';
import {
  addAnnotation,
  changeAnnotation,
  frameAround,
  heldBy,
  membersOf,
  refitFrames,
  smallestSize,
} from '../../../../engine/graph/edit/annotations.ts';
import { moveNodes, removeNodes } from '../../../../engine/graph/edit/edit.ts';
import { copyNodes, pasteFragment } from '../../../../engine/graph/edit/fragment.ts';
import { removeAndHeal } from '../../../../engine/graph/edit/rewire.ts';
import { summarize } from '../../../../engine/summary/summarize.ts';
import { irisGraph } from '../drawing.ts';

const cardSize = { width: 100, height: 80 };
const sizeOf = () => cardSize;
const at = (document: GraphDocument, id: string): Annotation =>
  document.annotations?.find((each) => each.id === id) as Annotation;

/** Iris with a frame around its first two layers and a note in that. The nodes lie 160 apart in a row. */
function annotated(): GraphDocument {
  const frame = { x: 140, y: -40, width: 300, height: 160 };
  const { document } = addAnnotation(irisGraph(), {
    kind: 'frame',
    text: 'Hidden layer',
    position: { x: frame.x, y: frame.y },
    size: frame,
  });
  return addAnnotation(document, { kind: 'note', text: 'Eight\nneurons', position: { x: 150, y: -30 } })
    .document;
}

describe('notes and frames', () => {
  test('compute nothing: checks, programs and counts are those of the graph without them', () => {
    const [plain, drawn] = [checkGraph(irisGraph()), checkGraph(annotated())];
    expect(drawn.diagnostics).toEqual(plain.diagnostics);
    expect(buildProgram(drawn)).toEqual(buildProgram(plain));
    expect(summarize(drawn)).toEqual(summarize(plain));
  });

  test('are saved and read again; two of one id are refused', () => {
    const document = annotated();
    const read = readDocument(writeDocument(document));
    expect(read.ok && read.document).toEqual(document);
    const [first] = document.annotations ?? [];
    const twice = { ...document, annotations: [first, first] as readonly Annotation[] };
    expect(readDocument(writeDocument(twice))).toMatchObject({
      ok: false,
      diagnostics: [{ title: 'Two notes and frames have the id frame1' }],
    });
  });

  test('have ids of their own among those of the nodes', () => {
    expect(annotated().annotations?.map(({ id }) => id)).toEqual(['frame1', 'note1']);
    const renamed = { ...irisGraph(), nodes: irisGraph().nodes.map((node) => ({ ...node, name: 'note1' })) };
    expect(addAnnotation(renamed, { kind: 'note', text: '', position: { x: 0, y: 0 } }).id).toBe('note2');
  });

  test('change only where something is another, and never become too small', () => {
    const document = annotated();
    expect(changeAnnotation(document, 'note1', { text: 'Eight\nneurons', tint: 'none' })).toBe(document);
    expect(changeAnnotation(document, 'nothing', { text: 'x' })).toBe(document);
    const tinted = changeAnnotation(document, 'note1', { tint: 'blue', size: { width: 3, height: 3 } });
    expect(at(tinted, 'note1')).toMatchObject({ tint: 'blue', size: smallestSize });
    expect(at(changeAnnotation(tinted, 'note1', { tint: 'none' }), 'note1')).not.toHaveProperty('tint');
  });

  test('are moved, deleted, copied and pasted with nodes', () => {
    const document = annotated();
    const moved = moveNodes(document, new Map([['note1', { x: 5, y: 6 }]]));
    expect(at(moved, 'note1').position).toEqual({ x: 5, y: 6 });
    expect(moved.nodes).toBe(document.nodes);
    expect(removeNodes(document, ['note1', 'frame1'])).not.toHaveProperty('annotations');
    expect(removeAndHeal(document, ['note1']).annotations?.map(({ id }) => id)).toEqual(['frame1']);
    const pasted = pasteFragment(document, copyNodes(document, ['fc1', 'note1']), {
      offset: { x: 10, y: 20 },
    });
    expect(pasted.ids).toEqual(['fc3', 'note2']);
    expect(at(pasted.document, 'note2')).toMatchObject({
      text: 'Eight\nneurons',
      position: { x: 160, y: -10 },
    });
  });

  test('go into a block with its nodes, are seen there, and come out when it is unpacked', () => {
    const document = annotated();
    const grouped = groupNodes(document, [], ['fc1', 'act1', 'frame1', 'note1']);
    if (!grouped.ok) throw new Error(grouped.reason);
    expect(grouped.document).not.toHaveProperty('annotations');
    const path = [grouped.id];
    const inside = levelOf(grouped.document, path);
    expect(inside.annotations?.map(({ id }) => id)).toEqual([`${grouped.id}/frame1`, `${grouped.id}/note1`]);
    const added = addAnnotation(inside, { kind: 'note', text: 'inside', position: { x: 0, y: 0 } });
    const back = withLevel(grouped.document, path, added.document);
    expect(back).not.toHaveProperty('annotations');
    expect(back.blocks?.[0]?.annotations?.map(({ id }) => id)).toEqual(['frame1', 'note1', 'note2']);
    const unpacked = unpackBlock(back, [], grouped.id);
    if (!unpacked.ok) throw new Error(unpacked.reason);
    expect(unpacked.document.annotations?.map(({ text }) => text)).toEqual([
      'Hidden layer',
      'Eight\nneurons',
      'inside',
    ]);
    expect(unpacked.ids).toEqual(['fc1', 'act1', 'frame1', 'note1', 'note2']);
  });
});

describe('frames', () => {
  test('hold what has its middle in them', () => {
    const document = annotated();
    expect(membersOf(document, at(document, 'frame1'), sizeOf)).toEqual(['fc1', 'act1', 'note1']);
    const wide = addAnnotation(document, {
      kind: 'frame',
      text: 'All',
      position: { x: -50, y: -100 },
      size: { width: 2000, height: 500 },
    }).document;
    expect(membersOf(wide, at(wide, 'frame2'), sizeOf)).toContain('frame1');
    expect(membersOf(wide, at(wide, 'frame1'), sizeOf)).not.toContain('frame2');
  });

  test('are seen around what juts out of them, and shrink again when its middle leaves', () => {
    const frame = { id: 'f', x: 0, y: 0, width: 300, height: 200 };
    const card = (id: string, x: number, y: number) =>
      ({ id, kind: 'node', x, y, width: 100, height: 80 }) as const;
    expect(heldBy(frame, [card('a', 50, 60)])).toEqual({
      ids: ['a'],
      box: { x: 0, y: 0, width: 300, height: 200 },
    });
    const below = heldBy(frame, [card('a', 50, 150)]);
    expect(below).toEqual({ ids: ['a'], box: { x: 0, y: 0, width: 300, height: 150 + 80 + 12 } });
    const leftAbove = heldBy(frame, [card('a', -40, -30)]);
    expect(leftAbove.box).toEqual({ x: -52, y: -74, width: 352, height: 274 });
    expect(heldBy(frame, [card('a', 50, 161)])).toEqual({
      ids: [],
      box: { x: 0, y: 0, width: 300, height: 200 },
    });
    // What lies in the part that it grew by is held too.
    expect(heldBy(frame, [card('a', 50, 150), card('b', 180, 165)]).ids).toEqual(['a', 'b']);
    // A larger frame is no member, and one frame does not hold itself.
    const larger = { id: 'g', kind: 'frame', x: 0, y: 0, width: 400, height: 200 } as const;
    expect(heldBy(frame, [larger, { ...frame, kind: 'frame' }]).ids).toEqual([]);
    expect(heldBy(larger, [{ ...frame, kind: 'frame' }]).ids).toEqual(['f']);
  });

  test('are drawn around boxes with room for their title', () => {
    const frame = frameAround([
      { x: 0, y: 0, ...cardSize },
      { x: 200, y: 50, ...cardSize },
    ]);
    expect(frame).toEqual({ x: -24, y: -56, width: 348, height: 210 });
  });

  test('follow what they hold where it was laid out anew, and stay where nothing of it moved', () => {
    const document = annotated();
    const apart = moveNodes(document, new Map([['loss', { x: 900, y: 900 }]]));
    expect(refitFrames(document, apart, sizeOf)).toBe(apart);
    const moved = moveNodes(document, new Map([['fc1', { x: 1000, y: 0 }]]));
    const { position, size } = at(refitFrames(document, moved, sizeOf), 'frame1');
    expect(position.x).toBe(320 - 24);
    expect(position.x + size.width).toBe(1000 + cardSize.width + 24);
  });
});
