import type { CheckedGraph, CheckedNode } from '../../graph/check/checked-graph.ts';
import { ownedKey } from '../../graph/parameter-keys.ts';
import { outputKey } from '../../program/program.ts';
import type { Tensor } from '../../program/tensor.ts';
import type { Look } from '../session.ts';

/** What one look at a batch says about the gradients of a run. */
export interface Measurement {
  /** Updates done before it. */
  readonly step: number;
  readonly samples: number;
  /** By layer with parameters, in the order of the data. */
  readonly layers: readonly { readonly node: string; readonly norm: number }[];
  /** By activation. */
  readonly activations: readonly ActivationMeasurement[];
}

export interface ActivationMeasurement {
  readonly node: string;
  /** Units that a gradient reaches. */
  readonly units: number;
  /** Those of them that pass none on, for no sample. */
  readonly dead: number;
  /** Norm of the gradient that goes on, over that of the gradient that comes in. */
  readonly passed: number;
}

/** √Σv² over all numbers of all tensors. */
export function normOf(tensors: readonly Tensor[]): number {
  let sum = 0;
  for (const { data } of tensors) for (const value of data) sum += value * value;
  return Math.sqrt(sum);
}

/** Of the gradient of a layer's parameters together. */
export function layerNorm(checked: CheckedNode, { values }: Look): number | undefined {
  const gradients = checked.parameters.flatMap(
    ({ name }) => values.get(ownedKey('parameterGradient', checked, name)) ?? [],
  );
  return gradients.length === 0 ? undefined : normOf(gradients);
}

/** A unit is one place of a sample; it is dead where a gradient arrives and none goes on, for all samples. */
function activationOf(checked: CheckedNode, { values }: Look): ActivationMeasurement | undefined {
  const [input, output] = [checked.operator.inputs[0]?.name ?? '', checked.operator.outputs[0]?.name ?? ''];
  const passed = values.get(outputKey('gradient', checked.node.id, input));
  const arriving = values.get(outputKey('gradient', checked.node.id, output));
  if (passed === undefined || arriving === undefined) return undefined;
  const rows = arriving.shape[0] ?? 1;
  const width = arriving.data.length / rows;
  if (rows === 0 || passed.data.length !== arriving.data.length) return undefined;
  let [units, dead] = [0, 0];
  for (let unit = 0; unit < width; unit += 1) {
    let [reached, passes] = [false, false];
    for (let at = unit; at < arriving.data.length; at += width) {
      if (arriving.data[at] !== 0) reached = true;
      if (passed.data[at] !== 0) passes = true;
    }
    if (!reached) continue;
    units += 1;
    if (!passes) dead += 1;
  }
  return { node: checked.node.id, units, dead, passed: normOf([passed]) / normOf([arriving]) };
}

/** What the values and gradients of a batch come to, layer by layer. */
export function measure(graph: CheckedGraph, look: Look, step: number): Measurement {
  const nodes = graph.order.flatMap((id) => graph.nodes.get(id) ?? []);
  return {
    step,
    samples: look.rows.length,
    layers: nodes.flatMap((checked) => {
      const norm = layerNorm(checked, look);
      return norm === undefined ? [] : [{ node: checked.node.id, norm }];
    }),
    activations: nodes
      .filter(({ operator }) => operator.category === 'activation')
      .flatMap((checked) => activationOf(checked, look) ?? []),
  };
}
