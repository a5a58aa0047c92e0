import {
  type Endpoint,
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../graph/document.ts';
import { findOperator } from '../../operators/catalogue.ts';
import type { Attributes, AttributeValue, Operator } from '../../operators/operator.ts';
import type { ListedModule } from '../../summary/summarize.ts';
import {
  type CustomModel,
  hookCounts,
  isContainer,
  isCustom,
  type LayerModel,
  type Model,
  moduleAt,
} from './model.ts';
import { materialArguments } from './torch-arguments.ts';

/** A model drawn as a graph, or what it needs that Nodegrad does not have. */
export type ModelDocument =
  | {
      readonly ok: true;
      readonly document: GraphDocument;
      /** What torchsummary lists: every call of a module, in the order in which they return. */
      readonly listed: readonly ListedModule[];
      /** The node of each layer that is called, with the parameter names that it freezes. */
      readonly layers: ReadonlyMap<string, readonly string[]>;
    }
  | { readonly ok: false; readonly why: string };

/** The model needs something that Nodegrad does not have. */
class Unsupported extends Error {}

/** What a module gives: one tensor, or a tuple of them. */
interface Given {
  readonly parts: readonly Endpoint[];
  readonly tuple: boolean;
}

const single = (endpoint: Endpoint): Given => ({ parts: [endpoint], tuple: false });

/** The grammar's `fn:` names as operators. */
const functionOperators: Readonly<
  Record<string, { readonly operator: string; readonly attributes?: Attributes }>
> = {
  relu: { operator: 'ReLU' },
  add: { operator: 'Add' },
  mul: { operator: 'Multiply' },
  cat: { operator: 'Concat', attributes: { dim: 1 } },
  cat0: { operator: 'Concat', attributes: { dim: 0 } },
  cat_last: { operator: 'Concat', attributes: { dim: -1 } },
  flatten: { operator: 'Flatten' },
  log_softmax: { operator: 'LogSoftmax', attributes: { dim: 1 } },
  mean: { operator: 'Mean' },
  sum1: { operator: 'Sum', attributes: { dim: 1 } },
  matmul_p: { operator: 'MatMul' },
};

function supportedOperator(name: string): Operator {
  const operator = findOperator(name);
  if (operator === undefined) throw new Unsupported(`there is no operator ${name} yet`);
  return operator;
}

const isAttributeValue = (value: unknown): value is AttributeValue =>
  value === null ||
  ['number', 'boolean', 'string'].includes(typeof value) ||
  (Array.isArray(value) && value.every((item) => typeof item === 'number'));

/** Elements of the tensors that torchsummary looks for in a module; it asks for these two names only. */
const listedElements = ({ parameters = {} }: CustomModel): bigint =>
  ['weight', 'bias'].reduce((total, name) => {
    const shape = parameters[name];
    return shape === undefined ? total : total + shape.reduce((product, size) => product * BigInt(size), 1n);
  }, 0n);

/** Draws a model node by node, in the order of its calls. */
class Drawing {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly listed: ListedModule[] = [];
  readonly layers = new Map<string, readonly string[]>();
  /** The node of each layer and free tensor that was used, by its own path. */
  readonly drawn = new Map<string, string>();
  readonly root: Model;
  readonly hooks: ReadonlyMap<string, number>;

  constructor(root: Model) {
    this.root = root;
    this.hooks = hookCounts(root);
  }

  node(
    operator: Operator,
    attributes: Attributes,
    inputs: readonly Endpoint[],
    more: Pick<GraphNode, 'frozen' | 'shares'> = {},
  ): Endpoint {
    const id = `n${this.nodes.length}`;
    this.nodes.push({
      id,
      operator: operator.name,
      attributes,
      position: { x: 0, y: 0 },
      ...more,
    });
    inputs.forEach((from, index) => {
      this.wire(from, operator, id, index);
    });
    return [id, operator.outputs[0]?.name ?? ''];
  }

  /** The same wire cannot be drawn twice: a second one goes through an Identity. */
  wire(from: Endpoint, operator: Operator, id: string, index: number): void {
    const port = operator.inputs[index] ?? operator.inputs.at(-1);
    if (port === undefined) throw new Unsupported(`${operator.name} takes no input`);
    const to: Endpoint = [id, port.name];
    const known = this.edges.some((edge) => edge.from.join() === from.join() && edge.to.join() === to.join());
    this.edges.push({ from: known ? this.node(supportedOperator('Identity'), {}, [from]) : from, to });
  }

  layer(model: LayerModel, path: string, inputs: readonly Endpoint[]): Endpoint {
    const operator = supportedOperator(model.type);
    const attributes: Record<string, AttributeValue> = {};
    for (const [name, given] of materialArguments(model.args)) {
      const declared = operator.attributes.find((attribute) => attribute.name === name);
      // PyTorch takes a single size where a list of sizes is meant.
      const value = declared?.kind === 'shape' && typeof given === 'number' ? [given] : given;
      if (declared === undefined || !isAttributeValue(value)) {
        throw new Unsupported(`${model.type} has no attribute ${name} yet (at ${path})`);
      }
      attributes[name] = value;
    }
    const frozen = model.frozen ?? [];
    const before = this.drawn.get(path);
    if (before !== undefined) return this.node(operator, attributes, inputs, { shares: before });
    // A node is frozen whole; in torchsummary's table a layer is what its weight is.
    const output = this.node(operator, attributes, inputs, frozen.includes('weight') ? { frozen: true } : {});
    this.drawn.set(path, output[0]);
    this.layers.set(output[0], frozen);
    return output;
  }

  tensor(path: string, shape: readonly number[]): Endpoint {
    const operator = supportedOperator('Parameter');
    const known = this.drawn.get(path);
    const endpoint: Endpoint =
      known === undefined
        ? this.node(operator, { shape: [...shape] }, [])
        : [known, operator.outputs[0]?.name ?? ''];
    this.drawn.set(path, endpoint[0]);
    return endpoint;
  }

  call(name: string, inputs: readonly Given[]): Given {
    const [first, ...others] = inputs;
    if (name === 'first' && first?.tuple === true && others.length === 0) {
      const [part] = first.parts;
      if (part !== undefined) return single(part);
    }
    const known = functionOperators[name];
    if (known === undefined) throw new Unsupported(`the function ${name} has no operator yet`);
    return single(
      this.node(supportedOperator(known.operator), known.attributes ?? {}, this.tensors(name, inputs)),
    );
  }

  tensors(callee: string, inputs: readonly Given[]): readonly Endpoint[] {
    if (inputs.some(({ tuple }) => tuple)) throw new Unsupported(`${callee} is given a tuple`);
    return inputs.flatMap(({ parts }) => parts);
  }

  /** What the module at a path, as PyTorch names it, gives for its inputs. */
  module(at: string, inputs: readonly Given[]): Given {
    const { path, model } = moduleAt(this.root, at);
    const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
    if (isContainer(model)) {
      const flow = model.children.reduce<readonly Given[]>(
        (given, [name]) => [this.module(below(name), given)],
        inputs,
      );
      return flow[0] ?? { parts: [], tuple: true };
    }
    const given = isCustom(model)
      ? this.forward(model, below, inputs)
      : single(this.layer(model, path, this.tensors(path, inputs)));
    // torchsummary has no hook on the model itself.
    if (path === '') return given;
    const listed = isCustom(model)
      ? {
          type: model.class,
          gives: given.tuple ? given.parts : (given.parts[0] as Endpoint),
          parameters: listedElements(model),
          trainable: model.parameters?.['weight'] !== undefined && model.frozen?.includes('weight') !== true,
        }
      : { node: given.parts[0]?.[0] as string };
    for (let hook = 0; hook < (this.hooks.get(path) ?? 1); hook += 1) this.listed.push(listed);
    return given;
  }

  forward(model: CustomModel, below: (name: string) => string, inputs: readonly Given[]): Given {
    if (model.inputs.length !== inputs.length) {
      throw new Error(`${model.class} takes ${model.inputs.length} inputs; found ${inputs.length}`);
    }
    const known = new Map(model.inputs.map((name, index) => [name, inputs[index] as Given]));
    const read = (name: string): Given => {
      const shape = model.parameters?.[name];
      const given =
        known.get(name) ?? (shape === undefined ? undefined : single(this.tensor(below(name), shape)));
      if (given === undefined)
        throw new Error(`the forward of ${model.class} reads ${name}, which is not there`);
      return given;
    };
    for (const [out, callee, names] of model.forward) {
      const from = names.map(read);
      known.set(
        out,
        callee.startsWith('fn:') ? this.call(callee.slice(3), from) : this.module(below(callee), from),
      );
    }
    if (typeof model.returns === 'string') return read(model.returns);
    return { parts: this.tensors(`the tuple of ${model.class}`, model.returns.map(read)), tuple: true };
  }
}

/** @param inputSizes sizes of the inputs, without the batch */
export function modelDocument(model: Model, inputSizes: readonly (readonly number[])[]): ModelDocument {
  const drawing = new Drawing(model);
  try {
    const inputOperator = supportedOperator('Input');
    const inputs = inputSizes.map((shape) => single(drawing.node(inputOperator, { shape: [...shape] }, [])));
    drawing.module('', inputs);
  } catch (error) {
    if (error instanceof Unsupported) return { ok: false, why: error.message };
    throw error;
  }
  const { nodes, edges, listed, layers } = drawing;
  return { ok: true, document: { ...emptyDocument('fixture'), nodes, edges }, listed, layers };
}
