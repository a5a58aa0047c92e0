import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument, GraphNode } from '../../../../engine/graph/document.ts';
import { applyFix } from '../../../../engine/graph/edit/apply-fix.ts';
import { setAttribute } from '../../../../engine/graph/edit/edit.ts';
import { cardFormula } from '../../../../engine/graph/formula/card-formula.ts';
import { keyOfParameter } from '../../../../engine/graph/parameter-keys.ts';
import { sharingChoices } from '../../../../engine/graph/sharing.ts';
import { toText } from '../../../../engine/notation/text.ts';
import { evaluate } from '../../../../engine/program/evaluate/evaluate.ts';
import { outputKey } from '../../../../engine/program/program.ts';
import { startingPoint } from '../../../../engine/train/starting-weights.ts';
import { draw } from '../drawing.ts';

const sharing = (
  document: GraphDocument,
  shares: Readonly<Record<string, GraphNode['shares']>>,
): GraphDocument => ({
  ...document,
  nodes: document.nodes.map((node) => {
    const wish = shares[node.id];
    return wish === undefined ? node : { ...node, shares: wish };
  }),
});

const twice = () =>
  draw(
    'x:Input{shape:[3]} -> fc1:Linear{out_features:3} -> t:Tanh -> fc2:Linear{out_features:3} -> loss:MSELoss',
    'x -> loss.target',
  );

const tied = () =>
  draw(
    'x:Input{shape:[5]} -> enc:Linear{out_features:2} -> dec:MatMul -> loss:MSELoss; x -> loss.target',
    'w:Parameter{shape:[2,5]} -> dec.other',
  );

describe('a node that shares the parameters of another', () => {
  test('counts them once, where they belong', () => {
    const checked = checkGraph(sharing(twice(), { fc2: 'fc1' }));
    expect(checked.diagnostics).toEqual([]);
    expect(checked.parameterCount.total).toBe(12n);
    expect(checked.nodes.get('fc1')?.parameterCount).toBe(12n);
    expect(checked.nodes.get('fc2')?.parameterCount).toBe(0n);
    expect([...startingPoint(checked).parameters.keys()]).toEqual(['fc1/weight', 'fc1/bias']);
  });

  test('is written with their symbols', () => {
    const checked = checkGraph(sharing(twice(), { fc2: 'fc1' }));
    const formula = cardFormula(checked, 'fc2');
    expect(formula === undefined ? '' : toText(formula)).toBe('ŷ = t W₁ᵀ + b₁'.replace('t', 'a'));
  });

  test('may share one tensor of a layer of another kind, as tied weights do', () => {
    const checked = checkGraph(sharing(tied(), { w: { value: 'enc/weight' } }));
    expect(checked.diagnostics).toEqual([]);
    expect(checked.parameterCount.total).toBe(12n);
    const w = checked.nodes.get('w');
    expect(w === undefined ? '' : keyOfParameter(w, 'value')).toBe('enc/weight');
  });

  test('gives its share of the gradient, and the owner the sum', () => {
    const checked = checkGraph(sharing(twice(), { fc2: 'fc1' }));
    const program = buildProgram(checked);
    const { parameters } = startingPoint(checked);
    const x = { shape: [2, 3], data: Float64Array.from([0.3, -0.7, 1.1, -0.2, 0.9, 0.4]) };
    const computed = evaluate(program, {
      batch: 2,
      inputs: new Map([['x', x]]),
      parameters,
      settings: new Map(),
    });
    const at = (key: ReturnType<typeof outputKey>) => [...(computed.get(key)?.data ?? [])];
    const sum = at(outputKey('parameterGradient', 'fc1', 'weight'));
    const first = at(outputKey('gradient', 'fc1', 'weight'));
    const second = at(outputKey('gradient', 'fc2', 'weight'));
    expect(sum).toHaveLength(9);
    expect(first.some((value, index) => Math.abs(value - (second[index] ?? 0)) > 1e-6)).toBe(true);
    sum.forEach((value, index) => {
      expect(value).toBeCloseTo((first[index] ?? 0) + (second[index] ?? 0), 12);
    });
  });

  test('is the same object from check to check, until what it shares changes', () => {
    const document = sharing(twice(), { fc2: 'fc1' });
    const before = checkGraph(document);
    const moved = checkGraph({ ...document, name: 'another' }, before);
    expect(moved.nodes.get('fc2')).toBe(before.nodes.get('fc2'));
    const [x, fc1, t, fc2, ...rest] = document.nodes as readonly [GraphNode, GraphNode, GraphNode, GraphNode];
    const { shares: _, ...alone } = fc2;
    const apart = checkGraph({ ...document, nodes: [x, fc1, t, alone, ...rest] }, moved);
    expect(apart.nodes.get('fc2')?.parameterCount).toBe(12n);
  });

  test.each([
    ['nowhere', 'Expected node/parameter; found no node nowhere.'],
    ['t', 'Expected a parameter of t (it has none); found weight.'],
    [{ weight: 'fc1/kernel' }, 'Expected a parameter of fc1 (weight, bias); found kernel.'],
    [{ kernel: 'fc1/weight' }, 'Expected one of its parameters (weight, bias); found kernel.'],
    [{ weight: 'fc1' }, 'Expected node/parameter; found no node fc1.'],
    [{ weight: 'fc1/bias' }, 'Expected 3×3; fc1 has 3.'],
    ['fc2', 'Expected a node that has weight as its own; they share it in a circle.'],
  ])('that shares %j is told what is wrong, and mended by weights of its own', (shares, message) => {
    const document = sharing(twice(), { fc2: shares });
    const checked = checkGraph(document);
    const fault = checked.diagnostics.find(({ node }) => node === 'fc2');
    expect(fault?.code).toBe('E204');
    expect(fault?.message).toBe(message);
    expect(checked.nodes.has('fc2')).toBe(false);
    expect(checked.nodes.has('loss')).toBe(false);
    const fix = fault?.fixes.at(-1);
    if (fix === undefined) throw new Error('no fix');
    expect(checkGraph(applyFix(document, fix)).diagnostics).toEqual([]);
  });

  test('of another width is offered the width of its owner', () => {
    const document = sharing(
      draw('x:Input{shape:[3]} -> fc1:Linear{out_features:4}', 'x -> fc2:Linear{out_features:5}'),
      { fc2: 'fc1' },
    );
    const faults = checkGraph(document).diagnostics.filter(({ kind }) => kind === 'bad-sharing');
    expect(faults[0]?.message).toBe('Expected 5×3; fc1 has 4×3.');
    const [fix] = faults[0]?.fixes ?? [];
    expect(fix?.label).toBe('Set out_features to 4, as fc1 has it');
    if (fix === undefined) throw new Error('no fix');
    // Setting it at one sets it at both, so the fix is what brings them together.
    const mended = checkGraph(applyFix(document, fix));
    expect(mended.diagnostics.filter(({ kind }) => kind === 'bad-sharing')).toEqual([]);
    const both = checkGraph(setAttribute(applyFix(document, fix), 'fc2', 'out_features', 6));
    expect(both.nodes.get('fc1')?.outputs.get('output')?.shape).toEqual(['N', 6]);
  });

  test('also where it has no parameters, only statistics: they are the owner’s, and must be of its size', () => {
    const drawn = draw(
      'x:Input{shape:[3]} -> bn:BatchNorm1d{affine:false} -> again:BatchNorm1d{affine:false}',
      'again -> fc:Linear{out_features:4} -> wide:BatchNorm1d{affine:false} -> loss:MSELoss',
    );
    expect(sharingChoices(checkGraph(drawn), 'again')).toEqual([{ node: 'bn', pairs: undefined }]);
    const document = sharing(drawn, { again: 'bn', wide: 'bn' });
    const checked = checkGraph(document);
    expect(checked.nodes.get('again')?.shares.get('running_mean')).toBe('bn/running_mean');
    const faults = checked.diagnostics.filter(({ kind }) => kind === 'bad-sharing');
    expect(faults.map(({ node, message }) => [node, message])).toEqual([
      ['wide', 'Expected 4; bn has 3.'],
      ['wide', 'Expected 4; bn has 3.'],
    ]);
  });

  test('waits for an owner that is itself in error', () => {
    const document = sharing(
      draw('x:Input{shape:[3]} -> fc1:Linear{out_features:0}', 'x -> fc2:Linear{out_features:5}'),
      {
        fc2: 'fc1',
      },
    );
    const { diagnostics, nodes } = checkGraph(document);
    expect(diagnostics.filter(({ kind }) => kind === 'bad-sharing')).toEqual([]);
    expect(nodes.has('fc2')).toBe(false);
  });
});
