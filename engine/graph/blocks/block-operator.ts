import { call, symbol } from '../../notation/expression.ts';
import { findOperator } from '../../operators/catalogue.ts';
import type { Inference, InferenceContext, InputPort, Operator, PortType } from '../../operators/operator.ts';
import { parameterKey } from '../../program/program.ts';
import { checkGraph } from '../check/check.ts';
import type { CheckedGraph } from '../check/checked-graph.ts';
import { isBlocking } from '../check/diagnostic.ts';
import { type BlockDefinition, emptyDocument, type GraphDocument, type GraphNode } from '../document.ts';
import { type FindOperator, operatorOf } from '../operator-of.ts';
import { nodesById } from '../ownership.ts';
import { blockNamed, blocksWithin, findBlock, operatorForUse } from './blocks.ts';

/**
 * Blocks as operators, for whatever treats all nodes alike: ports, connecting, cards. What a block computes follows
 * from its nodes; checks, training and counts never meet these operators, for they read the document with its blocks
 * written out.
 */

type Blocks = Pick<GraphDocument, 'blocks'>;

const takesAll: InputPort['accepts'] = ['numbers', 'classes'];

/** Id of the one use in a document that is made to look into a block. */
const use = 'block';
/** Name of the operator that gives what comes to an input of the block. */
const givenPrefix = 'given:';

/** A document with one use of the block, fed with values of these types, and its check. */
function checkAlone(
  blocks: Blocks,
  definition: BlockDefinition,
  inputs: ReadonlyMap<string, readonly PortType[]>,
): CheckedGraph {
  const given = definition.inputs.flatMap(({ name }) => {
    const type = inputs.get(name)?.[0];
    return type === undefined ? [] : [{ name, type }];
  });
  const node = (id: string, operator: string): GraphNode => ({
    id,
    operator,
    attributes: {},
    position: { x: 0, y: 0 },
  });
  const document: GraphDocument = {
    ...emptyDocument(),
    nodes: [
      ...given.map(({ name }) => node(`${givenPrefix}${name}`, `${givenPrefix}${name}`)),
      node(use, operatorForUse(definition.id)),
    ],
    edges: given.map(({ name }) => ({ from: [`${givenPrefix}${name}`, name], to: [use, name] })),
    ...(blocks.blocks === undefined ? {} : { blocks: blocks.blocks }),
  };
  const sources = new Map(
    given.map(({ name, type }) => [`${givenPrefix}${name}`, givenOperator(name, type)]),
  );
  return checkGraph(document, undefined, (name) => sources.get(name) ?? findOperator(name));
}

/** What stands in for whatever feeds an input of a block. */
const givenOperator = (port: string, type: PortType): Operator => ({
  ...portCard('given', [], [{ name: port }]),
  infer: () => ({ ok: true, outputs: new Map([[port, type]]), parameters: [] }),
});

type Named = readonly { readonly name: string }[];

/** An operator that computes nothing: the card of a block's own inputs or outputs. */
const portCard = (name: string, inputs: Named, outputs: Named): Operator => ({
  name,
  category: 'block',
  help: 'Where a block takes in what comes to it, or gives out what it has made.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Module.html',
  synonyms: [],
  inputs: inputs.map((port) => ({ name: port.name, help: 'What the block gives', accepts: takesAll })),
  outputs: outputs.map((port) => ({ name: port.name, help: 'What comes to the block' })),
  attributes: [],
  nodeName: 'port',
  symbol: 'x',
  isModule: false,
  infer: () => ({ ok: true, outputs: new Map(), parameters: [] }),
  lower: () => new Map(),
  formula: () => symbol('x'),
  samples: [],
});

/** What a block makes of the types at its inputs: what its nodes make of them, one after the other. */
function inferBlock(graph: CheckedGraph, outputs: Named): Inference {
  const fault = graph.diagnostics.find((found) => isBlocking(found) && found.node !== use);
  if (fault !== undefined) {
    const message = `${fault.title.replace(/\.$/, '').replace(`${use}/`, '')}.`;
    return { ok: false, code: 'shape-mismatch', at: fault.port ?? '', message };
  }
  const types = outputs.flatMap(({ name }) => {
    const [node = '', port = ''] = graph.sources.get(`${use} ${name}`) ?? [];
    const type = graph.nodes.get(node)?.outputs.get(port);
    return type === undefined ? [] : [[name, type] as const];
  });
  const parameters = graph.order.flatMap((id) =>
    (graph.nodes.get(id)?.parameters ?? []).map((parameter) => ({
      ...parameter,
      name: parameterKey(id, parameter.name).slice(use.length + 1),
    })),
  );
  return { ok: true, outputs: new Map(types), parameters };
}

function blockOperator(blocks: Blocks, definition: BlockDefinition): Operator {
  const { name, inputs, outputs } = definition;
  return {
    ...portCard(name, [], []),
    help: `A block of this document: ${definition.nodes.length} nodes as one.`,
    inputs: inputs.map((port) => ({ name: port.name, help: `What comes to ${name}`, accepts: takesAll })),
    outputs: outputs.map((port) => ({ name: port.name, help: `What ${name} gives` })),
    nodeName: 'block',
    symbol: 'h',
    infer: (context: InferenceContext) => inferBlock(checkAlone(blocks, definition, context.inputs), outputs),
    formula: (context) => call(name, ...inputs.flatMap((port) => context.inputs.get(port.name) ?? [])),
  };
}

function make(blocks: Blocks, name: string): Operator | undefined {
  const named = blockNamed(name);
  const definition = named === undefined ? undefined : findBlock(blocks, named.block);
  if (named === undefined || definition === undefined) return undefined;
  if (named.as === 'inputs') return portCard('Inputs', [], definition.inputs);
  if (named.as === 'outputs') return portCard('Outputs', definition.outputs, []);
  return blockOperator(blocks, definition);
}

/** The blocks that may be used inside one of them, or at the top: all but those that hold it, which would never end. */
export function usableBlocks(document: Blocks, inside: string | undefined): readonly BlockDefinition[] {
  const blocks = document.blocks ?? [];
  return inside === undefined ? blocks : blocks.filter(({ id }) => !blocksWithin(document, id).has(inside));
}

/** What was made of a document's blocks, so that they stay the same objects until one of them changes. */
const made = new WeakMap<NonNullable<GraphDocument['blocks']>, Map<string, Operator | undefined>>();

/** The operators of a document's nodes: those of the catalogue, and its blocks. */
export function operatorsOf({ blocks }: Blocks, find: FindOperator = findOperator): FindOperator {
  if (blocks === undefined) return find;
  const known = made.get(blocks) ?? new Map<string, Operator | undefined>();
  made.set(blocks, known);
  return (name) => {
    if (blockNamed(name) === undefined) return find(name);
    if (!known.has(name)) known.set(name, make({ blocks }, name));
    return known.get(name);
  };
}

/** The operator of a node of a document, with the ports that its attributes or its block give it. */
export const operatorIn = (document: Blocks, node: GraphNode): Operator | undefined =>
  operatorOf(node, operatorsOf(document));

/** The same of the node with this id; undefined also where there is none. */
export function operatorAt(
  document: Pick<GraphDocument, 'nodes' | 'blocks'>,
  id: string,
): Operator | undefined {
  const node = nodesById(document.nodes).get(id);
  return node === undefined ? undefined : operatorIn(document, node);
}
