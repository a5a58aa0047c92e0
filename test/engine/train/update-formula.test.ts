import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { setFrozen } from '../../../engine/graph/edit/edit.ts';
import { withNumbers } from '../../../engine/graph/formula/formula-numbers.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { toText } from '../../../engine/notation/text.ts';
import { evaluateFrom } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey } from '../../../engine/program/program.ts';
import { chooseTraining } from '../../../engine/train/choose-training.ts';
import { numbersByKey } from '../../../engine/train/numbers-by-key.ts';
import { optimizers } from '../../../engine/train/optimizers/catalogue.ts';
import { trainingProgram } from '../../../engine/train/training-program.ts';
import { updateFormula, updateNumberKeys } from '../../../engine/train/update-formula.ts';
import { sessionFor } from './session-for.ts';

function formulaFor(document: GraphDocument, node: string, parameter: string) {
  const graph = checkGraph(document);
  const choice = chooseTraining(graph, 1);
  if (!choice.ok) throw new Error(choice.message);
  return updateFormula(graph, trainingProgram(graph, choice.chosen), node, parameter);
}

const withOptimizer = (name: string, learningRate = 0.01): GraphDocument => ({
  ...iris.document,
  training: { ...iris.document.training, batchSize: 8, optimizer: { name, learningRate } },
});

test('plain descent is the weight less the learning rate times its gradient', () => {
  const formula = formulaFor(withOptimizer('SGD'), 'fc1', 'weight');
  expect(formula === undefined ? '' : toText(formula.expression)).toBe('(W₁^new)ᵢⱼ = (W₁)ᵢⱼ − η ∂L/∂(W₁)ᵢⱼ');
  expect(formula === undefined ? [] : updateNumberKeys(formula).toSorted()).toEqual([
    'parameter fc1 weight',
    'parameterGradient fc1 weight',
    'setting learningRate',
  ]);
  expect(formulaFor(setFrozen(withOptimizer('SGD'), 'fc1', true), 'fc1', 'weight')).toBeUndefined();
});

describe('its numbers come to what the step makes of the weights', () => {
  test.each(optimizers.map(({ name, learningRate }) => [name, learningRate] as const))('%s', (name, rate) => {
    const document = withOptimizer(name, rate);
    const session = sessionFor(document);
    for (let step = 0; step < 3; step += 1) session.step();
    const formula = formulaFor(document, 'fc2', 'bias');
    const source = formula?.source;
    if (formula === undefined || source === undefined) throw new Error('no formula');
    const look = session.look({ kind: 'next-batch' });
    const values = numbersByKey(session, look, updateNumberKeys(formula));
    expect(values.size).toBe(updateNumberKeys(formula).length);
    const filled = withNumbers(formula, 'component', {
      values,
      batch: look.rows.length,
      sample: 0,
      draw: look.draw,
    });
    expect(filled).toBeDefined();
    const known = (id: number) => values.get(source.all.get(id)?.key ?? '');
    const computed = evaluateFrom(
      source.program,
      source.id,
      (id) => (id === source.id ? undefined : known(id)),
      8,
    );
    session.step();
    const made = session.parameters().get('fc2/bias');
    expect(look.values.get(outputKey('parameter', 'fc2', 'bias'))?.data).not.toEqual(made?.data);
    made?.data.forEach((value, index) => {
      expect(Math.abs((computed?.data[index] ?? Number.NaN) - value)).toBeLessThan(
        2e-6 * Math.max(1, Math.abs(value)),
      );
    });
  });
});
