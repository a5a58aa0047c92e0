import { operators } from '../../operators/catalogue.ts';
import type { Operator } from '../../operators/operator.ts';
import { defaultAttributes } from '../attributes.ts';
import { operatorAt, operatorsOf, usableBlocks } from '../blocks/block-operator.ts';
import { blockShown, operatorForUse } from '../blocks/blocks.ts';
import { checkGraph } from '../check/check.ts';
import type { CheckedGraph } from '../check/checked-graph.ts';
import type { Endpoint, GraphDocument, GraphNode } from '../document.ts';
import { connectionJudge } from './connect.ts';
import { type Added, addNode, connect, type Position } from './edit.ts';

/** An operator that a loose wire could lead to or come from, and the port it would take. */
export interface FittingOperator {
  /** The operator's name in a node: Linear, or block:block1. */
  readonly id: string;
  readonly operator: Operator;
  readonly port: string;
}

/** Ids that no person's node has: they end in a colon and a number. */
const trialId = (index: number): string => `trial:${index}`;

/**
 * The operators of the catalogue that take a wire from this end, or give one to it, instead of one it has where it takes no
 * other, in the catalogue's order, and then
 * the blocks that may be used here. All are tried in one graph.
 */
export function fittingOperators(
  checked: CheckedGraph,
  end: Endpoint,
  side: 'output' | 'input',
): readonly FittingOperator[] {
  const { document } = checked;
  const find = operatorsOf(document);
  const blocks = usableBlocks(document, blockShown(document)).map(({ id }) => operatorForUse(id));
  const candidates = [...operators.map(({ name }) => name), ...blocks].flatMap((id) => {
    const operator = find(id);
    return operator === undefined ? [] : [{ id, operator }];
  });
  const trials = candidates.map(
    ({ id, operator }, index): GraphNode => ({
      id: trialId(index),
      operator: id,
      attributes: defaultAttributes(operator),
      position: { x: 0, y: 0 },
    }),
  );
  // The types of what is there are known; within a block, a check of the level alone could not tell them.
  const tried = checkGraph({ ...document, nodes: trials, edges: [] });
  const judge = connectionJudge(
    {
      ...checked,
      document: { ...document, nodes: [...document.nodes, ...trials] },
      nodes: new Map([...checked.nodes, ...tried.nodes]),
    },
    end,
    { replaceUsed: true },
  );
  return candidates.flatMap(({ id, operator }, index): readonly FittingOperator[] => {
    const ports = side === 'output' ? operator.inputs : operator.category === 'loss' ? [] : operator.outputs;
    const port = ports.find(({ name }) => judge([trialId(index), name]).ok);
    return port === undefined ? [] : [{ id, operator, port: port.name }];
  });
}

/** Adds a node that a loose wire leads to or comes from, wired, instead of what is there where a port takes one wire; unwired where it does not fit after all. */
export function addAtWire(
  document: GraphDocument,
  operator: string,
  position: Position,
  end: Endpoint,
): Added {
  const added = addNode(document, operator, position);
  const [id = ''] = added.ids;
  const judge = connectionJudge(checkGraph(added.document), end, { replaceUsed: true });
  const known = operatorAt(added.document, id);
  const ports = [...(known?.inputs ?? []), ...(known?.category === 'loss' ? [] : (known?.outputs ?? []))];
  const verdict = ports.map(({ name }) => judge([id, name])).find(({ ok }) => ok);
  return verdict?.ok === true
    ? { document: connect(added.document, verdict.edge, verdict.replaces), ids: added.ids }
    : added;
}
