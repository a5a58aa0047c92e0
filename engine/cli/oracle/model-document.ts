import {
  type Endpoint,
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../graph/document.ts';
import { findOperator } from '../../operators/catalogue.ts';
import type { Attributes, AttributeValue, Operator } from '../../operators/operator.ts';
import { type CustomModel, isContainer, isCustom, isShared, type LayerModel, type Model } from './model.ts';

/** A model drawn as a graph, or what it needs that Nodegrad does not have. */
export type ModelDocument =
  | {
      readonly ok: true;
      readonly document: GraphDocument;
      /** Nodes that stand for function calls, which torchsummary does not see. */
      readonly functions: ReadonlySet<string>;
      /** Parameter names that a layer freezes, by node. */
      readonly frozen: ReadonlyMap<string, readonly string[]>;
      readonly layers: number;
    }
  | { readonly ok: false; readonly why: string };

/** The model needs something that Nodegrad does not have. */
class Unsupported extends Error {}

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

/** Draws a model node by node, in the order of its calls. */
class Drawing {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly functions = new Set<string>();
  readonly frozen = new Map<string, readonly string[]>();
  /** The node of each module that was called, by the module's own path. */
  readonly called = new Map<string, string>();
  readonly root: Model;
  layers = 0;

  constructor(root: Model) {
    this.root = root;
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
      const port = operator.inputs[index] ?? operator.inputs.at(-1);
      if (port === undefined) throw new Unsupported(`${operator.name} takes no input`);
      this.edges.push({ from, to: [id, port.name] });
    });
    return [id, operator.outputs[0]?.name ?? ''];
  }

  layer(model: LayerModel, path: string, inputs: readonly Endpoint[]): Endpoint {
    const operator = supportedOperator(model.type);
    const attributes: Record<string, AttributeValue> = {};
    for (const [name, given] of Object.entries(model.args)) {
      const declared = operator.attributes.find((attribute) => attribute.name === name);
      // PyTorch takes a single size where a list of sizes is meant.
      const value = declared?.kind === 'shape' && typeof given === 'number' ? [given] : given;
      if (declared === undefined || !isAttributeValue(value)) {
        throw new Unsupported(`${model.type} has no attribute ${name} yet (at ${path})`);
      }
      attributes[name] = value;
    }
    const frozen = model.frozen ?? [];
    const before = this.called.get(path);
    if (before !== undefined) return this.node(operator, attributes, inputs, { shares: before });
    const output = this.node(operator, attributes, inputs, frozen.length > 0 ? { frozen: true } : {});
    if (frozen.length > 0) this.frozen.set(output[0], frozen);
    this.called.set(path, output[0]);
    this.layers += 1;
    return output;
  }

  call(name: string, inputs: readonly Endpoint[]): Endpoint {
    const known = functionOperators[name];
    if (known === undefined) throw new Unsupported(`the function ${name} has no operator yet`);
    const output = this.node(supportedOperator(known.operator), known.attributes ?? {}, inputs);
    this.functions.add(output[0]);
    return output;
  }

  /** What the module gives for its inputs; `path` names it as PyTorch does. */
  module(model: Model, path: string, inputs: readonly Endpoint[]): readonly Endpoint[] {
    if (isShared(model)) {
      if (parentOf(model.ref) !== parentOf(path)) {
        throw new Unsupported(
          'torchsummary hooks a module once for each parent and shows every call that often',
        );
      }
      return this.module(childAt(this.root, model.ref), model.ref, inputs);
    }
    if (isCustom(model)) {
      if (path !== '') {
        throw new Unsupported(
          `the module ${model.class} would be a row of its own; there are no modules of modules yet`,
        );
      }
      return this.forward(model, inputs);
    }
    if (isContainer(model)) {
      return model.children.reduce<readonly Endpoint[]>(
        (flow, [name, child]) => this.module(child, path === '' ? name : `${path}.${name}`, flow),
        inputs,
      );
    }
    return [this.layer(model, path, inputs)];
  }

  forward(model: CustomModel, inputs: readonly Endpoint[]): readonly Endpoint[] {
    if (model.parameters !== undefined) throw new Unsupported('free parameters are not supported yet');
    const known = new Map<string, Endpoint>(
      model.inputs.map((name, index) => [name, inputs[index] as Endpoint]),
    );
    for (const [out, callee, names] of model.forward) {
      const from = names.map((name) => {
        const endpoint = known.get(name);
        if (endpoint === undefined)
          throw new Error(`the forward of ${model.class} reads ${name}, which is not there`);
        return endpoint;
      });
      if (callee.startsWith('fn:')) {
        known.set(out, this.call(callee.slice(3), from));
        continue;
      }
      const [only, ...more] = this.module(childAt(model, callee), callee, from);
      if (only === undefined || more.length > 0) throw new Unsupported(`${callee} gives several outputs`);
      known.set(out, only);
    }
    return [model.returns].flat().map((name) => {
      const endpoint = known.get(name);
      if (endpoint === undefined) throw new Error(`${model.class} returns ${name}, which is not there`);
      return endpoint;
    });
  }
}

/** 'layers' of 'layers.0'; empty for a child of the model itself. */
const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('.'), 0));

/** The module at a path such as 'layers.0'. */
function childAt(model: Model, path: string): Model {
  return path.split('.').reduce<Model>((parent, name) => {
    const children = isCustom(parent) || isContainer(parent) ? parent.children : [];
    const child = children.find(([known]) => known === name)?.[1];
    if (child === undefined) throw new Error(`there is no module ${path}`);
    return child;
  }, model);
}

/** @param inputSizes sizes of the inputs, without the batch */
export function modelDocument(model: Model, inputSizes: readonly (readonly number[])[]): ModelDocument {
  const drawing = new Drawing(model);
  try {
    const inputOperator = supportedOperator('Input');
    const inputs = inputSizes.map((shape) => drawing.node(inputOperator, { shape: [...shape] }, []));
    drawing.module(model, '', inputs);
  } catch (error) {
    if (error instanceof Unsupported) return { ok: false, why: error.message };
    throw error;
  }
  const { nodes, edges, functions, frozen, layers } = drawing;
  return { ok: true, document: { ...emptyDocument('fixture'), nodes, edges }, functions, frozen, layers };
}
