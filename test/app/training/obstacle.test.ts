import { expect, test } from 'vitest';
import { hintStore } from '../../../app/canvas/sheet-hint.tsx';
import { startWith } from '../../../app/document/store.ts';
import { isTrainable } from '../../../app/training/controls.ts';
import { obstacleOf } from '../../../app/training/obstacle.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { emptyDocument, type GraphDocument } from '../../../engine/graph/document.ts';
import { removeNodes } from '../../../engine/graph/edit/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';

const obstacle = (document: GraphDocument) => obstacleOf(checkGraph(document));

test('a graph that can train has no obstacle; others have one in words', () => {
  expect(obstacle(iris.document)).toBeUndefined();
  expect(obstacle(emptyDocument())).toBe('Nothing to train: add nodes first.');
  expect(obstacle(removeNodes(iris.document, ['y']))).toContain('loss');
  expect(obstacle(removeNodes(iris.document, ['loss']))).toMatch(/loss/);
});

test('training asked for in vain says on the sheet what stops it', () => {
  startWith(removeNodes(iris.document, ['loss']));
  expect(isTrainable()).toBe(false);
  expect(hintStore.getState().hint).toMatch(/^Not trained\. .*loss/);
});
