import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { Formula } from '../../../../engine/graph/formula/formula.ts';
import { withNumbers } from '../../../../engine/graph/formula/formula-numbers.ts';
import { nodeFormulas } from '../../../../engine/graph/formula/formulas.ts';
import type { LiveNumbers } from '../../../../engine/graph/formula/live-numbers.ts';
import { sharedAxes } from '../../../../engine/graph/formula/shared-axes.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import type { Expression } from '../../../../engine/notation/expression.ts';
import { someParts } from '../../../../engine/notation/map-expression.ts';
import { toText } from '../../../../engine/notation/text.ts';
import { type OutputKey, outputKey } from '../../../../engine/program/program.ts';
import { createSession } from '../../../../engine/train/running-session.ts';
import { updateFormula } from '../../../../engine/train/update-formula.ts';

/** Numbers that are marked as followed, as they are written. */
function followedIn(of: Expression): readonly string[] {
  const found: string[] = [];
  someParts(of, (part) => {
    if (part.kind === 'number' && part.element?.isFollowed === true) found.push(toText(part));
    return false;
  });
  return found;
}

describe('a number that is followed', () => {
  const graph = checkGraph(iris.document);
  const prepared = prepareData(iris.document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(graph, prepared.data);
  if (!made.ok) throw new Error(made.message);
  const program = buildProgram(graph);
  const axes = sharedAxes(graph, program);
  const look = made.session.look({ kind: 'rows', part: 'train', rows: [0, 1, 2, 3, 4], mode: 'train' });
  /** As after a click on W₁ at row 2, column 1. */
  const [hidden = '', feature = ''] = axes.of('parameter fc1 weight') ?? [];
  const numbers: LiveNumbers = {
    values: new Map(look.values),
    batch: 5,
    sample: 3,
    draw: look.draw,
    following: {
      axes,
      places: new Map([
        [hidden, 2],
        [feature, 1],
      ]),
    },
  };
  const formulasAt = (node: string, form: 'component' | 'matrix') => {
    const found = nodeFormulas(graph, program, node, { form, opened: new Set() });
    if (found === undefined) throw new Error(`${node} has no formulas`);
    return found;
  };
  const filledOf = (formula: Formula | undefined, form: 'component' | 'matrix' = 'component') => {
    const filled = formula === undefined ? undefined : withNumbers(formula, form, numbers);
    if (filled === undefined) throw new Error('no numbers');
    return filled;
  };
  const numberAt = (key: OutputKey, ...places: readonly number[]): string => {
    const tensor = look.values.get(key);
    if (tensor === undefined) throw new Error(`${key} is not in the look`);
    const at = places.reduce((index, place, axis) => index * (tensor.shape[axis] ?? 1) + place, 0);
    return toText({ kind: 'number', value: Number((tensor.data[at] ?? 0).toPrecision(4)) });
  };
  const gradientOf = (node: string, of: string) =>
    formulasAt(node, 'component').gradients.find((each) => each.of === of)?.product;

  test('is found again in every formula from the input to the update', () => {
    const forward = filledOf(formulasAt('fc1', 'component').forward[0]);
    expect(forward.element).toEqual([
      { letter: 'n', at: 3, isFollowed: true },
      { letter: 'i', at: 2, isFollowed: true },
    ]);
    expect(followedIn(forward.written)).toEqual([
      numberAt(outputKey('value', 'x', 'output'), 3, 1),
      numberAt(outputKey('parameter', 'fc1', 'weight'), 2, 1),
      numberAt(outputKey('parameter', 'fc1', 'bias'), 2),
    ]);
    const activation = filledOf(formulasAt('act1', 'component').forward[0]);
    expect(followedIn(activation.written)).toEqual([numberAt(outputKey('value', 'fc1', 'output'), 3, 2)]);
    expect(followedIn(activation.result)).toHaveLength(1);
    const back = filledOf(gradientOf('fc2', 'input'));
    expect(back.element).toEqual([
      { letter: 'n', at: 3, isFollowed: true },
      { letter: 'i', at: 2, isFollowed: true },
    ]);
    const gradient = filledOf(gradientOf('fc1', 'weight'));
    expect(gradient.element).toEqual([
      { letter: 'i', at: 2, isFollowed: true },
      { letter: 'j', at: 1, isFollowed: true },
    ]);
    expect(toText(gradient.result)).toBe(numberAt(outputKey('parameterGradient', 'fc1', 'weight'), 2, 1));
    const update = updateFormula(graph, program, 'fc1', 'weight');
    if (update !== undefined) expect(filledOf(update).element.map(({ at }) => at)).toEqual([2, 1]);
  });

  test('leaves an axis free that it says nothing of: there the largest number is taken', () => {
    const { element } = filledOf(gradientOf('fc2', 'weight'));
    expect(element.map(({ isFollowed }) => isFollowed)).toEqual([false, true]);
    expect(element[1]?.at).toBe(2);
    const tensor = look.values.get(outputKey('parameterGradient', 'fc2', 'weight'));
    const column = [0, 1, 2].map((row) => Math.abs(tensor?.data[row * 8 + 2] ?? 0));
    expect(column[element[0]?.at ?? 0]).toBe(Math.max(...column));
  });

  test('stands in its matrix though others are left out', () => {
    const { written, result } = filledOf(formulasAt('fc1', 'matrix').forward[0], 'matrix');
    expect(followedIn(written)).toContain(numberAt(outputKey('parameter', 'fc1', 'weight'), 2, 1));
    expect(followedIn(written)).toContain(numberAt(outputKey('value', 'x', 'output'), 3, 1));
    expect(followedIn(result)).toEqual([numberAt(outputKey('value', 'fc1', 'output'), 3, 2)]);
  });

  test('a batch of one sample has an index like any other', () => {
    const alone = made.session.look({ kind: 'rows', part: 'train', rows: [0], mode: 'train' });
    const [forward] = formulasAt('fc1', 'component').forward;
    const one = { ...numbers, values: new Map(alone.values), batch: 1, sample: 0 };
    const filled = forward === undefined ? undefined : withNumbers(forward, 'component', one);
    expect(filled?.element.map(({ letter, at }) => `${letter} ${at}`)).toEqual(['n 0', 'i 2']);
    expect(toText(filled?.result ?? { kind: 'size', of: [] })).toBe(
      toText({
        kind: 'number',
        value: Number((alone.values.get('value fc1 output')?.data[2] ?? 0).toPrecision(4)),
      }),
    );
  });

  test('sums of eight terms are written out', () => {
    expect(toText(filledOf(formulasAt('fc2', 'component').forward[0]).written)).not.toContain('…');
  });
});
