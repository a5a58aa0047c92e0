import {
  type Endpoint,
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../../graph/document.ts';
import { findOperator } from '../../../operators/catalogue.ts';
import type { Attributes, Operator } from '../../../operators/operator.ts';
import { type FixtureTensor, fixtureNumbers } from '../fixture-tensor.ts';
import { attributesOf, type TorchArguments } from '../torch-arguments.ts';

interface FixtureNode {
  readonly id: string;
  readonly op: string;
  readonly in: readonly string[];
  readonly args: TorchArguments;
}

interface FixtureLoss {
  readonly op: string;
  readonly in: string;
  /** A key of `targets`, or a node whose value is taken without its gradient. */
  readonly target: string;
  readonly weight: number;
  readonly args: TorchArguments;
}

export interface DrawnGraph {
  readonly nodes: readonly FixtureNode[];
  readonly losses: readonly FixtureLoss[];
  readonly targets: Readonly<Record<string, FixtureTensor>>;
  /** By `node.name`. */
  readonly parameters: Readonly<Record<string, FixtureTensor>>;
}

export type Drawn =
  | {
      readonly ok: true;
      readonly document: GraphDocument;
      /** Ids of the loss nodes, in the order of `losses`. */
      readonly losses: readonly string[];
      /** Parameters that are not called here as in the fixture: its `node.name` to `node/parameter`. */
      readonly renamedParameters: ReadonlyMap<string, string>;
    }
  | { readonly ok: false; readonly why: string };

/** The id of the node that feeds a target. */
export const targetNode = (key: string): string => `target:${key}`;

/** The fixture's names that are not PyTorch's classes. */
const renamed: Readonly<Record<string, string>> = { Mul: 'Multiply', Sub: 'Subtract' };

/** The graph needs something that Nodegrad does not have. */
class Unsupported extends Error {}

function operatorOf(name: string): Operator {
  const operator = findOperator(renamed[name] ?? name);
  if (operator === undefined) throw new Unsupported(`there is no operator ${name} yet`);
  return operator;
}

/** Arguments by the operator's own names. */
function argumentsOf({ op, args }: FixtureNode): TorchArguments {
  if (args['params_of'] !== undefined) {
    const { params_of: _owner, ...others } = args;
    return others;
  }
  // The fixtures' are in train mode and without running statistics, whatever their arguments say.
  if (op === 'BatchNorm1d') return { ...args, track_running_stats: false };
  if (op !== 'LayerNorm') return args;
  const { num_features: normalized_shape, ...others } = args;
  return normalized_shape === undefined ? others : { normalized_shape, ...others };
}

function checkedAttributes(operator: Operator, args: TorchArguments): Attributes {
  const result = attributesOf(operator, args);
  if (!result.ok) throw new Unsupported(result.why);
  return result.attributes;
}

class Drawing {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly renamedParameters = new Map<string, string>();

  add(
    id: string,
    operator: Operator,
    attributes: Attributes,
    inputs: readonly string[],
    shares?: GraphNode['shares'],
  ): void {
    this.nodes.push({
      id,
      operator: operator.name,
      attributes,
      position: { x: 0, y: 0 },
      ...(shares === undefined ? {} : { shares }),
    });
    if (inputs.length > operator.inputs.length && operator.inputs.at(-1)?.several !== true) {
      throw new Unsupported(`${operator.name} takes ${operator.inputs.length} inputs`);
    }
    inputs.forEach((from, index) => {
      const port = operator.inputs[index] ?? operator.inputs.at(-1);
      if (port === undefined) throw new Unsupported(`${operator.name} takes no input`);
      this.wire(from, [id, port.name], index);
    });
  }

  /** The same wire cannot be drawn twice: a second one goes through an Identity. */
  wire(from: string, to: Endpoint, index: number): void {
    const known = this.edges.some((edge) => edge.from[0] === from && edge.to.join() === to.join());
    if (!known) {
      this.edges.push({ from: [from, 'output'], to });
      return;
    }
    const again = `again:${to[0]}:${index}`;
    this.add(again, operatorOf('Identity'), {}, [from]);
    this.edges.push({ from: [again, 'output'], to });
  }

  /** x W + b with the weight (out, in) of another Linear: a free tensor that shares it, and one for the bias. */
  linearTransposed({ id, in: inputs, args }: FixtureNode, parameters: DrawnGraph['parameters']): void {
    const owner = String(args['weight_of']);
    const weight = parameters[`${owner}.weight`];
    const bias = parameters[`${id}.bias`];
    if (weight === undefined) throw new Unsupported(`there is no weight of ${owner}`);
    const tensor = (part: string, shape: readonly number[], shares?: GraphNode['shares']): string => {
      this.add(`${id}:${part}`, operatorOf('Parameter'), { shape }, [], shares);
      return `${id}:${part}`;
    };
    const tied = tensor('weight', weight.shape, { value: `${owner}/weight` });
    const product = bias === undefined ? id : `${id}:product`;
    this.add(product, operatorOf('MatMul'), {}, [...inputs, tied]);
    if (bias === undefined) return;
    this.add(id, operatorOf('Add'), {}, [product, tensor('bias', bias.shape)]);
    this.renamedParameters.set(`${id}.bias`, `${id}:bias/value`);
  }

  target(key: string, tensor: FixtureTensor | undefined): string {
    const id = targetNode(key);
    if (this.nodes.some((node) => node.id === id)) return id;
    if (tensor === undefined) {
      this.add(id, operatorOf('Detach'), {}, [key]);
      return id;
    }
    const shape = tensor.shape.slice(1);
    const isClasses = tensor.dtype === 'int64';
    const classes = Math.max(0, ...fixtureNumbers(tensor)) + 1;
    this.add(id, operatorOf('Input'), { shape, ...(isClasses ? { kind: 'classes', classes } : {}) }, []);
    return id;
  }
}

/** A fixture's graph as a document, with an Input or Detach for each target, or what it needs that is not there. */
export function drawGraph({ nodes, losses, targets, parameters }: DrawnGraph): Drawn {
  const drawing = new Drawing();
  try {
    for (const node of nodes) {
      if (node.op === 'LinearTransposed') {
        drawing.linearTransposed(node, parameters);
        continue;
      }
      const operator = operatorOf(node.op);
      const owner = node.args['params_of'];
      const attributes = checkedAttributes(operator, argumentsOf(node));
      drawing.add(node.id, operator, attributes, node.in, owner === undefined ? undefined : String(owner));
    }
    const ids = losses.map((loss, index) => {
      const id = `loss:${index}`;
      const operator = operatorOf(loss.op);
      const target = drawing.target(loss.target, targets[loss.target]);
      const attributes = { ...checkedAttributes(operator, loss.args), total_weight: loss.weight };
      drawing.add(id, operator, attributes, [loss.in, target]);
      return id;
    });
    const document = { ...emptyDocument('Fixture'), nodes: drawing.nodes, edges: drawing.edges };
    return { ok: true, document, losses: ids, renamedParameters: drawing.renamedParameters };
  } catch (error) {
    if (error instanceof Unsupported) return { ok: false, why: error.message };
    throw error;
  }
}
