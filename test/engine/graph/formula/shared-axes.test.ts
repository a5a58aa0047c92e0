import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { sharedAxes } from '../../../../engine/graph/formula/shared-axes.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { symbol } from '../../../../engine/notation/expression.ts';
import { draw } from '../drawing.ts';

const axesOf = (document: Parameters<typeof checkGraph>[0]) => {
  const checked = checkGraph(document);
  return sharedAxes(checked, buildProgram(checked));
};

describe('axes run over the same things', () => {
  const axes = axesOf(iris.document);

  test('in an MLP features, hidden units and classes', () => {
    const [samples, features] = axes.of('value x output') ?? [];
    const [hidden, ofFeatures] = axes.of('parameter fc1 weight') ?? [];
    const [classes, ofHidden] = axes.of('parameter fc2 weight') ?? [];
    expect(ofFeatures).toBe(features);
    expect(ofHidden).toBe(hidden);
    expect(new Set([samples, features, hidden, classes]).size).toBe(4);
    expect(axes.of('value fc1 output')).toEqual([samples, hidden]);
    expect(axes.of('value act1 output')).toEqual([samples, hidden]);
    expect(axes.of('parameter fc1 bias')).toEqual([hidden]);
    expect(axes.of('value fc2 output')).toEqual([samples, classes]);
    expect(axes.of('value loss input')).toEqual([samples, classes]);
  });

  test('a gradient has those of what it is taken by', () => {
    expect(axes.of('gradient fc1 input')).toEqual(axes.of('value x output'));
    expect(axes.of('parameterGradient fc2 weight')).toEqual(axes.of('parameter fc2 weight'));
  });

  test('symbols of formulas lead to what they stand for', () => {
    expect(axes.keyOf('fc1', 'W1', 2)).toBe('parameter fc1 weight');
    expect(axes.keyOf('act1', 'a', 2)).toBe('value act1 output');
    expect(axes.keyOf('act1', 'a', 1)).toBeUndefined();
    const hat = symbol('y', { hat: true, node: 'fc2', shape: ['N', 3] });
    expect(axes.named(hat, 2)).toBe('value fc2 output');
    expect(axes.named(symbol('η'), 0)).toBeUndefined();
  });

  test('units that are added to those they came of are the same, and a matrix between them has a place along each axis of its weight', () => {
    const again = axesOf(
      draw(
        'x:Input{shape:[3]} -> f:Linear{out_features:3} -> g:Linear{out_features:3} -> loss:MSELoss',
        'y:Target{shape:[3]} -> loss.target',
      ),
    );
    expect(again.of('value x output')).not.toEqual(again.of('value f output'));
    const square = axesOf(draw('x:Input{shape:[3]} -> f:Linear{out_features:3} -> sum:Add; x -> sum.inputs'));
    expect(square.of('value f output')).toEqual(square.of('value x output'));
    expect(new Set(square.of('parameter f weight')).size).toBe(2);
  });
});
