import type { CheckedNode } from '../graph/check/checked-graph.ts';
import type { LiveNumbers } from '../graph/formula/live-numbers.ts';
import { ownedKey } from '../graph/parameter-keys.ts';
import { pythonName } from '../operators/formula-language/python-name.ts';
import { type OutputKey, outputKey } from '../program/program.ts';
import { formatShape, type Shape } from '../program/shape.ts';
import type { Tensor } from '../program/tensor.ts';

/** What makes a module by itself rather than a tensor or an expression of the inputs. */
export const isModule = (call: string): boolean => /^nn\.(?!Parameter\(|functional\.)/.test(call);

/** A name that has to be given before the code runs: what it is, and its numbers where they are known. */
interface Given {
  readonly name: string;
  readonly shape: Shape;
  readonly key: OutputKey;
  /** What is made of the tensor: .long(), .requires_grad_(). */
  readonly as: string;
}

/** With the type of its numbers: whole ones alone would make a tensor of integers, which has no gradient. */
const tensorText = ({ shape, data }: Tensor): string => {
  const numbers = Array.from(data, (value) =>
    Number.isFinite(value) ? String(value) : `float("${value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan'}")`,
  );
  return `torch.tensor([${numbers.join(', ')}], dtype=torch.float64).reshape(${shape.join(', ') || '()'})`;
};

/** What comes in at each port, one name for each wire, and none of those that the script has `used` already. */
function inputsOf(
  { inputs }: CheckedNode,
  used: readonly string[],
): readonly { readonly port: string; readonly taken: readonly Given[] }[] {
  const known = new Set(used);
  const freeName = (wanted: string): string => {
    const free = known.has(wanted) ? freeName(`${wanted}_`) : wanted;
    known.add(free);
    return free;
  };
  return [...inputs].map(([port, connections]) => ({
    port,
    taken: connections.map(({ from, type }, index) => ({
      name: freeName(pythonName(connections.length === 1 ? port : `${port}${index}`)),
      shape: type.shape,
      key: outputKey('value', ...from),
      as: type.carries === 'classes' ? '.long()' : '.requires_grad_()',
    })),
  }));
}

/**
 * What a node computes in PyTorch, and what autograd makes of the gradient that comes to it: code that runs once the tensors
 * named at its head are given, which they are where their numbers are known. Undefined for data.
 */
export function nodeInPyTorch(
  checked: CheckedNode,
  numbers?: Pick<LiveNumbers, 'values'>,
): string | undefined {
  const { node, operator, attributes, outputs, parameters } = checked;
  const call = operator.torch?.(attributes);
  if (call === undefined) return undefined;
  const isLoss = operator.category === 'loss';
  const upstream = [...outputs].map(
    ([port, { shape }]): Given => ({
      name: `gradient_${pythonName(port)}`,
      shape,
      key: outputKey('gradient', node.id, port),
      as: '',
    }),
  );
  const names = [...outputs.keys()].map(pythonName);
  const inputs = inputsOf(checked, [...names, ...upstream.map(({ name }) => name)]);
  const lineOf = ({ name, shape, key, as }: Given): string => {
    const tensor = numbers?.values.get(key);
    return tensor === undefined
      ? `# ${name}: ${formatShape(shape)}${as === '' ? '' : `, ${as.slice(1)}`}`
      : `${name} = ${tensorText(tensor)}${as}  # ${formatShape(shape)}`;
  };
  const own = isModule(call) ? call : 'SimpleNamespace()';
  const held = parameters.flatMap(({ name, shape }) => {
    const tensor = numbers?.values.get(ownedKey('parameter', checked, name));
    const target = `module.${pythonName(name)}`;
    if (tensor !== undefined)
      return [`${target} = nn.Parameter(${tensorText(tensor)})  # ${formatShape(shape)}`];
    return isModule(call) ? [] : [`# ${target}: ${formatShape(shape)}, nn.Parameter`];
  });
  const given = inputs.map(({ taken }) =>
    taken.length === 1 ? (taken[0]?.name ?? '') : `[${taken.map(({ name }) => name).join(', ')}]`,
  );
  const ports = ['self', ...inputs.map(({ port }) => pythonName(port))];
  const computed = isModule(call)
    ? `module(${given.join(', ')})`
    : `(lambda ${ports.join(', ')}: ${call})(${['module', ...given].join(', ')})`;
  const back = isLoss
    ? names.map((name) => `${name}.backward()`)
    : [`torch.autograd.backward([${names.join(', ')}], [${upstream.map(({ name }) => name).join(', ')}])`];
  const gradients = [
    ...parameters.map(({ name }) => `module.${pythonName(name)}.grad`),
    ...inputs.flatMap(({ taken }) =>
      taken.flatMap(({ name, as }) => (as === '.long()' ? [] : [`${name}.grad`])),
    ),
  ];
  return [
    'from types import SimpleNamespace',
    '',
    'import torch',
    'from torch import nn',
    '',
    'torch.set_default_dtype(torch.float64)',
    '',
    '# Given:',
    ...inputs.flatMap(({ taken }) => taken.map(lineOf)),
    ...(isLoss ? [] : upstream.map(lineOf)),
    '',
    `module = ${own}`,
    ...held,
    `${names.join(', ')} = ${computed}`,
    '',
    '# What comes to its outputs, handed back by autograd:',
    ...back,
    ...gradients.map((gradient) => `print("${gradient}", ${gradient})`),
    '',
  ].join('\n');
}
