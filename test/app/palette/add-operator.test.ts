import { beforeEach, describe, expect, test } from 'vitest';
import { usualCardSize } from '../../../app/canvas/view-handle.ts';
import { documentStore, edgeId, startWith, undo } from '../../../app/document/store.ts';
import { addBeside, addOperator } from '../../../app/palette/add-operator.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { emptyDocument, type GraphDocument } from '../../../engine/graph/document.ts';

const around = { middle: { x: 0, y: 0 }, sizeOf: () => usualCardSize };

/** Adds operators one after the other, each beside the one before, as clicks in the palette do. */
function build(names: readonly string[]): GraphDocument {
  let document = emptyDocument();
  let selected: string | undefined;
  for (const name of names) {
    const added = addBeside(document, name, { ...around, selected });
    document = added.document;
    selected = added.ids[0];
  }
  return document;
}

describe('adding from the palette', () => {
  test('a chain of clicks is wired from left to right, and the target goes to the loss', () => {
    const document = build(['Input', 'Linear', 'ReLU', 'Linear', 'CrossEntropyLoss', 'Target']);
    expect(document.edges.map(edgeId)).toEqual([
      'x.output->fc1.input',
      'fc1.output->act1.input',
      'act1.output->fc2.input',
      'fc2.output->loss.input',
      'y.output->loss.target',
    ]);
    expect(checkGraph(document).trainable).toBe(true);
  });

  test('no card lies on another', () => {
    const { nodes } = build(['Input', 'Linear', 'Input', 'Input', 'Target', 'Target']);
    const places = nodes.map(({ position }) => `${position.x} ${position.y}`);
    expect(new Set(places).size).toBe(nodes.length);
  });
});

describe('adding as an edit', () => {
  beforeEach(() => startWith(emptyDocument()));

  test('the node and its wire are one undo step, and the node is selected', () => {
    addOperator('Input');
    addOperator('Linear');
    expect(documentStore.getState().document.edges).toHaveLength(1);
    expect(documentStore.getState().selectedNodes).toEqual(['fc1']);
    undo();
    expect(documentStore.getState().document.nodes.map(({ id }) => id)).toEqual(['x']);
  });

  test('a node dropped at a place is put there and not wired', () => {
    addOperator('Input');
    addOperator('Linear', { x: 320, y: 48 });
    const { document } = documentStore.getState();
    expect(document.nodes.at(-1)?.position).toEqual({ x: 320, y: 48 });
    expect(document.edges).toEqual([]);
  });
});
