import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check.ts';
import { setFrozen } from '../../../engine/graph/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { type Phase, phaseSteps } from '../../../engine/train/phases.ts';

const turns = (document: typeof iris.document, phase: Phase): string =>
  phaseSteps(checkGraph(document))
    .filter((step) => step.phase === phase)
    .map(({ node }) => node)
    .join(' ');

describe('a training step node by node', () => {
  test('goes forward in the order of the data, through the loss, back in the other order, and updates', () => {
    expect(turns(iris.document, 'forward')).toMatch(/x.* fc1 .*act1 .*fc2/);
    expect(turns(iris.document, 'loss')).toBe('loss');
    expect(turns(iris.document, 'backward')).toBe('loss fc2 act1 fc1');
    expect(turns(iris.document, 'update')).toBe('fc1 fc2');
  });

  test('leaves frozen nodes as they are', () => {
    expect(turns(setFrozen(iris.document, 'fc1', true), 'update')).toBe('fc2');
  });
});
