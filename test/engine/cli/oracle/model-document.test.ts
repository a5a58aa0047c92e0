import { describe, expect, test } from 'vitest';
import type { Model } from '../../../../engine/cli/oracle/model.ts';
import { modelDocument } from '../../../../engine/cli/oracle/model-document.ts';
import { checkGraph } from '../../../../engine/graph/check.ts';

const linear = (inputs: number, outputs: number): Model => ({
  type: 'Linear',
  args: { in_features: inputs, out_features: outputs },
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
    expect(drawn.ok && [...drawn.functions]).toEqual([nodes[2]?.id, nodes[3]?.id]);
    expect(drawn.ok && checkGraph(drawn.document).nodes.size).toBe(4);
  });
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
    {
      type: 'Sequential',
      children: [
        ['0', { type: 'Sequential', children: [['0', linear(4, 4)]] }],
        ['1', { ref: '0.0' }],
      ],
    },
    'torchsummary hooks a module once for each parent and shows every call that often',
  ],
] as readonly (readonly [Model, string])[])('says what it cannot draw (%#)', (model, why) => {
  expect(modelDocument(model, [[4]])).toEqual({ ok: false, why });
});
