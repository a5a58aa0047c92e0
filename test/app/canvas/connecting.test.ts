import { beforeEach, describe, expect, test } from 'vitest';
import {
  beginConnecting,
  connectingStore,
  endConnecting,
  portKey,
  verdictsFrom,
} from '../../../app/canvas/connecting.ts';
import { startWith } from '../../../app/document/store.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { disconnect } from '../../../engine/graph/edit/edit.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const iris = findTemplate('iris')?.document ?? emptyDocument();
const withoutTarget = disconnect(
  iris,
  iris.edges.filter(({ from }) => from[0] === 'y'),
);

beforeEach(() => {
  endConnecting();
  startWith(withoutTarget);
});

describe('ports while a wire is drawn', () => {
  test('from the target, only the port for it can take the wire', () => {
    const taking = [...verdictsFrom(['y', 'output'], 'output')]
      .filter(([, { ok }]) => ok)
      .map(([key]) => key);
    expect(taking).toEqual([portKey('loss', 'target')]);
  });

  test('a port that cannot says why', () => {
    const verdict = verdictsFrom(['fc2', 'output'], 'output').get(portKey('fc1', 'input'));
    expect(verdict).toMatchObject({ ok: false, reason: 'would make a cycle' });
  });

  test('from an input, outputs are judged; a loss gives nothing to the canvas', () => {
    const verdicts = verdictsFrom(['loss', 'target'], 'input');
    expect(verdicts.get(portKey('y', 'output'))?.ok).toBe(true);
    expect(verdicts.has(portKey('loss', 'output'))).toBe(false);
  });

  test('ending forgets all verdicts', () => {
    beginConnecting(['y', 'output'], 'output');
    expect(connectingStore.getState().verdicts.size).toBeGreaterThan(0);
    endConnecting();
    expect(connectingStore.getState()).toMatchObject({ from: undefined });
    expect(connectingStore.getState().verdicts.size).toBe(0);
  });
});
