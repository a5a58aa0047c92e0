import { diagnostic } from '../../graph/check/diagnostic.ts';
import { nameOfNode } from '../../graph/display-name.ts';
import { healthyNorm } from './bounds.ts';
import { lowerTheRate, type RunRule, short } from './run-rule.ts';

/** A layer whose gradient is so large that an update can throw its weights away: the one with the largest. */
export const explodingGradient: RunRule = {
  kind: 'exploding-gradient',
  find: ({ graph, measurements }) => {
    const latest = measurements.at(-1);
    if (latest === undefined) return [];
    const explodes = (node: string): boolean =>
      measurements.every(({ layers }) =>
        layers.some((layer) => layer.node === node && layer.norm > healthyNorm.to),
      );
    const layers = latest.layers.filter(({ node }) => explodes(node));
    const [first, ...others] = layers.toSorted((left, right) => right.norm - left.norm);
    if (first === undefined) return [];
    const { clip } = graph.document.training;
    const more = others.length > 0 ? ` and of ${others.length} more` : '';
    return [
      diagnostic('exploding-gradient', {
        node: first.node,
        title: `The gradient of ${nameOfNode(graph.flat, first.node)}${more} explodes`,
        message: `Expected a norm of at most ${healthyNorm.to}; found ${short(first.norm)}.`,
        fixes: [
          ...(clip?.norm === undefined
            ? [
                {
                  kind: 'set-training' as const,
                  training: { clip: { ...clip, norm: 1 } },
                  label: 'Clip the gradient’s norm to 1',
                },
              ]
            : []),
          lowerTheRate,
        ],
      }),
    ];
  },
};
