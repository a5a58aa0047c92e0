import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { regressionOf, verdictOf } from '../../../engine/train/verdict.ts';
import { draw, irisGraph } from '../graph/drawing.ts';

describe('what a loss judges by', () => {
  test('is the decision of a classification', () => {
    const graph = checkGraph(irisGraph());
    expect(verdictOf(graph)).toEqual({
      scores: 'value loss input',
      target: 'value loss target',
      decision: { kind: 'largest' },
    });
    expect(regressionOf(graph)).toBeUndefined();
  });

  test('is the distance of numbers where nothing is decided', () => {
    const graph = checkGraph(
      draw('x:Input{shape:[4]} -> fc:Linear{out_features:4} -> loss:MSELoss; x -> loss.target'),
    );
    expect(verdictOf(graph)).toBeUndefined();
    expect(regressionOf(graph)).toEqual({ prediction: 'value loss input', target: 'value loss target' });
  });

  test('is neither for a formula that has no target', () => {
    const graph = checkGraph(
      draw('x:Input{shape:[4]} -> l:Formula{expression:"mean(x^2)",parameters:"",use:"loss"}'),
    );
    expect(verdictOf(graph)).toBeUndefined();
    expect(regressionOf(graph)).toBeUndefined();
  });

  test('is a typed loss of a prediction and a target', () => {
    const graph = checkGraph(
      draw(
        'x:Input{shape:[4]} -> l:Formula{expression:"mean((x - t)^2)",parameters:"",use:"loss"}',
        'y:Input{shape:[4]} -> l.t',
      ),
    );
    expect(regressionOf(graph)).toEqual({ prediction: 'value l x', target: 'value l t' });
  });
});
