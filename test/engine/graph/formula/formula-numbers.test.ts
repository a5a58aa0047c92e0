import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { type Formula, formulaForms } from '../../../../engine/graph/formula/formula.ts';
import { matrixOf, withNumbers } from '../../../../engine/graph/formula/formula-numbers.ts';
import { nodeFormulas } from '../../../../engine/graph/formula/formulas.ts';
import {
  type FilledFormula,
  type LiveNumbers,
  nodesOfNumbers,
} from '../../../../engine/graph/formula/live-numbers.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import type { Expression } from '../../../../engine/notation/expression.ts';
import { someParts } from '../../../../engine/notation/map-expression.ts';
import { toText } from '../../../../engine/notation/text.ts';
import { operators } from '../../../../engine/operators/catalogue.ts';
import { type OutputKey, outputKey, parseOutputKey } from '../../../../engine/program/program.ts';
import type { Tensor } from '../../../../engine/program/tensor.ts';
import { createSession } from '../../../../engine/train/running-session.ts';
import type { Look } from '../../../../engine/train/session.ts';
import { elementValue } from '../../notation/element-value.ts';
import { draw } from '../drawing.ts';
import { formulasOf, type OperatorGraph, operatorGraph } from '../operator-graph.ts';

/** Numbers are put in with four digits. */
const rounding = 1e-3;

/** What the app has for a formula: the numbers of the nodes that it asks for, and no others. */
function liveOf({ values, feeds }: OperatorGraph, formula: Formula, sample = 1): LiveNumbers {
  const nodes = new Set(nodesOfNumbers(formula));
  return {
    values: new Map([...values].filter(([key]) => nodes.has(parseOutputKey(key as OutputKey).node))),
    batch: feeds.batch,
    sample,
    draw: feeds.draw,
  };
}

/** The element that is written, of the numbers of the look. */
function elementAt({ element }: FilledFormula, { shape, data }: Tensor): number {
  const places = element.map(({ at }) => at);
  let place = 0;
  for (const size of shape) place = place * size + (size === 1 ? 0 : (places.shift() ?? Number.NaN));
  return data[place] ?? Number.NaN;
}

/** Sums of many terms are shortened. */
const isShortened = (of: Expression): boolean =>
  someParts(of, (part) => part.kind === 'symbol' && part.name === '…');

const isName = (of: Expression): boolean =>
  of.kind === 'derivative' || (of.kind === 'symbol' && of.node !== undefined);

function numbersIn(of: Expression): readonly number[] {
  const found: number[] = [];
  someParts(of, (part) => {
    if (part.kind === 'number') found.push(part.value);
    return false;
  });
  return found;
}

describe('in training, the numbers in a formula are those of the look', () => {
  const computing = operators.filter(({ feed, inputs }) => feed === undefined && inputs.length > 0);

  test.each(computing.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
    for (const sample of operator.samples) {
      const made = operatorGraph(operator, sample);
      if (made === undefined) continue;
      for (const { title, formula, expected } of formulasOf(made, 'component')) {
        const filled = withNumbers(formula, 'component', liveOf(made, formula));
        const text = `${title}: ${toText(formula.expression)}`;
        if (filled === undefined) throw new Error(`${text} has no numbers`);
        const [result = Number.NaN] = numbersIn(filled.result);
        const of = elementAt(filled, expected);
        const scale = Math.max(1e-3, Math.abs(of));
        expect(Math.abs(result - of) / scale, text).toBeLessThan(rounding);
        expect(someParts(filled.written, isName), `${text} = ${toText(filled.written)}`).toBe(false);
        if (isShortened(filled.written)) continue;
        const meaning = { batch: 5, letters: new Map(), definitions: [], tensorOf: () => undefined };
        const value = elementValue(filled.written, meaning);
        const largest = Math.max(scale, ...numbersIn(filled.written).map(Math.abs));
        expect(Math.abs(value - of) / largest, `${text} = ${toText(filled.written)}`).toBeLessThan(
          20 * rounding,
        );
      }
      for (const { title, formula, expected } of formulasOf(made, 'batched')) {
        const wanted = matrixOf(expected);
        const filled = withNumbers(formula, 'batched', liveOf(made, formula));
        if (wanted === undefined) continue;
        const text = `${title}: ${toText(formula.expression)}`;
        const found = numbersIn(filled?.result ?? { kind: 'number', value: Number.NaN });
        numbersIn(wanted).forEach((value, at) => {
          expect(Math.abs((found[at] ?? Number.NaN) - value), text).toBeLessThanOrEqual(
            rounding * Math.max(1e-3, Math.abs(value)),
          );
        });
      }
    }
  });
});

describe('what is dropped', () => {
  const graph = checkGraph({
    ...draw(
      'x:Input -> fc1:Linear{out_features:4} -> drop:Dropout{p:0.4} -> alpha:AlphaDropout{p:0.3} -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss',
      'y:Target -> loss.target',
    ),
    data: iris.document.data,
  });
  const prepared = prepareData(iris.document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(graph, prepared.data);
  if (!made.ok) throw new Error(made.message);
  const { session } = made;
  const program = buildProgram(graph);
  const numbersOf = ({ values, rows, draw: drawn }: Look): LiveNumbers => ({
    values: new Map(values),
    batch: rows.length,
    sample: 2,
    draw: drawn,
  });
  const rows = { kind: 'rows', part: 'train', rows: [0, 1, 2, 3, 4] } as const;

  test.each(['drop', 'alpha'])('%s: forward and gradient have the numbers of the coming step', (node) => {
    for (let turn = 0; turn < 3; turn += 1) {
      const look = session.look({ ...rows, mode: 'train' });
      for (const form of formulaForms) {
        const found = nodeFormulas(graph, program, node, { form, opened: new Set() });
        for (const [formula, key] of [
          [found?.forward[0], outputKey('value', node, 'output')],
          [found?.gradients[0]?.product, outputKey('gradient', node, 'input')],
        ] as const) {
          const filled = formula === undefined ? undefined : withNumbers(formula, form, numbersOf(look));
          const tensor = look.values.get(key);
          if (filled === undefined || tensor === undefined) throw new Error(`${key} has no numbers`);
          const all = form === 'component' ? [elementAt(filled, tensor)] : Array.from(tensor.data);
          const shown = numbersIn(filled.result);
          const expected = form === 'matrix' ? all.slice(8, 12) : all;
          // Five rows are shortened to the first two and the last.
          const seen = form === 'batched' ? [...expected.slice(0, 8), ...expected.slice(16)] : expected;
          expect(shown).toHaveLength(seen.length);
          shown.forEach((value, at) => {
            expect(Math.abs(value - (seen[at] ?? Number.NaN)), `${key} ${form}`).toBeLessThan(
              1e-3 * Math.max(1e-3, Math.abs(seen[at] ?? 0)),
            );
          });
          expect(toText(filled.written)).not.toMatch(/m|uniform/);
        }
      }
      session.step();
    }
  });

  test('another step drops others', () => {
    const masks = [0, 1].map(() => {
      const look = session.look({ ...rows, mode: 'train' });
      session.step();
      return Array.from(
        look.values.get(outputKey('value', 'drop', 'output'))?.data ?? [],
        (value) => value === 0,
      );
    });
    expect(masks[0]).not.toEqual(masks[1]);
  });

  test('in evaluation nothing is drawn, and the formula of training has no numbers', () => {
    const look = session.look({ ...rows, mode: 'evaluate' });
    expect(look.draw).toBeUndefined();
    const forward = nodeFormulas(graph, program, 'drop')?.forward[0];
    if (forward === undefined) throw new Error('Dropout has a formula');
    expect(withNumbers(forward, 'batched', numbersOf(look))).toBeUndefined();
  });
});
