import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { setFrozen } from '../../../engine/graph/edit/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { type Phase, phaseSteps, turnAround } from '../../../engine/train/phases.ts';

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

  test('goes through the nodes of a card together, phase by phase', () => {
    const steps = phaseSteps(checkGraph(iris.document));
    const cardOf = (node: string) => (['fc1', 'act1', 'fc2'].includes(node) ? 'block' : node);
    const named = (at: number, cards: (node: string) => string | undefined = cardOf) => {
      const { first, last } = turnAround(steps, at, cards);
      return steps.slice(first, last + 1).map(({ phase, node }) => `${phase} ${node}`);
    };
    const at = (phase: Phase, node: string) =>
      steps.findIndex((step) => step.phase === phase && step.node === node);
    expect(named(at('forward', 'act1'))).toEqual(['forward fc1', 'forward act1', 'forward fc2']);
    expect(named(at('backward', 'act1'))).toEqual(['backward fc2', 'backward act1', 'backward fc1']);
    expect(named(at('update', 'fc1'))).toEqual(['update fc1', 'update fc2']);
    expect(named(at('loss', 'loss'))).toEqual(['loss loss']);
    // A node without a card on the level that is shown is a turn of its own.
    expect(named(at('forward', 'fc1'), () => undefined)).toEqual(['forward fc1']);
  });
});
