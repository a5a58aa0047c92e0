import { describe, expect, test } from 'vitest';
import { checkedLevel } from '../../../../engine/graph/blocks/checked-level.ts';
import { groupNodes } from '../../../../engine/graph/blocks/group-nodes.ts';
import { levelOf } from '../../../../engine/graph/blocks/levels.ts';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { connectionJudge } from '../../../../engine/graph/edit/connect.ts';
import { addNode } from '../../../../engine/graph/edit/edit.ts';
import { cardFormula } from '../../../../engine/graph/formula/card-formula.ts';
import { nodeFormulas } from '../../../../engine/graph/formula/formulas.ts';
import { symbolsOf } from '../../../../engine/graph/formula/symbols.ts';
import { toText } from '../../../../engine/notation/text.ts';
import { draw, irisGraph } from '../drawing.ts';

const grouped = groupNodes(irisGraph(), [], ['fc1', 'act1']);
if (!grouped.ok) throw new Error(grouped.reason);
const { document } = grouped;
const checked = checkGraph(document);
const top = checkedLevel(checked, document);

describe('what is known of a level', () => {
  test('a document without blocks is known as it was checked', () => {
    const plain = checkGraph(irisGraph());
    expect(checkedLevel(plain, plain.document)).toBe(plain);
  });

  test('a use has the types of its ports and the parameters of what is inside, counted as one', () => {
    const use = top.nodes.get('block1');
    expect(use?.operator.name).toBe('Block 1');
    expect(use?.inputs.get('input')?.[0]?.type.shape).toEqual(['N', 4]);
    expect(use?.outputs.get('output')?.shape).toEqual(['N', 8]);
    expect(use?.parameterCount).toBe(40n);
    expect(use?.parameters.map(({ name }) => name)).toEqual(['fc1/weight', 'fc1/bias']);
    expect(top.parameterCount.total).toBe(67n);
  });

  test('inside, the cards of the ports have the types that come and go in this use', () => {
    const level = levelOf(document, ['block1']);
    const inside = checkedLevel(checked, level);
    expect(inside.document).toBe(level);
    expect(inside.nodes.get('block1/:in')?.outputs.get('input')?.shape).toEqual(['N', 4]);
    expect(inside.nodes.get('block1/:out')?.inputs.get('output')?.[0]?.type.shape).toEqual(['N', 8]);
    expect(inside.nodes.get('block1/fc1')).toBe(checked.nodes.get('block1/fc1'));
  });

  test('a use in error, or not wired, is not known', () => {
    const cut = { ...document, edges: document.edges.filter(({ to }) => to[0] !== 'block1') };
    expect(checkedLevel(checkGraph(cut), cut).nodes.has('block1')).toBe(false);
  });

  test('wires through blocks have the symbols of what they carry', () => {
    const { values } = symbolsOf(top);
    expect(values.get('block1 output')).toBe(values.get('block1/act1 output'));
    expect(toText(cardFormula(top, 'block1') ?? { kind: 'number', value: 0 })).toBe('a = Block 1(x)');
  });

  test('a block that gives nothing is written without a name before it', () => {
    const whole = groupNodes(irisGraph(), [], ['fc1', 'act1', 'fc2', 'loss']);
    if (!whole.ok) throw new Error(whole.reason);
    const level = checkedLevel(checkGraph(whole.document), whole.document);
    expect(toText(cardFormula(level, 'block1') ?? { kind: 'number', value: 0 })).toBe('Block 1(x, y)');
  });

  test('the formulas of a use give the gradients of all that is inside, from its output', () => {
    const formulas = nodeFormulas(top, buildProgram(checked), 'block1');
    expect(formulas?.gradients.map(({ of }) => of)).toEqual(['fc1/weight', 'fc1/bias', 'input']);
    const weight = formulas?.gradients[0]?.product;
    expect(weight === undefined ? '' : toText(weight.expression)).toContain('∂L/∂W₁');
  });

  test('a block in which statistics are tracked and elements dropped is lowered like any other', () => {
    const drawn = draw(
      'x:Input{shape:[4]} -> bn:BatchNorm1d -> a:Dropout -> r:ReLU -> b:Dropout{p:0.1} -> loss:MSELoss',
      'y:Target{kind:"real",features:4} -> loss.target',
    );
    const block = groupNodes(drawn, [], ['bn', 'a', 'r', 'b']);
    if (!block.ok) throw new Error(block.reason);
    const whole = checkGraph({ ...block.document, training: { ...drawn.training, batchSize: 8 } });
    const level = checkedLevel(whole, block.document);
    expect(whole.trainable).toBe(true);
    expect(level.nodes.get('block1')?.buffers.map(({ name }) => name)).toEqual([
      'bn/running_mean',
      'bn/running_var',
      'bn/num_batches_tracked',
    ]);
    const program = buildProgram(whole);
    expect([...program.outputs.keys()]).toContain('stateUpdate block1/bn running_var');
    const gradients = nodeFormulas(level, program, 'block1')?.gradients ?? [];
    const written = gradients.find(({ of }) => of === 'input')?.product.definitions.map(toText) ?? [];
    expect(written).toEqual(
      expect.arrayContaining(['m = [uniform(0, 1) < 0.5]', 'm₂ = [uniform(0, 1) < 0.9]']),
    );
  });

  test('wires are judged by what a block makes of them', () => {
    const wide = addNode(document, 'Input', { x: 0, y: 0 }, { attributes: { shape: [4] } });
    const second = addNode(wide.document, 'block:block1', { x: 0, y: 0 });
    const graph = checkedLevel(checkGraph(second.document), second.document);
    const [from = ''] = wide.ids;
    const [to = ''] = second.ids;
    expect(to).toBe('block2');
    const judge = connectionJudge(graph, [from, 'output']);
    expect(judge([to, 'input'])).toMatchObject({ ok: true });
    const classes = connectionJudge(graph, ['y', 'output']);
    expect(classes([to, 'input'])).toMatchObject({ ok: false, reason: expect.stringContaining('numbers') });
  });
});
