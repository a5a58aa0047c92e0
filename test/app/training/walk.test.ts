import { beforeEach, expect, test } from 'vitest';
import { documentStore, startWith } from '../../../app/document/store.ts';
import {
  finishPhase,
  isReached,
  turnOf,
  walkBack,
  walkInside,
  walkOn,
  walkStore,
} from '../../../app/training/walk.ts';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { phaseSteps } from '../../../engine/train/phases.ts';

/** Iris with its hidden layer in block1, at the beginning of an update. */
beforeEach(() => {
  const grouped = groupNodes(iris.document, [], ['fc1', 'act1']);
  if (!grouped.ok) throw new Error(grouped.reason);
  startWith(grouped.document);
  const steps = phaseSteps(documentStore.getState().checked);
  const at = steps.findIndex(({ node }) => node === 'x');
  walkStore.setState({ walk: { steps, at, isPlaying: false, before: { kind: 'next-batch' } } });
});

const walk = () => walkStore.getState().walk;
const node = (): string | undefined => walk()?.steps[walk()?.at ?? -1]?.node;
const level = (): string => documentStore.getState().path.join('/');

test('a block has its turn as a whole: what it gives is there, and all before is not yet', () => {
  expect(isReached(walk(), 'forward', 'block1')).toBe(false);
  expect(isReached(walk(), 'forward', 'x')).toBe(true);
  walkOn();
  expect([node(), turnOf(walk(), 'block1'), level()]).toEqual(['block1/act1', 'now forward', '']);
  expect(isReached(walk(), 'forward', 'block1')).toBe(true);
  expect(isReached(walk(), 'backward', 'block1')).toBe(false);
  walkOn();
  expect(node()).toBe('fc2');
  walkBack();
  expect(node()).toBe('block1/act1');
  walkBack();
  expect(node()).toBe('x');
});

test('stepping inside shows the block from within, its first node having its turn, and stepping on leads out again', () => {
  walkOn();
  walkInside();
  expect([node(), level()]).toEqual(['block1/fc1', 'block1']);
  walkOn();
  expect([node(), level()]).toEqual(['block1/act1', 'block1']);
  walkOn();
  expect([node(), level()]).toEqual(['fc2', '']);
  finishPhase();
  finishPhase();
  walkOn();
  walkOn();
  // Backward a block ends with its first node; its gradient is there once all of it is done.
  expect([node(), turnOf(walk(), 'block1')]).toEqual(['block1/fc1', 'now']);
  walkInside();
  expect([node(), level()]).toEqual(['block1/act1', 'block1']);
  expect(isReached(walk(), 'backward', 'block1')).toBe(false);
  finishPhase();
  expect([walk()?.steps[walk()?.at ?? -1]?.phase, node()]).toEqual(['update', 'block1/fc1']);
});
