import type { OutputRole } from '../../program/program.ts';
import type { Tensor } from '../../program/tensor.ts';
import type { Arithmetic } from '../../train/session.ts';
import { differences, tensorDifferences, wholeTraining } from './compare.ts';
import { type FixtureTensor, fixtureNumbers } from './fixture-tensor.ts';
import { type DrawnGraph, drawGraph, targetNode } from './graphs/drawing.ts';
import { type OracleReport, type Outcome, outcomeOf, runCases, skipped } from './report.ts';
import { type GraphRun, runGraph } from './run-graph.ts';

type Tensors = Readonly<Record<string, FixtureTensor>>;
type Gradients = Readonly<Record<string, FixtureTensor | null>>;

interface GraphCase extends DrawnGraph {
  readonly id: string;
  /** Parameters that do not learn: PyTorch gives them no gradient, Nodegrad one that no update uses. */
  readonly frozen?: readonly string[];
  readonly inputs: Tensors;
  readonly values: Tensors;
  readonly node_grads?: Gradients;
  readonly loss_parts?: readonly FixtureTensor[];
  readonly loss: FixtureTensor;
  readonly parameter_grads?: Gradients;
}

export interface GraphsFixture {
  readonly graphs: readonly GraphCase[];
}

const tensorOf = (tensor: FixtureTensor): Tensor => ({ shape: tensor.shape, data: fixtureNumbers(tensor) });

/** Node and name of a parameter written `node.name`. */
function parameterPath(path: string, renamed: ReadonlyMap<string, string>): readonly [string, string] {
  const key = renamed.get(path);
  const at = key === undefined ? path.lastIndexOf('.') : key.lastIndexOf('/');
  const whole = key ?? path;
  return [whole.slice(0, at), whole.slice(at + 1)];
}

function gradientDifferences(
  run: GraphRun,
  role: OutputRole,
  [node, name]: readonly [string, string],
  expected: FixtureTensor | null,
): readonly string[] {
  const label = `gradient of ${node}.${name}`;
  const found = run.find(role, node, name);
  if (expected === null) return found === undefined ? [] : [`${label} is there, where PyTorch has none`];
  if (found === undefined) return [`${label} is not there`];
  return tensorDifferences(label, found, expected, wholeTraining);
}

/**
 * Nodes whose values PyTorch follows back: inputs, and what comes of them or of a parameter that learns, but for a
 * Detach. Nodegrad shows the gradients at frozen layers too.
 */
function followedNodes({ nodes, parameters, frozen = [] }: GraphCase): ReadonlySet<string> {
  const followed = new Set<string>();
  for (const { id, op, in: inputs, args } of nodes) {
    const owned = new Set([`${args['params_of'] ?? id}.weight`, `${args['params_of'] ?? id}.bias`]);
    if (args['weight_of'] !== undefined) owned.add(`${args['weight_of']}.weight`);
    const learns = [...owned].some((name) => name in parameters && !frozen.includes(name));
    const follows = op === 'Input' || inputs.some((input) => followed.has(input)) || learns;
    if (follows && op !== 'Detach') followed.add(id);
  }
  return followed;
}

function runCase(item: GraphCase, arithmetic: Arithmetic): Outcome {
  const drawn = drawGraph(item);
  if (!drawn.ok) return skipped(drawn.why);
  const targets = Object.entries(item.targets).map(([key, tensor]) => [targetNode(key), tensor] as const);
  const fed = [...Object.entries(item.inputs), ...targets];
  const run = runGraph(
    drawn.document,
    {
      batch: fed[0]?.[1].shape[0] ?? 1,
      inputs: Object.fromEntries(fed.map(([id, tensor]) => [id, tensorOf(tensor)])),
      parameters: new Map(
        Object.entries(item.parameters).map(([path, tensor]) => [
          parameterPath(path, drawn.renamedParameters).join('/'),
          tensorOf(tensor),
        ]),
      ),
    },
    arithmetic,
  );
  const followed = followedNodes(item);
  return outcomeOf([
    ...Object.entries(item.values).flatMap(([node, tensor]) =>
      tensorDifferences(`value of ${node}`, run.at('value', node, 'output'), tensor, wholeTraining),
    ),
    ...Object.entries(item.node_grads ?? {})
      .filter(([node, tensor]) => tensor !== null || followed.has(node))
      .flatMap(([node, tensor]) => gradientDifferences(run, 'gradient', [node, 'output'], tensor)),
    ...(item.loss_parts ?? []).flatMap((tensor, index) =>
      tensorDifferences(
        `loss ${index}`,
        run.at('loss', drawn.losses[index] ?? '', 'output'),
        tensor,
        wholeTraining,
      ),
    ),
    ...differences('loss', [run.loss], fixtureNumbers(item.loss), wholeTraining),
    ...Object.entries(item.parameter_grads ?? {})
      .filter(([path]) => item.frozen?.includes(path) !== true)
      .flatMap(([path, tensor]) =>
        gradientDifferences(run, 'parameterGradient', parameterPath(path, drawn.renamedParameters), tensor),
      ),
  ]);
}

/** Whole graphs: the value and the gradient at every node, every loss and parameter gradient. */
export const runGraphs = ({ graphs }: GraphsFixture, arithmetic: Arithmetic = 'reference'): OracleReport =>
  runCases(
    {
      name: 'graphs',
      cases: graphs,
      idOf: ({ id }) => [id],
      needs: ['nodes', 'losses', 'parameters', 'inputs', 'targets', 'values', 'loss'],
    },
    (item) => runCase(item, arithmetic),
  );
