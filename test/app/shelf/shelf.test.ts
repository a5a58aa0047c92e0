import { beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../../../app/commands/commands.ts';
import { documentStore, goToLevel, selectNodes, startWith, undo } from '../../../app/document/store.ts';
import { addOperator } from '../../../app/palette/add-operator.ts';
import {
  bestOperator,
  detailOf,
  findOperators,
  paletteEntries,
} from '../../../app/palette/find-operators.ts';
import {
  freeName,
  keepOnShelf,
  readShelfBlock,
  type ShelfBlock,
  shelfStore,
} from '../../../app/shelf/shelf.ts';
import { nameOnShelf, withinReach } from '../../../app/shelf/shelf-operators.ts';
import { writeDocument } from '../../../engine/formats/json.ts';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { looseBlock } from '../../../engine/graph/blocks/loose-block.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { encodeTensor } from '../../../engine/graph/weights.ts';
import { templateDocument } from '../../engine/graph/template-document.ts';

const iris = templateDocument('iris');
const grouped = groupNodes(iris, [], ['fc1', 'act1']);
if (!grouped.ok) throw new Error(grouped.reason);
const withBlock = grouped.document;
const text = writeDocument(looseBlock(withBlock, 'block1') ?? emptyDocument());
const kept = readShelfBlock('k', text) as ShelfBlock;
const state = () => documentStore.getState();

beforeEach(() => {
  shelfStore.setState({ blocks: [kept] });
  startWith(iris);
});

describe('the shelf', () => {
  test('what was kept comes back; what cannot be understood is passed over', () => {
    expect(kept).toMatchObject({ key: 'k', name: 'Block 1' });
    for (const bad of [undefined, 7, '{', writeDocument(iris), { text }]) {
      expect(readShelfBlock('k', bad)).toBeUndefined();
    }
  });

  test('a name that is taken gets a number', () => {
    const others = [{ name: 'encoder' }, { name: 'encoder 2' }];
    expect(freeName('encoder', others)).toBe('encoder 3');
    expect(freeName('decoder', others)).toBe('decoder');
  });

  test('where the browser keeps nothing, that is told and the shelf stays as it was', async () => {
    shelfStore.setState({ blocks: [] });
    await expect(keepOnShelf(withBlock, 'block1')).rejects.toThrow();
    expect(shelfStore.getState().blocks).toEqual([]);
    shelfStore.setState({ blocks: [kept] });
    // The same block again is there already: nothing is to be stored.
    await expect(keepOnShelf(withBlock, 'block1')).resolves.toBeUndefined();
  });
});

describe('kept blocks in the palette', () => {
  test('are listed under a heading of their own and found by name', () => {
    const entries = paletteEntries(iris, [kept]);
    expect(findOperators('', entries).at(-1)).toMatchObject({
      title: 'My blocks',
      entries: [{ id: 'shelf:k' }],
    });
    expect(bestOperator('block 1', entries)?.id).toBe('shelf:k');
  });

  test('are added with their definition, as one step; a second use shares it', () => {
    selectNodes(['fc1']);
    addOperator('shelf:k');
    expect(state().whole.blocks?.map(({ id }) => id)).toEqual(['block1']);
    expect(state().whole.nodes.at(-1)).toMatchObject({ operator: 'block:block1' });
    expect(state().whole.edges).toHaveLength(iris.edges.length + 1);
    addOperator('shelf:k', { x: 0, y: 400 });
    expect(state().whole.blocks).toHaveLength(1);
    undo();
    undo();
    expect(state().whole).toEqual(iris);
  });

  test('kept with weights, they are told apart, and what is added starts with them', () => {
    const weights = { 'block1/fc1/bias': encodeTensor([8], new Float32Array(8).fill(2)) };
    const loose = looseBlock(withBlock, 'block1', { use: 'block1', weights });
    const trained = readShelfBlock('w', writeDocument(loose ?? emptyDocument())) as ShelfBlock;
    shelfStore.setState({ blocks: [kept, trained] });
    const entries = paletteEntries(iris, [kept, trained]).slice(-2);
    expect(entries.map(({ operator }) => operator.help.endsWith('with their weights.'))).toEqual([
      false,
      true,
    ]);
    expect(entries.map(detailOf)).toEqual(['My blocks · 2 nodes', 'My blocks · with weights']);
    addOperator('shelf:w', { x: 0, y: 0 });
    const use = state().whole.nodes.at(-1)?.id;
    expect(state().whole.weights).toEqual({ [`${use}/fc1/bias`]: weights['block1/fc1/bias'] });
    undo();
    expect(state().whole).toEqual(iris);
    addOperator('shelf:k', { x: 0, y: 0 });
    expect(state().whole.weights).toBeUndefined();
  });

  test('are put inside another block too, but not inside themselves', () => {
    startWith(withBlock);
    expect(paletteEntries(withBlock, [kept]).at(-1)?.id).toBe(nameOnShelf(kept));
    goToLevel(['block1']);
    expect(paletteEntries(state().document, [kept]).map(({ id }) => id)).not.toContain('shelf:k');
  });

  test('one that is no longer kept adds nothing', () => {
    expect(withinReach(iris, 'shelf:gone')).toBeUndefined();
    addOperator('shelf:gone');
    expect(state().whole).toBe(iris);
  });

  test('the command asks for a selected block', () => {
    selectNodes(['fc1']);
    runCommand('block.keep');
    expect(shelfStore.getState().blocks).toEqual([kept]);
  });
});
