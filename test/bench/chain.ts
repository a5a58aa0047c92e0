import {
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../engine/graph/document.ts';

const position = { x: 0, y: 0 };

/** Input, a chain of Linear and ReLU, then a loss with its target: `count` nodes in all. */
export function chainOf(count: number): GraphDocument {
  const inner = Array.from({ length: count - 3 }, (_, index): GraphNode => {
    const isLinear = index % 2 === 0;
    return {
      id: `n${index}`,
      operator: isLinear ? 'Linear' : 'ReLU',
      attributes: isLinear ? { out_features: 16 } : {},
      position,
    };
  });
  const chain: readonly GraphNode[] = [
    { id: 'x', operator: 'Input', attributes: { shape: [16] }, position },
    ...inner,
    { id: 'loss', operator: 'CrossEntropyLoss', attributes: {}, position },
  ];
  const edges = chain
    .slice(1)
    .map((node, index): GraphEdge => ({ from: [chain[index]?.id ?? '', 'output'], to: [node.id, 'input'] }));
  return {
    ...emptyDocument('chain'),
    nodes: [...chain, { id: 'y', operator: 'Target', attributes: { kind: 'class', classes: 16 }, position }],
    edges: [...edges, { from: ['y', 'output'], to: ['loss', 'target'] }],
  };
}
