import { beforeEach, describe, expect, test } from 'vitest';
import { commands, findCommand, runCommand } from '../../../app/commands/commands.ts';
import { documentStore, selectNodes, startWith } from '../../../app/document/store.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const iris = findTemplate('iris')?.document ?? emptyDocument();
const state = () => documentStore.getState();

beforeEach(() => startWith(iris));

describe('the list of commands', () => {
  test('ids are unique, and no two commands share a key', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    const keys = commands.flatMap(({ shortcuts }) => shortcuts);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('every command has a title and every menu can find it', () => {
    for (const { id, title } of commands) {
      expect(title).not.toBe('');
      expect(findCommand(id)?.id).toBe(id);
    }
  });
});

describe('commands on the graph', () => {
  test('delete takes the selection with its wires and closes the gap; undo and redo go both ways', () => {
    selectNodes(['act1']);
    runCommand('edit.delete');
    expect(state().document.nodes).toHaveLength(5);
    expect(state().document.edges).toHaveLength(4);
    expect(state().document.edges).toContainEqual({ from: ['fc1', 'output'], to: ['fc2', 'input'] });
    runCommand('edit.undo');
    expect(state().document).toEqual(iris);
    runCommand('edit.redo');
    expect(state().document.nodes).toHaveLength(5);
  });

  test('a command whose time has not come does nothing', () => {
    expect(findCommand('edit.delete')?.when?.()).toBe(false);
    runCommand('edit.delete');
    expect(state().document).toBe(iris);
  });

  test('duplicate selects the copies', () => {
    selectNodes(['fc1', 'act1']);
    runCommand('edit.duplicate');
    expect(state().document.nodes).toHaveLength(8);
    expect(state().selectedNodes).toHaveLength(2);
    expect(state().selectedNodes).not.toContain('fc1');
  });

  test('select all, then nothing', () => {
    runCommand('edit.select-all');
    expect(state().selectedNodes).toHaveLength(6);
    runCommand('edit.leave');
    expect(state().selectedNodes).toEqual([]);
  });

  test('presses of an arrow key are one step', () => {
    selectNodes(['fc1']);
    for (let count = 0; count < 3; count += 1) runCommand('node.move-right');
    const moved = state().document.nodes.find(({ id }) => id === 'fc1')?.position.x ?? 0;
    const before = iris.nodes.find(({ id }) => id === 'fc1')?.position.x ?? 0;
    expect(moved).toBeGreaterThan(before);
    runCommand('edit.undo');
    expect(state().document).toEqual(iris);
  });

  test('freezing goes on and off', () => {
    selectNodes(['fc1']);
    runCommand('node.freeze');
    expect(state().checked.parameterCount.frozen).toBe(40n);
    runCommand('node.freeze');
    expect(state().checked.parameterCount.frozen).toBe(0n);
  });

  test('New gives an empty sheet and can be undone', () => {
    runCommand('file.new');
    expect(state().document.nodes).toEqual([]);
    runCommand('edit.undo');
    expect(state().document).toEqual(iris);
  });

  test('Alt and arrows resize what is selected of notes and frames, presses in a row as one step', () => {
    expect(findCommand('annotation.wider')?.when?.()).toBe(false);
    runCommand('annotation.note');
    const size = () => state().document.annotations?.[0]?.size;
    const before = size();
    runCommand('annotation.wider');
    runCommand('annotation.taller');
    expect(size()).toEqual({ width: 240, height: 112 });
    runCommand('edit.undo');
    expect(size()).toEqual(before);
  });
});
