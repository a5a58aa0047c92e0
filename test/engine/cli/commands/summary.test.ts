import { expect, test } from 'vitest';
import { writeDocument } from '../../../../engine/formats/json.ts';
import { groupNodes } from '../../../../engine/graph/blocks/group-nodes.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { summarize } from '../../../../engine/summary/summarize.ts';
import { runRecorded } from '../recorded-terminal.ts';

const text = writeDocument(iris.document);

test('prints the table, from a file and from standard input', () => {
  const table = summarize(checkGraph(iris.document)).text;
  expect(runRecorded(['summary', 'iris.json'], { 'iris.json': text })).toEqual({
    exitCode: 0,
    output: table,
    errors: '',
  });
  expect(runRecorded(['summary', '-'], { '-': text }).output).toBe(table);
});

test('--batch-size stands in the shapes', () => {
  const { output } = runRecorded(['summary', '-', '--batch-size', '64'], { '-': text });
  expect(output).toBe(summarize(checkGraph(iris.document), { batchSize: 64 }).text);
});

test('--json has every digit of counts that no float64 holds', () => {
  const nodes = iris.document.nodes.map((node) => {
    if (node.operator === 'Input') return { ...node, attributes: { shape: [134_217_729] } };
    return node.id === 'fc1' ? { ...node, attributes: { out_features: 134_217_727 } } : node;
  });
  const big = writeDocument({ ...iris.document, nodes });
  const { exitCode, output } = runRecorded(['summary', '-', '--json'], { '-': big });
  expect(exitCode).toBe(0);
  const count = 134_217_729n * 134_217_727n + 134_217_727n;
  expect(output).toContain(`"parameters": ${count},`);
  const { rows, nodes: counts } = JSON.parse(output) as {
    readonly rows: readonly { readonly name: string; readonly node: string }[];
    readonly nodes: readonly { readonly node: string }[];
  };
  expect(rows.map(({ name }) => name)).toEqual(['Linear-1', 'ReLU-2', 'Linear-3']);
  expect(counts).toHaveLength(iris.document.nodes.length);
});

test('with blocks the table is that of the same layers, and --json has what each block comes to', () => {
  const grouped = groupNodes(iris.document, [], ['fc1', 'act1']);
  if (!grouped.ok) throw new Error(grouped.reason);
  const file = writeDocument(grouped.document);
  expect(runRecorded(['summary', '-'], { '-': file }).output).toBe(summarize(checkGraph(iris.document)).text);
  const { blocks } = JSON.parse(runRecorded(['summary', '-', '--json'], { '-': file }).output) as {
    readonly blocks: readonly unknown[];
  };
  expect(blocks).toMatchObject([{ node: 'block1', operator: 'Block 1', parameters: 40 }]);
});

test('a graph in error shows what it can, names the error and fails', () => {
  const nodes = iris.document.nodes.map((node) =>
    node.id === 'fc2' ? { ...node, attributes: { ...node.attributes, in_features: 5 } } : node,
  );
  const wrong = writeDocument({ ...iris.document, nodes });
  const { exitCode, output, errors } = runRecorded(['summary', '-'], { '-': wrong });
  expect(exitCode).toBe(1);
  expect(output).toContain('Linear-1');
  expect(output).not.toContain('Linear-3');
  expect(errors).toMatch(/^error E201 fc2/);
});
