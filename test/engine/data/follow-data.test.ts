import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../engine/data/dataset.ts';
import { followData } from '../../../engine/data/follow-data.ts';
import { iris as irisData } from '../../../engine/data/iris.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { setAttribute } from '../../../engine/graph/edit/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';

const attributes = (document: GraphDocument, id: string) =>
  document.nodes.find((node) => node.id === id)?.attributes;

const wide: Dataset = { ...irisData, features: Array.from({ length: 64 }, (_, at) => `f${at}`) };
const classes = (...names: readonly string[]): Dataset => ({
  ...irisData,
  target: { kind: 'class', name: 't', classes: names },
});
const real: Dataset = { ...irisData, target: { kind: 'real', name: 't' } };
const follow = (document: GraphDocument, dataset: Dataset) => followData(document, document.data, dataset);

describe('input and target nodes follow the data', () => {
  test('the input takes the number of features, and a picture of as many points stays one', () => {
    expect(attributes(follow(iris.document, wide), 'x')).toMatchObject({ shape: [64] });
    const picture = setAttribute(iris.document, 'x', 'shape', [8, 8]);
    expect(attributes(follow(picture, wide), 'x')).toMatchObject({ shape: [8, 8] });
  });

  test('the target takes class indices, or numbers where the data has numbers', () => {
    expect(attributes(follow(iris.document, classes('a', 'b', 'c', 'd')), 'y')).toMatchObject({
      kind: 'class',
      classes: 4,
    });
    const numbers = follow(iris.document, real);
    expect(attributes(numbers, 'y')).toMatchObject({ kind: 'real', features: 1 });
    expect(attributes(follow(numbers, classes('a', 'b', 'c')), 'y')).toMatchObject({
      kind: 'class',
      classes: 3,
    });
    expect(attributes(follow(numbers, classes('a', 'b')), 'y')).toMatchObject({ kind: 'real', features: 1 });
  });

  test('a fitting document is left as it is, but for its data', () => {
    const data = { ...iris.document.data, scaler: 'none' as const };
    const fed = followData(iris.document, data, irisData);
    expect(fed.nodes).toBe(iris.document.nodes);
    expect(fed.data).toBe(data);
  });
});
