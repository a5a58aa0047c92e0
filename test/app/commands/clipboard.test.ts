import { beforeEach, describe, expect, test } from 'vitest';
import { copySelection, cutSelection, pasteText, readFragment } from '../../../app/commands/clipboard.ts';
import { documentStore, goToLevel, selectNodes, startWith, undo } from '../../../app/document/store.ts';
import { writeDocument } from '../../../engine/formats/json.ts';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const iris = findTemplate('iris')?.document ?? emptyDocument();
const state = () => documentStore.getState();

beforeEach(() => startWith(iris));

describe('the clipboard', () => {
  test('copied nodes come back under new ids, with the wires among them only', () => {
    selectNodes(['fc1', 'act1']);
    const text = copySelection() ?? '';
    expect(readFragment(text)?.edges).toHaveLength(2);
    expect(pasteText(text)).toBe(true);
    expect(state().document.nodes).toHaveLength(8);
    expect(state().document.edges).toHaveLength(iris.edges.length + 1);
    expect(state().selectedNodes).toHaveLength(2);
    undo();
    expect(state().document).toEqual(iris);
  });

  test('pasting with incoming wires feeds the copy from where the original was fed', () => {
    selectNodes(['fc1', 'act1']);
    pasteText(copySelection() ?? '', true);
    const [copy] = state().selectedNodes;
    expect(state().document.edges).toHaveLength(iris.edges.length + 2);
    expect(state().document.edges).toContainEqual({ from: ['x', 'output'], to: [copy, 'input'] });
  });

  test('pasting again lays the next copy further off', () => {
    selectNodes(['fc1']);
    const text = copySelection() ?? '';
    pasteText(text);
    const first = state().document.nodes.at(-1)?.position;
    pasteText(text);
    expect(state().document.nodes.at(-1)?.position).not.toEqual(first);
  });

  test('cutting takes the nodes away', () => {
    selectNodes(['fc1']);
    expect(cutSelection()).toBeDefined();
    expect(state().document.nodes.some(({ id }) => id === 'fc1')).toBe(false);
  });

  test('nothing selected copies nothing', () => {
    expect(copySelection()).toBeUndefined();
  });

  test('a whole document is opened, other text is left alone', () => {
    expect(pasteText(writeDocument({ ...iris, name: 'Pasted' }))).toBe(true);
    expect(state().document.name).toBe('Pasted');
    const before = state().document;
    expect(pasteText('hello')).toBe(false);
    expect(pasteText('{"a":1}')).toBe(false);
    expect(state().document).toBe(before);
  });

  test('a use of a block carries its block, and what is copied inside a block can be pasted anywhere', () => {
    const grouped = groupNodes(iris, [], ['fc1', 'act1']);
    if (!grouped.ok) throw new Error(grouped.reason);
    startWith(grouped.document);
    selectNodes(['block1']);
    const use = copySelection() ?? '';
    goToLevel(['block1']);
    selectNodes(['block1/fc1', 'block1/act1', 'block1/:in']);
    const inside = copySelection() ?? '';
    pasteText(inside);
    expect(state().selectedNodes).toEqual(['block1/fc2', 'block1/act2']);
    expect(state().whole.blocks?.[0]?.nodes).toHaveLength(4);
    startWith(iris);
    pasteText(use);
    expect(state().whole.blocks).toHaveLength(1);
    pasteText(inside);
    expect(state().selectedNodes).toEqual(['fc3', 'act2']);
    expect(state().document.edges.at(-1)).toEqual({ from: ['fc3', 'output'], to: ['act2', 'input'] });
  });

  test('a damaged copy of nodes changes nothing', () => {
    expect(readFragment('{"format":"nodegrad-nodes","document":{"nodes":1}}')).toBeUndefined();
    expect(readFragment('not JSON')).toBeUndefined();
  });
});
