import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check.ts';
import { checkedLevel } from '../../../engine/graph/checked-level.ts';
import { connectionJudge } from '../../../engine/graph/connect.ts';
import { addNode } from '../../../engine/graph/edit.ts';
import { cardFormula, nodeFormulas } from '../../../engine/graph/formulas.ts';
import { groupNodes } from '../../../engine/graph/group-nodes.ts';
import { levelOf } from '../../../engine/graph/levels.ts';
import { symbolsOf } from '../../../engine/graph/symbols.ts';
import { toText } from '../../../engine/notation/text.ts';
import { irisGraph } from './drawing.ts';

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

  test('the formulas of a use give the gradients of all that is inside, from its output', () => {
    const formulas = nodeFormulas(top, buildProgram(checked), 'block1');
    expect(formulas?.local.map(({ of }) => of)).toEqual(['fc1/weight', 'fc1/bias', 'input']);
    const [weight] = formulas?.local ?? [];
    expect(weight === undefined ? '' : toText(weight.expression)).toContain('∂L/∂W₁');
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
