import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import {
  removeNodes,
  setAttribute,
  setFrozen,
  setInitialiser,
  setWeights,
} from '../../../engine/graph/edit/edit.ts';
import { copyNodes, pasteFragment } from '../../../engine/graph/edit/fragment.ts';
import { removeAndHeal } from '../../../engine/graph/edit/rewire.ts';
import { setOwnRate } from '../../../engine/graph/own-rates.ts';
import { shareParameters, sharingChoices, sharingGroup, stopSharing } from '../../../engine/graph/sharing.ts';
import { startingPoint } from '../../../engine/train/starting-weights.ts';
import { draw } from './drawing.ts';

const layers = () =>
  draw(
    'x:Input{shape:[3]} -> a:Linear{out_features:3} -> b:Linear{out_features:3} -> c:Linear{out_features:3} -> loss:MSELoss',
    'x -> loss.target',
  );

const sharesOf = (document: GraphDocument): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    document.nodes.flatMap(({ id, shares }) => (shares === undefined ? [] : [[id, shares]])),
  );

const weightKeys = (document: GraphDocument): readonly string[] => Object.keys(document.weights ?? {}).sort();

const shared = () => shareParameters(shareParameters(layers(), 'b', 'a'), 'c', 'b');

describe('sharing parameters', () => {
  test('leads to the node that owns them, through others that share', () => {
    expect(sharesOf(shared())).toEqual({ b: 'a', c: 'a' });
    expect(sharingGroup(shared(), 'c')).toEqual(['a', 'b', 'c']);
    expect(checkGraph(shared()).parameterCount.total).toBe(12n);
  });

  test('does nothing with itself or where it is so already', () => {
    const document = shared();
    expect(shareParameters(document, 'a', 'a')).toBe(document);
    expect(shareParameters(document, 'c', 'a')).toBe(document);
    expect(shareParameters(document, 'a', 'c')).toBe(document);
  });

  test('takes the attributes of the owner, and keeps all alike from then on', () => {
    const document = shareParameters(setAttribute(layers(), 'a', 'bias', false), 'b', 'a');
    expect(checkGraph(document).nodes.get('b')?.attributes['bias']).toBe(false);
    const changed = setAttribute(document, 'b', 'bias', true);
    expect(checkGraph(changed).nodes.get('a')?.attributes['bias']).toBe(true);
    expect(checkGraph(changed).diagnostics).toEqual([]);
  });

  test('drops the weights stored for the node, and copies the owner’s when it stops', () => {
    const stored = setWeights(setWeights(layers(), 'a/bias', [3], [1, 2, 3]), 'b/bias', [3], [4, 5, 6]);
    const together = shareParameters(stored, 'b', 'a');
    expect(weightKeys(together)).toEqual(['a/bias']);
    const apart = stopSharing(together, 'b');
    expect(sharesOf(apart)).toEqual({});
    expect(apart.weights?.['b/bias']).toBe(together.weights?.['a/bias']);
    expect(checkGraph(apart).parameterCount.total).toBe(36n);
  });

  test('outlives the owner: the next one takes the parameters over, as they are', () => {
    const document = setFrozen(setWeights(shared(), 'a/bias', [3], [1, 2, 3]), 'c', true);
    expect(document.nodes.find(({ id }) => id === 'a')?.frozen).toBe(true);
    const without = removeNodes(document, ['a']);
    expect(sharesOf(without)).toEqual({ c: 'b' });
    expect(weightKeys(without)).toEqual(['b/bias']);
    expect(without.nodes.find(({ id }) => id === 'b')?.frozen).toBe(true);
    expect(removeNodes(document, ['a', 'b']).nodes.find(({ id }) => id === 'c')?.shares).toBeUndefined();
  });

  test('of single tensors outlives their owner too', () => {
    const drawn = draw('e:Parameter{shape:[2,5]}', 'f:Parameter{shape:[2,5]}', 'g:Parameter{shape:[2,5]}');
    const pair = { value: 'value' };
    const document = setWeights(
      shareParameters(shareParameters(drawn, 'f', 'e', pair), 'g', 'e', pair),
      'e/value',
      [2, 5],
      new Array(10).fill(0.5),
    );
    expect(sharesOf(document)).toEqual({ f: { value: 'e/value' }, g: { value: 'e/value' } });
    const without = removeNodes(document, ['e']);
    expect(sharesOf(without)).toEqual({ g: { value: 'f/value' } });
    expect(weightKeys(without)).toEqual(['f/value']);
  });

  test('leaves initialisers and learning rates with the parameters, whoever owns them', () => {
    const zeros = { kind: 'zeros' } as const;
    const ones = { kind: 'ones' } as const;
    const started = setInitialiser(setInitialiser(layers(), 'a', 'bias', zeros), 'b', 'bias', ones);
    const rated = setOwnRate(setOwnRate(started, ['a/bias'], 0.5), ['b/bias'], 0.25);
    // What shares has no start of its own any more.
    const together = shareParameters(shareParameters(rated, 'b', 'a'), 'c', 'a');
    expect(checkGraph(together).diagnostics).toEqual([]);
    const initialisers = (document: GraphDocument) =>
      Object.fromEntries(document.nodes.flatMap(({ id, initialisers: own }) => (own ? [[id, own]] : [])));
    const rates = (document: GraphDocument) => document.training.optimizer.learningRates;
    expect(initialisers(together)).toEqual({ a: { bias: zeros } });
    expect(rates(together)).toEqual({ 'a/bias': 0.5 });
    const apart = stopSharing(together, 'c');
    expect(initialisers(apart)).toEqual({ a: { bias: zeros }, c: { bias: zeros } });
    expect(rates(apart)).toEqual({ 'a/bias': 0.5, 'c/bias': 0.5 });
    const without = removeAndHeal(together, ['a']);
    expect(sharesOf(without)).toEqual({ c: 'b' });
    expect(initialisers(without)).toEqual({ b: { bias: zeros } });
    expect(rates(without)).toEqual({ 'b/bias': 0.5 });
    expect(startingPoint(checkGraph(without)).parameters.get('b/bias')?.data).toEqual(
      Float64Array.of(0, 0, 0),
    );
  });

  test('of single tensors passes on their initialiser', () => {
    const drawn = draw('e:Parameter{shape:[2]}', 'f:Parameter{shape:[2]}');
    const started = setInitialiser(drawn, 'e', 'value', { kind: 'ones' });
    const tied = shareParameters(started, 'f', 'e', { value: 'value' });
    expect(removeNodes(tied, ['e']).nodes[0]?.initialisers).toEqual({ value: { kind: 'ones' } });
    expect(stopSharing(tied, 'f').nodes[1]?.initialisers).toEqual({ value: { kind: 'ones' } });
  });

  test('is copied with what shares: a copy of both shares the copy, a copy of one the original', () => {
    const { document, ids } = pasteFragment(shared(), copyNodes(shared(), ['a', 'b']));
    const [first, second] = ids;
    expect(sharesOf(document)).toEqual({ b: 'a', c: 'a', [second ?? '']: first });
    const alone = pasteFragment(shared(), copyNodes(shared(), ['b']), { keepIncoming: true });
    expect(sharesOf(alone.document)[alone.ids[0] ?? '']).toBe('a');
    expect(sharesOf(pasteFragment(shared(), copyNodes(shared(), ['b'])).document)).toEqual({
      b: 'a',
      c: 'a',
    });
  });

  test('is offered where the parameters fit: all of a layer of the kind, or one tensor of another', () => {
    const drawn = draw(
      'x:Input{shape:[5]} -> enc:Linear{out_features:2} -> dec:Linear{out_features:5}',
      'w:Parameter{shape:[2,5]}',
      'x -> other:Linear{out_features:7}',
      'k:Input{shape:[4],kind:"classes",classes:2} -> e:Embedding{num_embeddings:2,embedding_dim:5}',
    );
    const choices = (id: string) => sharingChoices(checkGraph(drawn), id);
    expect(choices('dec')).toEqual([]);
    expect(choices('other')).toEqual([{ node: 'enc', pairs: undefined }]);
    expect(choices('w')).toContainEqual({ node: 'enc', pairs: { value: 'weight' } });
    expect(choices('enc')).toContainEqual({ node: 'e', pairs: { weight: 'weight' } });
    expect(choices('x')).toEqual([]);
  });
});
