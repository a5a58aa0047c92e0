import { describe, expect, test, vi } from 'vitest';
import { documentStore, edit } from '../../../app/document/store.ts';
import { readKept, save } from '../../../app/files/autosave.ts';
import * as keptGraphs from '../../../app/files/kept-graphs.ts';
import { writeDocument } from '../../../engine/formats/json.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { renameDocument } from '../../../engine/graph/edit/edit.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const iris = findTemplate('iris')?.document ?? emptyDocument();
const viewport = { x: 3, y: -4, zoom: 0.5 };

describe('what was kept of the last visit', () => {
  test('the same graph and the same view come back', () => {
    const path = ['block1', 'block2'];
    expect(readKept({ text: writeDocument(iris), viewport, path })).toEqual({
      document: iris,
      viewport,
      path,
    });
  });

  test('what was kept before there were blocks was seen at the top, as was a path that makes no sense', () => {
    expect(readKept({ text: writeDocument(iris), viewport })?.path).toEqual([]);
    expect(readKept({ text: writeDocument(iris), viewport, path: [1] })?.path).toEqual([]);
  });

  test('a view that makes no sense is left out', () => {
    for (const bad of [undefined, 'left', { x: 0, y: 0, zoom: 0 }, { x: Number.NaN, y: 0, zoom: 1 }]) {
      expect(readKept({ text: writeDocument(iris), viewport: bad })?.viewport).toBeUndefined();
    }
  });

  test.each([undefined, null, 7, {}, { text: 5 }, { text: '{' }, { text: '{"format":"other"}' }])(
    '%j is not understood',
    (entry) => {
      expect(readKept(entry)).toBeUndefined();
    },
  );
});

test('what could not be saved is tried again by itself', async () => {
  vi.useFakeTimers();
  const write = vi
    .spyOn(keptGraphs, 'writeEntry')
    .mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
    .mockResolvedValue('free');
  edit('Rename', (document) => renameDocument(document, 'Mine'));
  await save();
  expect(documentStore.getState().saved).toBe('failed');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(documentStore.getState().saved).toBe('saved');
  expect(write).toHaveBeenCalledTimes(2);
  vi.restoreAllMocks();
  vi.useRealTimers();
});
