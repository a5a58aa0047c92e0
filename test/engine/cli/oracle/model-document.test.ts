import { describe, expect, test } from 'vitest';
import type { CustomModel, Model } from '../../../../engine/cli/oracle/model.ts';
import { modelDocument } from '../../../../engine/cli/oracle/model-document.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { summarize } from '../../../../engine/summary/summarize.ts';

const linear = (inputs: number, outputs: number): Model => ({
  type: 'Linear',
  args: { in_features: inputs, out_features: outputs },
});

/** A module with one call in its forward. */
const custom = (
  name: string,
  children: readonly (readonly [string, Model])[],
  callee: string,
  more: Partial<CustomModel> = {},
): CustomModel => ({
  type: 'Custom',
  class: name,
  children,
  inputs: ['x'],
  forward: [['y', callee, ['x', ...Object.keys(more.parameters ?? {})]]],
  returns: 'y',
  ...more,
});

/** The rows as torchsummary names and counts them. */
function rowsOf(model: Model): readonly string[] {
  const drawn = modelDocument(model, [[4]]);
  if (!drawn.ok) return [drawn.why];
  const { rows } = summarize(checkGraph(drawn.document), { listed: drawn.listed });
  return rows.map(({ name, parameters }) => `${name} ${parameters}`);
}

describe('what torchsummary lists', () => {
  test('a module of modules stands after what it calls, the model itself nowhere', () => {
    const inner = custom('Inner', [['fc', linear(4, 4)]], 'fc');
    const outer = custom('Outer', [['inner', inner]], 'inner');
    expect(rowsOf(custom('Net', [['outer', outer]], 'outer'))).toEqual([
      'Linear-1 20',
      'Inner-2 0',
      'Outer-3 0',
    ]);
  });

  test('tensors of its own count if they are called weight or bias', () => {
    const gain = custom('Gain', [], 'fn:mul', { parameters: { gain: [4] } });
    const weight = custom('Weight', [], 'fn:matmul_p', { parameters: { weight: [4, 3] } });
    expect(
      rowsOf({
        type: 'Sequential',
        children: [
          ['0', gain],
          ['1', weight],
        ],
      }),
    ).toEqual(['Gain-1 0', 'Weight-2 12']);
  });

  test('a container that two parents share has two hooks on each of its layers', () => {
    const trunk: Model = { type: 'Sequential', children: [['0', linear(4, 4)]] };
    const shared: Model = { ref: '0.trunk' };
    expect(
      rowsOf({
        type: 'Sequential',
        children: [
          ['0', custom('A', [['trunk', trunk]], 'trunk')],
          ['1', custom('B', [['trunk', shared]], 'trunk')],
        ],
      }),
    ).toEqual(['Linear-1 20', 'Linear-2 20', 'A-3 0', 'Linear-4 20', 'Linear-5 20', 'B-6 0']);
  });

  test('the first of a tuple goes on by itself', () => {
    const heads = custom('Heads', [['a', linear(4, 3)]], 'a', { returns: ['y', 'x'] });
    const net: CustomModel = {
      ...custom('Net', [['heads', heads]], 'heads'),
      forward: [
        ['h', 'heads', ['x']],
        ['y', 'fn:first', ['h']],
      ],
    };
    expect(rowsOf(custom('Root', [['net', net]], 'net'))).toEqual(['Linear-1 15', 'Heads-2 0', 'Net-3 0']);
  });

  test('a value may be added to itself', () => {
    const twice: CustomModel = { ...custom('Twice', [], ''), forward: [['y', 'fn:add', ['x', 'x']]] };
    expect(rowsOf({ type: 'Sequential', children: [['0', twice]] })).toEqual(['Twice-1 0']);
  });
});

describe('a model as a graph', () => {
  test('nested containers become a chain in the order of the calls', () => {
    const model: Model = {
      type: 'Sequential',
      children: [
        ['0', linear(4, 6)],
        ['1', { type: 'Sequential', children: [['0', { type: 'ReLU', args: {} }]] }],
        ['2', linear(6, 2)],
      ],
    };
    const drawn = modelDocument(model, [[4]]);
    expect(drawn.ok && drawn.document.nodes.map(({ operator }) => operator)).toEqual([
      'Input',
      'Linear',
      'ReLU',
      'Linear',
    ]);
    expect(drawn.ok && checkGraph(drawn.document).parameterCount.total).toBe(BigInt(4 * 6 + 6 + 6 * 2 + 2));
  });

  test('a module that is called again shares the parameters of its first call', () => {
    const model: Model = {
      type: 'Sequential',
      children: [
        ['0', linear(4, 4)],
        ['1', { ref: '0' }],
      ],
    };
    const drawn = modelDocument(model, [[4]]);
    expect(drawn.ok && drawn.document.nodes.map(({ shares }) => shares)).toEqual([
      undefined,
      undefined,
      'n1',
    ]);
    expect(drawn.ok && checkGraph(drawn.document).parameterCount.total).toBe(20n);
  });

  test('functions become nodes that no table lists', () => {
    const model: Model = {
      type: 'Custom',
      class: 'Skip',
      children: [['fc', linear(4, 4)]],
      inputs: ['x'],
      forward: [
        ['a', 'fc', ['x']],
        ['b', 'fn:relu', ['a']],
        ['y', 'fn:add', ['b', 'x']],
      ],
      returns: 'y',
    };
    const drawn = modelDocument(model, [[4]]);
    const nodes = drawn.ok ? drawn.document.nodes : [];
    expect(nodes.map(({ operator }) => operator)).toEqual(['Input', 'Linear', 'ReLU', 'Add']);
    expect(drawn.ok && drawn.listed).toEqual([{ node: nodes[1]?.id }]);
    expect(drawn.ok && checkGraph(drawn.document).nodes.size).toBe(4);
  });
});

test('arguments that change no number are passed over', () => {
  const relu: Model = { type: 'ReLU', args: { inplace: true } };
  expect(rowsOf({ type: 'Sequential', children: [['0', relu]] })).toEqual(['ReLU-1 0']);
});

test.each([
  [
    { type: 'Sequential', children: [['0', { type: 'Unheard', args: {} }]] },
    'there is no operator Unheard yet',
  ],
  [
    { type: 'Sequential', children: [['0', { type: 'ReLU', args: { wide: true } }]] },
    'ReLU has no attribute wide yet (at 0)',
  ],
  [
    { type: 'Sequential', children: [['0', custom('AsDict', [], 'fn:as_dict')]] },
    'the function as_dict has no operator yet',
  ],
] as readonly (readonly [Model, string])[])('says what it cannot draw (%#)', (model, why) => {
  expect(modelDocument(model, [[4]])).toEqual({ ok: false, why });
});
