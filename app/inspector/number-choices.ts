import { type NamesByPort, portKey } from '../../engine/data/axis-names.ts';
import type { CheckedNode } from '../../engine/graph/check/checked-graph.ts';
import { ownedKey } from '../../engine/graph/parameter-keys.ts';
import { type OutputKey, outputKey } from '../../engine/program/program.ts';
import type { NodeLook, SentTensor } from '../worker/protocol.ts';
import { type AxisLabels, portLabels, storedLabels } from './axis-labels.ts';

/** One of the tensors of a node whose numbers can be shown. */
export interface NumberChoice {
  readonly id: string;
  readonly label: string;
  /** As the run names it. */
  readonly key: OutputKey;
  readonly tensor: SentTensor;
  readonly isBatched: boolean;
  readonly axes: AxisLabels;
}

/** 'output', or 'output b' where the name of the port says more. */
const portLabel = (role: 'input' | 'output', port: string): string =>
  port === role ? role : `${role} ${port}`;

/** Outputs first: they are what the node is about. */
function portChoices(
  kind: 'value' | 'gradient',
  { node, rows }: NodeLook,
  tensors: Readonly<Record<string, SentTensor>>,
  checked: CheckedNode | undefined,
  names: NamesByPort,
): readonly NumberChoice[] {
  const outputs = checked?.outputs ?? new Map();
  const choice = ([port, tensor]: [string, SentTensor]): NumberChoice => ({
    id: `port ${port}`,
    key: outputKey(kind, node, port),
    label: portLabel(outputs.has(port) ? 'output' : 'input', port),
    tensor,
    isBatched: true,
    axes: portLabels(tensor.shape, rows, names.get(portKey(node, port))),
  });
  const entries = Object.entries(tensors);
  return [
    ...entries.filter(([port]) => outputs.has(port)).map(choice),
    ...entries.filter(([port]) => !outputs.has(port)).map(choice),
  ];
}

/** The values of a node's ports. */
export const valueChoices = (
  look: NodeLook,
  checked: CheckedNode | undefined,
  names: NamesByPort,
): readonly NumberChoice[] => portChoices('value', look, look.values, checked, names);

/** The gradients of a node's parameters, then those of its ports. */
export function gradientChoices(
  look: NodeLook,
  checked: CheckedNode | undefined,
  names: NamesByPort,
): readonly NumberChoice[] {
  const { node } = look;
  const parameters = Object.entries(look.parameterGradients).map(([name, tensor]): NumberChoice => {
    const declared = checked?.parameters.find((one) => one.name === name);
    return {
      id: `parameter ${name}`,
      key:
        checked === undefined
          ? outputKey('parameterGradient', node, name)
          : ownedKey('parameterGradient', checked, name),
      label: name,
      tensor,
      isBatched: false,
      axes: storedLabels({ id: node }, declared ?? tensor, names),
    };
  });
  return [...parameters, ...portChoices('gradient', look, look.gradients, checked, names)];
}
