import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { symbolsOf } from '../../../../engine/graph/formula/symbols.ts';
import type { SymbolExpression } from '../../../../engine/notation/expression.ts';
import { draw, irisGraph } from '../drawing.ts';

const written = ({ name, hat, index }: SymbolExpression): string =>
  `${name}${hat === true ? '^' : ''}${index ?? ''}`;
const writtenOf = (graph: DocumentSymbols): string =>
  [...graph].map(([key, symbol]) => `${key}=${written(symbol)}`).join(' ');
type DocumentSymbols = ReadonlyMap<string, SymbolExpression>;
const symbols = (document: GraphDocument) => symbolsOf(checkGraph(document));

describe('symbols', () => {
  test('several layers are numbered with their parameters, a letter that occurs once is not', () => {
    const { values, parameters } = symbols(irisGraph());
    expect(writtenOf(values)).toBe(
      'x output=x fc1 output=z1 act1 output=a fc2 output=z2 y output=y loss output=L',
    );
    expect(writtenOf(parameters)).toBe('fc1/weight=W1 fc1/bias=b1 fc2/weight=W2 fc2/bias=b2');
  });

  test('a layer in error keeps its number, and so do the others', () => {
    const document = irisGraph();
    const nodes = document.nodes.map((node) =>
      node.id === 'fc2' ? { ...node, attributes: { ...node.attributes, in_features: 16 } } : node,
    );
    const { values, parameters } = symbols({ ...document, nodes });
    expect(writtenOf(parameters)).toBe('fc1/weight=W1 fc1/bias=b1');
    expect(written(values.get('fc1 output') as SymbolExpression)).toBe('z1');
  });

  test('one layer has no number, and the prediction of a loss wears a hat', () => {
    const { values, parameters } = symbols(
      draw(
        'x:Input -> fc:Linear{out_features:1} -> act:Sigmoid -> loss:BCELoss; y:Target{kind:"real"} -> loss.target',
      ),
    );
    expect(writtenOf(values)).toBe('x output=x fc output=z act output=y^ y output=y loss output=L');
    expect(writtenOf(parameters)).toBe('fc/weight=W fc/bias=b');
  });

  test('a layer that is the prediction keeps the number of its parameters', () => {
    const { values, parameters } = symbols(
      draw(
        'x:Input -> f:Linear{out_features:2} -> t:Tanh -> u:Tanh -> g:Linear{out_features:1} -> loss:MSELoss',
        'y:Target{kind:"real"} -> loss.target',
      ),
    );
    expect(writtenOf(values)).toBe(
      'x output=x f output=z1 t output=a1 u output=a2 g output=y^ y output=y loss output=L',
    );
    expect(writtenOf(parameters)).toBe('f/weight=W1 f/bias=b1 g/weight=W2 g/bias=b2');
  });

  test('two predictions and two losses are told apart', () => {
    const { values } = symbols(
      draw(
        'x:Input{shape:[1]} -> a:Tanh -> l:MSELoss; x -> b:Sigmoid -> m:MSELoss',
        'y:Target{kind:"real"} -> l.target; y -> m.target',
      ),
    );
    expect(written(values.get('a output') as SymbolExpression)).toBe('y^1');
    expect(written(values.get('b output') as SymbolExpression)).toBe('y^2');
    expect(written(values.get('l output') as SymbolExpression)).toBe('L1');
    expect(written(values.get('m output') as SymbolExpression)).toBe('L2');
  });

  test('symbols carry their node and shape', () => {
    const { values, parameters } = symbols(irisGraph());
    expect(values.get('fc1 output')).toMatchObject({ node: 'fc1', shape: ['N', 8] });
    expect(parameters.get('fc1/weight')).toMatchObject({ node: 'fc1', shape: [8, 4] });
  });
});
