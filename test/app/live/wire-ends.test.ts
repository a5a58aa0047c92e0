import { expect, test } from 'vitest';
import { wireEnds } from '../../../app/live/wire-ends.ts';
import { checkedLevel } from '../../../engine/graph/blocks/checked-level.ts';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { levelOf } from '../../../engine/graph/blocks/levels.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { emptyDocument, type GraphEdge } from '../../../engine/graph/document.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const iris = findTemplate('iris')?.document ?? emptyDocument();
const grouped = groupNodes(iris, [], ['fc1', 'act1']);
if (!grouped.ok) throw new Error(grouped.reason);
const { document } = grouped;
const top = checkedLevel(checkGraph(document), document);
const inside = checkedLevel(checkGraph(document), levelOf(document, ['block1']));
const wire = (from: GraphEdge['from'], to: GraphEdge['to']): GraphEdge => ({ from, to });

test('a wire between nodes ends where it is drawn', () => {
  const edge = wire(['fc2', 'output'], ['loss', 'input']);
  expect(wireEnds(top, edge)).toEqual(edge);
});

test('a wire into a block ends at the node inside that reads it, one out of it begins at the node that gives it', () => {
  expect(wireEnds(top, wire(['x', 'output'], ['block1', 'input']))).toEqual(
    wire(['x', 'output'], ['block1/fc1', 'input']),
  );
  expect(wireEnds(top, wire(['block1', 'output'], ['fc2', 'input']))).toEqual(
    wire(['block1/act1', 'output'], ['fc2', 'input']),
  );
});

test('inside, the cards of the ports stand for what is outside', () => {
  expect(wireEnds(inside, wire(['block1/:in', 'input'], ['block1/fc1', 'input']))).toEqual(
    wire(['x', 'output'], ['block1/fc1', 'input']),
  );
  expect(wireEnds(inside, wire(['block1/act1', 'output'], ['block1/:out', 'output']))).toEqual(
    wire(['block1/act1', 'output'], ['fc2', 'input']),
  );
});
