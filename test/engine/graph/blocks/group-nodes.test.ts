import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { readDocument, writeDocument } from '../../../../engine/formats/json.ts';
import { groupNodes } from '../../../../engine/graph/blocks/group-nodes.ts';
import { unpackBlock } from '../../../../engine/graph/blocks/unpack-block.ts';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { isBlocking } from '../../../../engine/graph/check/diagnostic.ts';
import { defaultTraining, type GraphDocument } from '../../../../engine/graph/document.ts';
import { setWeights } from '../../../../engine/graph/edit/edit.ts';
import { templates } from '../../../../engine/graph/templates/catalogue.ts';
import { createSession } from '../../../../engine/train/running-session.ts';
import { draw, irisGraph } from '../drawing.ts';

function unpacked(document: GraphDocument, path: readonly string[], id: string) {
  const result = unpackBlock(document, path, id);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

function grouped(document: GraphDocument, ...ids: readonly string[]) {
  const result = groupNodes(document, [], ids);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

/** Nodes sorted: taking a block apart puts them where it stood. */
const byIds = (document: GraphDocument): GraphDocument => ({
  ...document,
  nodes: document.nodes.toSorted((a, b) => a.id.localeCompare(b.id)),
});

/** Program of a document with ids within blocks cut to those they had before. */
const programText = (document: GraphDocument): string =>
  JSON.stringify([...buildProgram(checkGraph(document)).values], (key, value) =>
    (key === 'node' || key === 'key') && typeof value === 'string' ? value.replace(/^block\d+\//, '') : value,
  );

function losses(document: GraphDocument): readonly number[] {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const result = createSession(checkGraph(document), prepared.data);
  if (!result.ok) throw new Error(result.message);
  const found: number[] = [];
  for (let step = 0; step < 20; step += 1) found.push(result.session.step().loss);
  return found;
}

describe('grouping', () => {
  const { document, id } = grouped(irisGraph(), 'fc1', 'act1');

  test('turns crossing wires into ports and puts one use in place of the nodes', () => {
    expect(id).toBe('block1');
    expect(document.nodes.map((node) => `${node.id}:${node.operator}`)).toEqual([
      'x:Input',
      'block1:block:block1',
      'fc2:Linear',
      'loss:CrossEntropyLoss',
      'y:Target',
    ]);
    expect(document.edges.map(({ from, to }) => `${from.join('.')} ${to.join('.')}`)).toEqual([
      'x.output block1.input',
      'block1.output fc2.input',
      'fc2.output loss.input',
      'y.output loss.target',
    ]);
    expect(document.blocks).toMatchObject([
      {
        id: 'block1',
        name: 'Block 1',
        inputs: [{ name: 'input' }],
        outputs: [{ name: 'output' }],
        edges: [
          { from: [':in', 'input'], to: ['fc1', 'input'] },
          { from: ['fc1', 'output'], to: ['act1', 'input'] },
          { from: ['act1', 'output'], to: [':out', 'output'] },
        ],
      },
    ]);
  });

  test('keeps counts, shapes and the program, up to the ids of what is inside', () => {
    const [before, after] = [checkGraph(irisGraph()), checkGraph(document)];
    expect(after.diagnostics).toEqual([]);
    expect(after.trainable).toBe(true);
    expect(after.parameterCount).toEqual(before.parameterCount);
    expect(after.order).toEqual(['x', 'block1/fc1', 'block1/act1', 'fc2', 'y', 'loss']);
    expect(programText(document)).toBe(programText(irisGraph()));
  });

  test.each(templates.map((template) => [template.id, template.document] as const))(
    'two nodes of the template %s in a block train to the same bits, and unpacking gives the same document',
    (_, template) => {
      const short = { ...template, training: { ...template.training, epochs: 1 } };
      // The first wire whose two ends may become one.
      const [block] = short.edges.flatMap(({ from, to }) => {
        const result = groupNodes(short, [], [from[0], to[0]]);
        return result.ok && from[0] !== 'x' ? [result] : [];
      });
      if (block === undefined) throw new Error('no two nodes can be grouped');
      expect(losses(block.document)).toEqual(losses(short));
      expect(byIds(unpacked(block.document, [], block.id).document)).toEqual(byIds(short));
    },
  );

  test('takes stored weights and learning rates along, and brings them back', () => {
    const stored = setWeights(irisGraph(), 'fc1/bias', [8], [1, 2, 3, 4, 5, 6, 7, 8]);
    const rated: GraphDocument = {
      ...stored,
      training: {
        ...defaultTraining,
        optimizer: { ...defaultTraining.optimizer, learningRates: { 'fc1/weight': 0.5, bias: 0 } },
      },
    };
    const inBlock = grouped(rated, 'fc1', 'act1').document;
    expect(Object.keys(inBlock.weights ?? {})).toEqual(['block1/fc1/bias']);
    expect(inBlock.training.optimizer.learningRates).toEqual({ 'block1/fc1/weight': 0.5, bias: 0 });
    expect(checkGraph(inBlock).diagnostics).toEqual([]);
    expect(unpacked(inBlock, [], 'block1').document).toEqual(rated);
  });

  test('gives inputs that wait and outputs that nothing reads a port too', () => {
    const loose = draw('fc1:Linear{out_features:8} -> act1:ReLU', 'add:Add');
    const { document: block } = grouped(loose, 'fc1', 'act1', 'add');
    expect(block.blocks?.[0]?.inputs.map(({ name }) => name)).toEqual(['input', 'inputs']);
    expect(block.blocks?.[0]?.outputs.map(({ name }) => name)).toEqual(['act1', 'add']);
    expect(
      checkGraph(block)
        .diagnostics.filter(isBlocking)
        .map(({ node, port }) => `${node}.${port}`),
    ).toEqual(['block1.input', 'block1.inputs']);
  });

  test('a value read twice inside comes in once, and one read twice outside goes out once', () => {
    const fan = draw(
      'x:Input{shape:[4]} -> a:ReLU -> s:Add; x -> b:Tanh -> s',
      's -> c:Sigmoid -> loss:MSELoss; s -> d:Tanh; d -> loss.target',
    );
    const { document: block } = grouped(fan, 'a', 'b', 's');
    expect(block.blocks?.[0]?.inputs).toHaveLength(1);
    expect(block.blocks?.[0]?.outputs).toHaveLength(1);
    expect(programText(block)).toBe(programText(fan));
    expect(
      unpacked(block, [], 'block1')
        .document.edges.map(({ from, to }) => [...from, ...to].join(' '))
        .sort(),
    ).toEqual(fan.edges.map(({ from, to }) => [...from, ...to].join(' ')).sort());
  });

  test('refuses nodes that data leaves and comes back to, and says which lie between', () => {
    expect(groupNodes(irisGraph(), [], ['fc1', 'fc2'])).toEqual({
      ok: false,
      reason:
        'The block would feed itself: fc1 → act1 → fc2 leaves the selection and comes back. Select act1 too.',
    });
    expect(groupNodes(irisGraph(), [], [])).toMatchObject({ ok: false });
  });

  test('groups within a block, for all uses of that block, with the stored weights of each', () => {
    const second = {
      ...document,
      nodes: document.nodes.map((node) =>
        node.id === 'fc2' ? { ...node, operator: 'block:block1', attributes: {} } : node,
      ),
    };
    const stored = setWeights(
      setWeights(second, 'block1/fc1/bias', [8], Array(8).fill(1)),
      'fc2/fc1/bias',
      [8],
      Array(8).fill(2),
    );
    const nested = groupNodes(stored, ['block1'], ['block1/fc1']);
    if (!nested.ok) throw new Error(nested.reason);
    expect(nested.id).toBe('block1/block1');
    expect(Object.keys(nested.document.weights ?? {})).toEqual([
      'block1/block1/fc1/bias',
      'fc2/block1/fc1/bias',
    ]);
    expect(checkGraph(nested.document).diagnostics.map(({ title }) => title)).toEqual(
      checkGraph(stored).diagnostics.map(({ title }) => title),
    );
    expect(unpacked(nested.document, ['block1'], 'block1/block1').document).toEqual(stored);
  });

  test('a document with blocks is the same after writing and reading', () => {
    const text = writeDocument(document);
    const read = readDocument(text);
    expect(read.ok && read.document).toEqual(document);
    expect(read.ok && writeDocument(read.document)).toBe(text);
    expect(text).toContain('\n        { "from": [":in", "input"], "to": ["fc1", "input"] },\n');
  });
});
