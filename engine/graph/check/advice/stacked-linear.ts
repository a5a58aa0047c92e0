import { operators } from '../../../operators/catalogue.ts';
import { shapesEqual } from '../../../program/shape.ts';
import type { GraphEdge } from '../../document.ts';
import type { CheckedNode } from '../checked-graph.ts';
import { diagnostic, type Fix } from '../diagnostic.ts';
import { type AdviceGraph, makerOf, nameOf, readersOf, throughWords } from './advice-graph.ts';
import type { AdviceRule } from './rule.ts';

const isAffine = ({ operator }: CheckedNode): boolean => operator.affine === true;

const outputShape = ({ outputs }: CheckedNode) => [...outputs.values()][0]?.shape ?? [];

/** Passes its input on in the same shape: what follows could take the input itself. */
const passesInPlace = (node: CheckedNode): boolean => {
  const [arriving] = [...node.inputs.values()].flat();
  return (
    node.operator.keepsValues === true &&
    node.operator.stopsGradient !== true &&
    arriving !== undefined &&
    shapesEqual(arriving.type.shape, outputShape(node))
  );
};

/** Between two layers that narrow and widen again lies a matrix of low rank, which one layer cannot be. */
const isBottleneck = (first: CheckedNode, second: CheckedNode): boolean => {
  const width = Number(outputShape(first).at(-1));
  const [arriving] = [...first.inputs.values()].flat();
  return width < Number(arriving?.type.shape.at(-1)) && width < Number(outputShape(second).at(-1));
};

function fixesFor(first: CheckedNode, edge: GraphEdge): readonly Fix[] {
  const activation = operators.find(({ category }) => category === 'activation');
  const insert: readonly Fix[] =
    activation === undefined
      ? []
      : [{ kind: 'insert-node', edge, operator: activation.name, label: `Insert ${activation.name}` }];
  return [...insert, { kind: 'remove-and-heal', node: first.node.id, label: `Remove ${nameOf(first)}` }];
}

function findBefore(graph: AdviceGraph, second: CheckedNode) {
  return [...second.inputs].flatMap(([port, connections]) =>
    connections.flatMap((connection) => {
      const maker = makerOf(graph, connection, passesInPlace);
      if (maker === undefined || !isAffine(maker.node)) return [];
      const first = maker.node;
      if ([first, ...maker.past].some((each) => readersOf(graph, each).length > 1)) return [];
      if (isBottleneck(first, second) || first.shares.size + second.shares.size > 0) return [];
      const edge: GraphEdge = { from: connection.from, to: [second.node.id, port] };
      return [
        diagnostic('stacked-linear', {
          node: second.node.id,
          port,
          title: `${nameOf(first)} and ${nameOf(second)} come to one layer`,
          message: `Expected an activation between two weighted sums; ${nameOf(first)} feeds ${nameOf(second)} ${maker.past.length === 0 ? 'directly' : `only${throughWords(maker)}`}.`,
          fixes: fixesFor(first, edge),
        }),
      ];
    }),
  );
}

/** Two Linears with nothing between: W₂(W₁x + b₁) + b₂ is one W x + b. */
export const stackedLinear: AdviceRule = {
  kind: 'stacked-linear',
  find: (graph) => [...graph.nodes.values()].filter(isAffine).flatMap((node) => findBefore(graph, node)),
};
