import { afterEach, describe, expect, test } from 'vitest';
import {
  clearNodes,
  nodeSnapshotOf,
  onWatchedChange,
  publishNodes,
  subscribeNode,
  watchedNodes,
} from '../../../app/live/live-store.ts';
import type { NodeSnapshot } from '../../../app/worker/protocol.ts';

const snapshot = (node: string): NodeSnapshot => ({
  node,
  picture: undefined,
  ports: {},
  parameterNorms: {},
  gradientNorm: 1,
  scalar: undefined,
});

afterEach(clearNodes);

describe('the live store', () => {
  test('calls only those who listen to a node that changed', () => {
    const called: string[] = [];
    const endings = ['a', 'b'].map((node) => subscribeNode(node, () => called.push(node)));
    publishNodes([snapshot('a')]);
    expect(called).toEqual(['a']);
    expect(nodeSnapshotOf('a')?.gradientNorm).toBe(1);
    expect(nodeSnapshotOf('b')).toBeUndefined();
    for (const end of endings) end();
  });

  test('watches a node as long as anyone listens', () => {
    const first = subscribeNode('a', () => undefined);
    const second = subscribeNode('a', () => undefined);
    first();
    expect(watchedNodes()).toEqual(['a']);
    second();
    second();
    expect(watchedNodes()).toEqual([]);
  });

  test('says once, for all changes of one turn, that other nodes are watched', async () => {
    let times = 0;
    onWatchedChange(() => {
      times += 1;
    });
    const endings = ['a', 'b', 'c'].map((node) => subscribeNode(node, () => undefined));
    await Promise.resolve();
    await Promise.resolve();
    expect(times).toBe(1);
    for (const end of endings) end();
  });

  test('forgets everything when it is cleared, and says so', () => {
    let times = 0;
    const end = subscribeNode('a', () => {
      times += 1;
    });
    publishNodes([snapshot('a')]);
    clearNodes();
    expect(nodeSnapshotOf('a')).toBeUndefined();
    expect(times).toBe(2);
    end();
  });
});
