import { beforeEach, describe, expect, test } from 'vitest';
import { beginConnecting, endConnecting } from '../../../app/canvas/connecting.ts';
import { givingWay, landingOn } from '../../../app/canvas/landing.ts';
import { startWith } from '../../../app/document/store.ts';
import { emptyDocument, type GraphDocument } from '../../../engine/graph/document.ts';

const document: GraphDocument = {
  ...emptyDocument(),
  nodes: [
    { id: 'x', operator: 'Input', attributes: { shape: [4] }, position: { x: 0, y: 0 } },
    { id: 'fc1', operator: 'Linear', attributes: { out_features: 4 }, position: { x: 0, y: 0 } },
    { id: 'fc2', operator: 'Linear', attributes: { out_features: 4 }, position: { x: 0, y: 0 } },
    { id: 'mul', operator: 'Multiply', attributes: {}, position: { x: 0, y: 0 } },
  ],
  edges: [
    { from: ['x', 'output'], to: ['fc1', 'input'] },
    { from: ['x', 'output'], to: ['fc2', 'input'] },
    { from: ['fc1', 'output'], to: ['mul', 'input'] },
  ],
};

beforeEach(() => {
  endConnecting();
  startWith(document);
});

describe('a wire over a card', () => {
  test('goes to the first port that is free', () => {
    beginConnecting(['fc2', 'output'], 'output');
    expect(landingOn('mul')).toMatchObject({ ok: true, port: 'other' });
  });

  test('takes the place of another where none is free, and at the port that is pointed at', () => {
    beginConnecting(['fc2', 'output'], 'output');
    const there = landingOn('fc1');
    expect(there).toMatchObject({ ok: true, port: 'input' });
    expect(there === undefined ? undefined : givingWay(there)?.from[0]).toBe('x');
    expect(landingOn('mul', 'input')).toMatchObject({ ok: true, port: 'input' });
  });

  test('is told why no port takes it', () => {
    beginConnecting(['mul', 'output'], 'output');
    expect(landingOn('fc1')).toMatchObject({ ok: false, reason: 'would make a cycle' });
    expect(landingOn('x')).toMatchObject({ ok: false, reason: 'has no input' });
  });

  test('comes to nothing where it began', () => {
    beginConnecting(['fc1', 'output'], 'output');
    expect(landingOn('fc1')).toBeUndefined();
  });

  test('whose end is moved says which other wire gives way', () => {
    const [, moving] = document.edges;
    beginConnecting(['x', 'output'], 'output', moving);
    const there = landingOn('mul', 'input');
    expect(there).toMatchObject({ ok: true });
    expect(there === undefined ? undefined : givingWay(there)?.from[0]).toBe('fc1');
  });
});
