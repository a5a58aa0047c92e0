import { beforeEach, describe, expect, test } from 'vitest';
import { follow, followedStore, settle, stopFollowing } from '../../../app/formulas/followed.ts';
import { followedIn } from '../../../app/formulas/use-following.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { toText } from '../../../engine/notation/text.ts';

const graph = checkGraph(iris.document);
const followed = () => {
  const { picked, settled } = followedStore.getState();
  return followedIn(graph, picked, settled);
};
const unitOf = (): number | undefined => {
  const { following } = followed();
  const [, unit = ''] = following?.axes.of('value fc1 output') ?? [];
  return following?.places.get(unit);
};

describe('an input cell that is followed', () => {
  beforeEach(() => {
    followedStore.setState({ picked: [], settled: [] });
    follow({ by: 'key', key: 'value x output', places: [3, 2] });
  });

  test('goes on by the hidden unit that was shown first, and says so', () => {
    expect(unitOf()).toBeUndefined();
    settle({ by: 'key', key: 'value fc1 output', places: [3, 5] });
    settle({ by: 'key', key: 'parameter fc2 weight', places: [1, 6] });
    expect(unitOf()).toBe(5);
    expect(followed().sample).toBe(3);
    const { element, settled } = followed();
    // Of the class axis the second one says something new; the unit is the first one's.
    expect([element, ...settled].map((each) => each && toText(each))).toEqual([
      'x_(3,2)',
      '(z₁)_(3,5)',
      '(W₂)_(1,5)',
    ]);
  });

  test('goes by another one that is pointed out, from which the path is open again', () => {
    settle({ by: 'key', key: 'value fc1 output', places: [3, 5] });
    follow({ by: 'key', key: 'value fc1 output', places: [3, 1] });
    expect(unitOf()).toBe(1);
    expect(followed().settled).toEqual([]);
  });

  test('keeps its way from sample to sample, and leaves nothing behind', () => {
    settle({ by: 'key', key: 'value fc1 output', places: [3, 5] });
    follow({ by: 'sample', sample: 0 });
    expect([followed().sample, unitOf()]).toEqual([0, 5]);
    stopFollowing();
    expect(followed()).toMatchObject({ sample: 0, following: undefined, settled: [] });
  });
});
