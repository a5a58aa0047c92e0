import type { CheckedGraph } from '../../graph/check/checked-graph.ts';
import { diagnostic, type Fix } from '../../graph/check/diagnostic.ts';
import { nameOfNode } from '../../graph/display-name.ts';
import { operators } from '../../operators/catalogue.ts';
import { healthyNorm, vanishingShare } from './bounds.ts';
import type { Measurement } from './measurement.ts';
import { type RunRule, short } from './run-rule.ts';

const largestNorm = ({ layers }: Measurement): number =>
  layers.reduce((largest, { norm }) => Math.max(largest, norm), 0);

/** The hidden activations that take most of the gradient, made the first activation of the palette. */
function openActivations({ nodes, flat }: CheckedGraph, { activations }: Measurement): readonly Fix[] {
  const wanted = operators.find(({ category }) => category === 'activation');
  const readByLoss = new Set(
    [...nodes.values()]
      .filter(({ operator }) => operator.category === 'loss')
      .flatMap(({ inputs }) => [...inputs.values()].flat().map(({ from }) => from[0])),
  );
  if (wanted === undefined) return [];
  return activations
    .filter(({ node, passed }) => passed < 0.5 && !readByLoss.has(node))
    .filter(({ node }) => nodes.get(node)?.operator.name !== wanted.name)
    .sort((left, right) => left.passed - right.passed)
    .slice(0, 2)
    .map(({ node }) => ({
      kind: 'replace-operator',
      node,
      operator: wanted.name,
      label: `Make ${nameOfNode(flat, node)} a ${wanted.name}`,
    }));
}

/** A layer whose gradient is next to nothing while another layer's is not: the first of them in the data's order. */
export const vanishingGradient: RunRule = {
  kind: 'vanishing-gradient',
  find: ({ graph, measurements }) => {
    const latest = measurements.at(-1);
    if (latest === undefined) return [];
    const vanishes = (node: string): boolean =>
      measurements.every((each) => {
        const norm = each.layers.find((layer) => layer.node === node)?.norm;
        // A gradient of 0 has not vanished on its way: units are dead, or the layer is cut off.
        if (norm === undefined || norm === 0) return false;
        return norm < healthyNorm.from && norm < vanishingShare * largestNorm(each);
      });
    const layers = latest.layers.filter(({ node }) => vanishes(node));
    const [first] = layers;
    if (first === undefined) return [];
    const name = nameOfNode(graph.flat, first.node);
    const more = layers.length > 1 ? ` and of ${layers.length - 1} more` : '';
    return [
      diagnostic('vanishing-gradient', {
        node: first.node,
        title: `The gradient of ${name}${more} vanishes`,
        message: `Expected a norm of at least ${short(healthyNorm.from)}; found ${short(first.norm)}, while the largest layer has ${short(largestNorm(latest))}.`,
        fixes: openActivations(graph, latest),
      }),
    ];
  },
};
