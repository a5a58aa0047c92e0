import type { CheckedGraph, CheckedNode } from '../graph/check/checked-graph.ts';
import { inputPortName } from '../passes/lower.ts';
import { outputKey } from '../program/program.ts';
import { layerNorm, normOf } from './advice/measurement.ts';
import type { Look } from './session.ts';

const outputOf = ({ node, outputs }: CheckedNode, role: 'value' | 'gradient', { values }: Look) =>
  values.get(outputKey(role, node.id, [...outputs.keys()][0] ?? ''));

/** Of the gradient of its parameters, or without any of its output; a loss, where gradients begin, has that of its first input. */
export function gradientNorm(checked: CheckedNode, look: Look): number | undefined {
  const { node, operator, inputs } = checked;
  const [port, connections = []] = [...inputs][0] ?? [];
  const gradient =
    operator.category === 'loss' && port !== undefined
      ? look.values.get(outputKey('gradient', node.id, inputPortName(port, 0, connections.length)))
      : outputOf(checked, 'gradient', look);
  return layerNorm(checked, look) ?? (gradient === undefined ? undefined : normOf([gradient]));
}

const ofOutput =
  (measure: (data: Float64Array) => number) =>
  (checked: CheckedNode, look: Look): number | undefined => {
    const data = outputOf(checked, 'value', look)?.data;
    return data === undefined || data.length === 0 ? undefined : measure(data);
  };

/** What a search may ask of a node of a run, by the word that it uses. */
export const nodeStatistics: Readonly<
  Record<string, (checked: CheckedNode, look: Look) => number | undefined>
> = {
  norm: gradientNorm,
  min: ofOutput((data) => data.reduce((least, value) => Math.min(least, value))),
  max: ofOutput((data) => data.reduce((most, value) => Math.max(most, value))),
  mean: ofOutput((data) => data.reduce((sum, value) => sum + value, 0) / data.length),
  rms: ofOutput((data) => Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length)),
  /** Share of exact zeros, 0 to 1. */
  zeros: ofOutput((data) => data.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) / data.length),
};

/** All statistics of all nodes, by node and by the word that a search uses. */
export const statisticsOfNodes = (
  { nodes }: Pick<CheckedGraph, 'nodes'>,
  look: Look,
): Readonly<Record<string, Readonly<Record<string, number>>>> =>
  Object.fromEntries(
    [...nodes].map(([id, checked]) => [
      id,
      Object.fromEntries(
        Object.entries(nodeStatistics).flatMap(([word, measure]) => {
          const value = measure(checked, look);
          return value === undefined ? [] : [[word, value] as const];
        }),
      ),
    ]),
  );
