import { expect, test } from 'vitest';
import { hookCounts, type Model, moduleAt, ownParameters } from '../../../../engine/cli/oracle/model.ts';

const relu: Model = { type: 'ReLU', args: {} };
const pair = (first: Model, second: Model): Model => ({
  type: 'Sequential',
  children: [
    ['a', first],
    ['b', second],
  ],
});

test('a path leads through shared modules to where they are', () => {
  const model = pair(pair(relu, relu), { ref: 'a' });
  expect(moduleAt(model, 'b.b').path).toBe('a.b');
  expect(() => moduleAt(model, 'b.c')).toThrow('there is no module b.c');
  expect(() => moduleAt(pair({ ref: 'b' }, { ref: 'a' }), 'a')).toThrow('refers to itself');
});

test('a module has a hook for each of its parents, and so have its children', () => {
  const twice = pair(pair(relu, { ref: 'a.a' }), { ref: 'a' });
  expect(Object.fromEntries(hookCounts(twice))).toEqual({ '': 1, a: 1, 'a.a': 1 });
  const parents = pair(pair(pair(relu, relu), relu), pair({ ref: 'a.a' }, relu));
  expect(hookCounts(parents).get('a.a')).toBe(2);
  expect(hookCounts(parents).get('a.a.b')).toBe(2);
  expect(hookCounts(parents).get('a.b')).toBe(1);
});

test('tensors of the own modules are counted once, frozen or not', () => {
  const own: Model = {
    type: 'Custom',
    class: 'Own',
    children: [],
    parameters: { gain: [4], shift: [2, 3] },
    frozen: ['gain'],
    inputs: ['x'],
    forward: [],
    returns: 'x',
  };
  expect(ownParameters(pair(own, { ref: 'a' }))).toEqual({ total: 10, trainable: 6 });
});
