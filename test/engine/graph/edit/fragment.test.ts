import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { emptyDocument, type GraphDocument } from '../../../../engine/graph/document.ts';
import { renameNode, setWeights } from '../../../../engine/graph/edit/edit.ts';
import { copyNodes, pasteFragment } from '../../../../engine/graph/edit/fragment.ts';
import { irisGraph } from '../drawing.ts';

const wires = ({ edges }: GraphDocument): readonly string[] =>
  edges.map(({ from, to }) => `${from.join('.')} > ${to.join('.')}`);

const iris = setWeights(irisGraph(), 'fc1/bias', [8], new Float32Array(8));

describe('copying and pasting', () => {
  const fragment = copyNodes(iris, ['fc1', 'act1']);

  test('takes nodes, the wires into them and their weights', () => {
    expect(fragment.nodes.map(({ id }) => id)).toEqual(['fc1', 'act1']);
    expect(fragment.edges).toHaveLength(2);
    expect(Object.keys(fragment.weights ?? {})).toEqual(['fc1/bias']);
  });

  test('puts them in under fresh ids, shifted, wired among themselves', () => {
    const { document, ids } = pasteFragment(iris, fragment);
    expect(ids).toEqual(['fc3', 'act2']);
    expect(wires(document).slice(iris.edges.length)).toEqual(['fc3.output > act2.input']);
    expect(Object.keys(document.weights ?? {})).toEqual(['fc1/bias', 'fc3/bias']);
    const [copied, pasted] = [iris.nodes[1], document.nodes.find(({ id }) => id === 'fc3')];
    expect(pasted?.position).toEqual({
      x: (copied?.position.x ?? 0) + 32,
      y: (copied?.position.y ?? 0) + 32,
    });
    expect(pasted?.attributes).toEqual(copied?.attributes);
  });

  test('keeps the wires from outside where asked to and where they still begin', () => {
    const { document } = pasteFragment(iris, fragment, { keepIncoming: true });
    expect(wires(document).slice(iris.edges.length)).toEqual([
      'x.output > fc3.input',
      'fc3.output > act2.input',
    ]);
    const elsewhere = pasteFragment(emptyDocument(), fragment, { keepIncoming: true });
    expect(wires(elsewhere.document)).toEqual(['fc1.output > act1.input']);
  });

  test('keeps names apart', () => {
    const named = renameNode(iris, 'fc1', 'encoder');
    const once = pasteFragment(named, copyNodes(named, ['fc1'])).document;
    const twice = pasteFragment(once, copyNodes(once, ['fc1'])).document;
    expect(twice.nodes.slice(-2).map(({ id, name }) => `${id} ${name}`)).toEqual([
      'fc3 encoder2',
      'fc4 encoder3',
    ]);
  });

  test('a whole document is a fragment', () => {
    const { document } = pasteFragment(emptyDocument(), iris);
    expect(checkGraph(document).diagnostics).toEqual([]);
    expect(checkGraph(document).parameterCount.total).toBe(67n);
  });
});
