import { checkedInOrder, nodeToLower } from '../graph/build-program.ts';
import { canTrainWith } from '../graph/check/check-batch.ts';
import type { CheckedGraph, CheckedNode } from '../graph/check/checked-graph.ts';
import { encodeBase64 } from '../graph/weights.ts';
import { totalWeightAttribute } from '../operators/declare/loss.ts';
import { pythonName } from '../operators/formula-language/python-name.ts';
import { differentiate } from '../passes/differentiate.ts';
import { inputPortName, lower, type Mode } from '../passes/lower.ts';
import { evaluate, type Feeds } from '../program/evaluate/evaluate.ts';
import { type OutputKey, outputKey, type Program, parameterKey } from '../program/program.ts';
import type { Tensor } from '../program/tensor.ts';
import { isModule } from './pytorch-node.ts';

/**
 * A Python script that asks PyTorch whether our numbers are right: it holds the graph, the weights, one batch, and what
 * the reference makes of them, computes the same in float64 and compares every value and every gradient.
 */

/** Python text: JSON's strings are Python's too. */
const quoted = (text: string): string => JSON.stringify(text);

function tensorText({ shape, data }: Tensor): string {
  const bytes = new Uint8Array(data.length * 8);
  const view = new DataView(bytes.buffer);
  data.forEach((value, index) => {
    view.setFloat64(index * 8, value, true);
  });
  return `tensor([${shape.join(', ')}], "${encodeBase64(bytes)}")`;
}

const at = (node: string, port: string): string => `${quoted(node)}, ${quoted(port)}`;

const drawsNumbers = ({ values }: Program): boolean =>
  values.some(({ operation }) => operation.primitive === 'random');

/** Masks are nobody else's, so a graph that draws some is compared as it evaluates. */
function modeFor(graph: CheckedGraph, batch: number): Mode {
  const train = lower(checkedInOrder(graph).map(nodeToLower), 'train');
  return canTrainWith(graph, batch) && !drawsNumbers(train) ? 'train' : 'evaluate';
}

interface Numbers {
  readonly feeds: Feeds;
  readonly found: ReadonlyMap<OutputKey, Tensor>;
  readonly mode: Mode;
}

function found(numbers: Numbers, key: OutputKey): Tensor {
  const tensor = numbers.found.get(key);
  if (tensor === undefined) throw new Error(`${key} was not computed`);
  return tensor;
}

/** What the node takes in at each port, as arguments of a call. */
function argumentsOf({ node, inputs }: CheckedNode): readonly string[] {
  return [...inputs].map(([port, connections]) => {
    const taken = connections.map(
      ({ from }, index) =>
        `take(${at(node.id, inputPortName(port, index, connections.length))}, ${at(...from)})`,
    );
    return taken.length === 1 ? (taken[0] as string) : `[${taken.join(', ')}]`;
  });
}

/** A data node: its numbers as they are, with a gradient where ours has one. */
function dataLines({ node, outputs }: CheckedNode, numbers: Numbers): readonly string[] {
  return [...outputs].map(([port, { carries }]) => {
    const text = tensorText(found(numbers, outputKey('value', node.id, port)));
    if (carries === 'classes') return `give(${at(node.id, port)}, ${text}.long())`;
    const learns = numbers.found.has(outputKey('gradient', node.id, port));
    return `give(${at(node.id, port)}, ${text}${learns ? '.requires_grad_()' : ''})`;
  });
}

/** Where a parameter or buffer is kept: at the node that has it as its own. */
function held({ node, shares }: CheckedNode, name: string): string {
  const owner = shares.get(name);
  const [of, as] =
    owner === undefined
      ? [node.id, name]
      : [owner.slice(0, owner.lastIndexOf('/')), owner.slice(owner.lastIndexOf('/') + 1)];
  return `modules[${quoted(of)}].${pythonName(as)}`;
}

function stateLines(checked: CheckedNode, { feeds }: Numbers): readonly string[] {
  const { node, parameters, buffers, shares } = checked;
  const module = `modules[${quoted(node.id)}]`;
  const tensorAt = (map: ReadonlyMap<string, Tensor> | undefined, name: string): Tensor =>
    map?.get(parameterKey(node.id, name)) as Tensor;
  return [
    ...parameters.map(({ name }) => {
      const own = shares.has(name)
        ? held(checked, name)
        : `nn.Parameter(${tensorText(tensorAt(feeds.parameters, name))})`;
      return `${module}.${pythonName(name)} = ${own}`;
    }),
    ...buffers.map(({ name }) =>
      shares.has(name)
        ? `${module}.${name} = ${held(checked, name)}`
        : `${module}.${name}.copy_(${tensorText(tensorAt(feeds.states, name))})`,
    ),
  ];
}

function nodeLines(checked: CheckedNode, numbers: Numbers): readonly string[] {
  const { node, operator, attributes, inputs, outputs, parameters } = checked;
  const call = operator.torch?.(attributes);
  if (call === undefined) return dataLines(checked, numbers);
  const module = `modules[${quoted(node.id)}]`;
  const mode = numbers.mode === 'train' ? 'train' : 'eval';
  const given = argumentsOf(checked);
  const names = [...outputs.keys()].map(quoted);
  const give = (value: string): string =>
    names.length === 1
      ? `give(${quoted(node.id)}, ${names[0]}, ${value})`
      : `for port, part in zip([${names.join(', ')}], ${value}):\n    give(${quoted(node.id)}, port, part)`;
  if (isModule(call)) {
    return [
      `${module} = ${call}.${mode}()`,
      ...stateLines(checked, numbers),
      give(`${module}(${given.join(', ')})`),
    ];
  }
  const [own] = parameters;
  const lines = [`${module} = SimpleNamespace()`, ...stateLines(checked, numbers)];
  if (own !== undefined && call.startsWith('nn.Parameter(')) {
    return [...lines, give(`${module}.${pythonName(own.name)}`)];
  }
  const ports = ['self', ...[...inputs.keys()].map(pythonName)];
  return [...lines, give(`(lambda ${ports.join(', ')}: ${call})(${[module, ...given].join(', ')})`)];
}

/** Whether a gradient ends here: where none does, PyTorch has nothing to go back from a loss for. */
const hasGradient = (
  { node, operator, attributes, outputs, parameters }: CheckedNode,
  { found }: Numbers,
): boolean =>
  parameters.some(({ name }) => found.has(outputKey('parameterGradient', node.id, name))) ||
  (operator.torch?.(attributes) === undefined &&
    [...outputs.keys()].some((port) => found.has(outputKey('gradient', node.id, port))));

function checkLines(checked: CheckedNode, numbers: Numbers, learns: boolean): readonly string[] {
  const { node, inputs, outputs, parameters, buffers, shares } = checked;
  const ports = [
    ...[...inputs].flatMap(([port, connections]) =>
      connections.map(({ type }, index) => ({
        name: inputPortName(port, index, connections.length),
        carries: type.carries,
      })),
    ),
    ...[...outputs].map(([name, { carries }]) => ({ name, carries })),
  ];
  const compare = (what: string, value: string, key: OutputKey): string => {
    const tensor = numbers.found.get(key);
    return `compare(${quoted(`${node.id} ${what}`)}, ${value}, ${tensor === undefined ? 'None' : tensorText(tensor)})`;
  };
  return [
    ...[...outputs.keys()].map((name) =>
      compare(name, `values[${at(node.id, name)}]`, outputKey('value', node.id, name)),
    ),
    ...(learns ? ports : [])
      .filter(({ carries }) => carries === 'numbers')
      .map(({ name }) =>
        compare(
          `gradient of ${name}`,
          `values[${at(node.id, name)}].grad`,
          outputKey('gradient', node.id, name),
        ),
      ),
    ...parameters
      .filter(({ name }) => !shares.has(name))
      .map(({ name }) =>
        compare(
          `gradient of ${name}`,
          `${held(checked, name)}.grad`,
          outputKey('parameterGradient', node.id, name),
        ),
      ),
    ...(numbers.mode === 'train' ? buffers : [])
      .filter(({ name }) => numbers.found.has(outputKey('stateUpdate', node.id, name)))
      .map(({ name }) => compare(name, held(checked, name), outputKey('stateUpdate', node.id, name))),
  ];
}

const prelude = (title: string, mode: Mode, since: string): string => `"""${title}

Made by Nodegrad. Asserts that PyTorch computes the same values and gradients: the graph, its weights and one batch are
below, and beside them what Nodegrad's reference makes of them, all in float64. Needs PyTorch ${since} or newer; computed in
${mode === 'train' ? 'train mode' : 'evaluation mode'}.
"""
import base64
import sys
from types import SimpleNamespace

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
RTOL, ATOL = 1e-6, 1e-9

values, modules, rows = {}, {}, []


def tensor(shape, text):
    numbers = torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float64)
    return numbers.reshape(shape).clone()


def keep(node, port, value):
    if value.requires_grad:
        value.retain_grad()
    values[node, port] = value
    return value


def give(node, port, value):
    # A value of its own, also where a module gives back what it took.
    keep(node, port, value if value.is_leaf else value.view_as(value))


def take(node, port, from_node, from_port):
    value = values[from_node, from_port]
    return keep(node, port, value.view_as(value))


def compare(what, found, expected):
    if expected is None or found is None:
        # What the loss does not depend on has no gradient, or zeros.
        other = found if expected is None else expected
        holds, error = other is None or bool((other == 0).all()), 0.0
    else:
        found = found.detach().to(torch.float64)
        holds = found.shape == expected.shape and torch.allclose(found, expected, RTOL, ATOL, equal_nan=True)
        error = float((found - expected).abs().max()) if found.shape == expected.shape else float("nan")
    rows.append((what, error, holds))

`;

const ending = `
width = max(len(what) for what, _, _ in rows)
for what, error, holds in rows:
    print(f"{what:{width}}  {error:9.2e}  {'holds' if holds else 'FAILS'}")
failures = [what for what, _, holds in rows if not holds]
print(f"{len(rows) - len(failures)} of {len(rows)} agree with PyTorch {torch.__version__} (rtol {RTOL}, atol {ATOL})")
assert not failures, failures
sys.exit(0)
`;

/** The oldest PyTorch that has all that is called; versions are compared as such, 1.13 before 2.4. */
const neededTorch = (nodes: readonly CheckedNode[]): string =>
  nodes
    .flatMap(({ operator }) => operator.torchSince ?? [])
    .reduce(
      (newest, each) => (newest.localeCompare(each, 'en', { numeric: true }) < 0 ? each : newest),
      '1.13',
    );

/** Triple quotes and backslashes would end or change the docstring. */
const docstring = (name: string): string =>
  name.replaceAll('\\', '/').replaceAll('"', "'").replaceAll('\n', ' ');

/** The script for a graph whose nodes are all right, on the batch that `feeds` has. */
export function pytorchTest(graph: CheckedGraph, feeds: Feeds): string {
  const nodes = checkedInOrder(graph);
  const mode = modeFor(graph, feeds.batch);
  const numbers: Numbers = {
    feeds,
    mode,
    found: evaluate(differentiate(lower(nodes.map(nodeToLower), mode)), feeds),
  };
  const learns = nodes.some((checked) => hasGradient(checked, numbers));
  const losses = nodes.flatMap(({ node, operator, attributes, outputs }) =>
    operator.category !== 'loss'
      ? []
      : [...outputs]
          .filter(([, { shape }]) => shape.length === 0)
          .map(([port]) => `${attributes[totalWeightAttribute.name] ?? 1} * values[${at(node.id, port)}]`),
  );
  return [
    prelude(docstring(graph.document.name), mode, neededTorch(nodes)),
    ...nodes.flatMap((checked) => nodeLines(checked, numbers)),
    '',
    ...(losses.length === 0 || !learns ? [] : [`(${losses.join(' + ')}).backward()`]),
    '',
    ...nodes.flatMap((checked) => checkLines(checked, numbers, learns)),
    ending,
  ].join('\n');
}
