import { beforeEach, expect, test } from 'vitest';
import { documentStore, edit, startWith } from '../../../app/document/store.ts';
import { firstTrainingRows, lookAtStore, setLookAt } from '../../../app/live/look-at.ts';
import { startTraining, stepTraining } from '../../../app/training/controls.ts';
import { trainingStore } from '../../../app/training/status.ts';
import { finishPhase, leaveWalk, walkBack, walkInside, walkOn } from '../../../app/training/walk.ts';
import { isReached, turnOf, walkStore } from '../../../app/training/walk-state.ts';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { setTraining } from '../../../engine/graph/edit/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { phaseSteps } from '../../../engine/train/phases.ts';
import { turn, workerHere } from './worker-here.ts';

/** Iris with its hidden layer in block1, at the beginning of an update. */
beforeEach(() => {
  const grouped = groupNodes(iris.document, [], ['fc1', 'act1']);
  if (!grouped.ok) throw new Error(grouped.reason);
  startWith(grouped.document);
  const steps = phaseSteps(documentStore.getState().checked);
  const at = steps.findIndex(({ node }) => node === 'x');
  walkStore.setState({ walk: { steps, at, isPlaying: false, before: { kind: 'next-batch' } } });
});

const worker = workerHere();

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

/** All that comes of a press, with what the worker answers. */
async function come(): Promise<void> {
  for (let times = 0; times < 4; times += 1) {
    await turn();
    worker.answer();
  }
  await turn();
}

test('the key pressed again before the numbers are there begins no second walk', async () => {
  leaveWalk();
  setLookAt(firstTrainingRows);
  walkOn();
  walkOn();
  await come();
  expect([node(), lookAtStore.getState().at]).toEqual(['x', { kind: 'next-batch' }]);
  leaveWalk();
  expect(lookAtStore.getState().at).toBe(firstTrainingRows);
});

test('after an edit it goes through the update of the edited graph', async () => {
  leaveWalk();
  void stepTraining();
  await come();
  edit('Change batch size', (document) => setTraining(document, { batchSize: 30 }));
  expect(trainingStore.getState().stale).toBe(true);
  walkOn();
  await come();
  expect(node()).toBe('x');
  expect(trainingStore.getState()).toMatchObject({ stale: false, progress: { stepsPerEpoch: 3 } });
});

test('a run that is done is gone through too, and is still there after it', async () => {
  leaveWalk();
  edit('Change epochs', (document) => setTraining(document, { epochs: 1, batchSize: 45 }));
  void startTraining();
  await come();
  expect(trainingStore.getState()).toMatchObject({ status: 'done', progress: { step: 2 } });
  walkOn();
  await come();
  expect(node()).toBe('x');
  for (const _ of ['forward', 'loss', 'backward', 'update']) finishPhase();
  await come();
  expect(walk()).toBeUndefined();
  expect(trainingStore.getState()).toMatchObject({ status: 'done', progress: { step: 2 } });
});
