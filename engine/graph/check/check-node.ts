import type { Carries, Inference, InputPort, Operator, PortType } from '../../operators/operator.ts';
import { batchFactor, countElements, formatShape, shapesEqual } from '../../program/shape.ts';
import { resolveAttributes } from '../attributes.ts';
import { displayName } from '../display-name.ts';
import type { GraphEdge, GraphNode } from '../document.ts';
import type { CheckedNode, Connection } from './checked-graph.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';

/** What surrounds a node while it is checked. */
export interface NodeSurroundings {
  /** Wires by input port. */
  readonly wires: ReadonlyMap<string, readonly GraphEdge[]>;
  /** A wire of the node is at fault: no types, and no message for what is missing. */
  readonly faulty: boolean;
  /** What the nodes before it send; undefined where that is not known. */
  readonly typeOf: (edge: GraphEdge) => PortType | undefined;
  readonly nameOf: (id: string) => string;
  /** What the last check made of this node. */
  readonly previous: CheckedNode | undefined;
}

export interface NodeResult {
  /** Undefined where the node is in error or fed by one that is. */
  readonly checked?: CheckedNode;
  readonly diagnostics: readonly Diagnostic[];
}

const carriesWords: Readonly<Record<Carries, string>> = { numbers: 'numbers', classes: 'class indices' };

/** 'numbers' or 'class indices', as messages call what a port takes. */
export const describeKinds = (accepts: readonly Carries[]): string =>
  accepts.map((kind) => carriesWords[kind]).join(' or ');

/** 'N×8', or 'class indices N, 3 classes'. */
export function describeType({ shape, carries, classes }: PortType): string {
  if (carries === 'numbers') return formatShape(shape);
  return `${carriesWords.classes} ${formatShape(shape)}${classes === undefined ? '' : `, ${classes} classes`}`;
}

export function checkNode(
  node: GraphNode,
  operator: Operator | undefined,
  around: NodeSurroundings,
): NodeResult {
  if (operator === undefined) return { diagnostics: [unknownOperator(node)] };
  const connections = connectionsOf(operator, around);
  const unchanged = around.faulty ? undefined : reusable(node, operator, connections, around.previous);
  if (unchanged !== undefined) return { checked: unchanged, diagnostics: [] };

  const { attributes, diagnostics } = resolveAttributes(operator, node);
  const found = [...diagnostics];
  if (!around.faulty) {
    for (const port of operator.inputs) {
      if (!around.wires.has(port.name)) found.push(missingConnection(node, operator, port));
    }
  }
  if (found.length > 0 || around.faulty || connections === undefined) return { diagnostics: found };

  const wrongKind = findWrongKind(node, operator, connections, around);
  if (wrongKind !== undefined) return { diagnostics: [wrongKind] };

  const inputs = new Map([...connections].map(([port, list]) => [port, list.map(({ type }) => type)]));
  const inference = operator.infer({ attributes, inputs });
  if (!inference.ok)
    return { diagnostics: [inferenceFault(node, inference, connections, around, attributes)] };
  const tooLarge = [...inference.outputs.values()].find((type) => !isCountable(type));
  if (tooLarge !== undefined) return { diagnostics: [sizeFault(node, tooLarge)] };
  return {
    checked: {
      node,
      operator,
      attributes: inference.inferred === undefined ? attributes : { ...attributes, ...inference.inferred },
      inputs: connections,
      outputs: inference.outputs,
      parameters: inference.parameters,
      shares: new Map(),
      buffers: inference.buffers ?? [],
      valuesPerStatistic: inference.valuesPerStatistic,
      parameterCount: inference.parameters.reduce((total, { shape }) => total + countElements(shape), 0n),
    },
    diagnostics: [],
  };
}

/** What arrives at each port; undefined where a type is not known. */
function connectionsOf(
  operator: Operator,
  { wires, typeOf }: NodeSurroundings,
): ReadonlyMap<string, readonly Connection[]> | undefined {
  const connections = new Map<string, readonly Connection[]>();
  for (const { name } of operator.inputs) {
    const arriving: Connection[] = [];
    for (const edge of wires.get(name) ?? []) {
      const type = typeOf(edge);
      if (type === undefined) return undefined;
      arriving.push({ from: edge.from, type });
    }
    if (arriving.length > 0) connections.set(name, arriving);
  }
  return connections;
}

const sameType = (left: PortType, right: PortType): boolean =>
  left === right ||
  (left.carries === right.carries && left.classes === right.classes && shapesEqual(left.shape, right.shape));

const sameConnection = (left: Connection, right: Connection | undefined): boolean =>
  right !== undefined &&
  left.from[0] === right.from[0] &&
  left.from[1] === right.from[1] &&
  sameType(left.type, right.type);

/** The node as it was checked last, where neither it nor what arrives has changed: views need not draw it again. */
function reusable(
  node: GraphNode,
  operator: Operator,
  connections: ReadonlyMap<string, readonly Connection[]> | undefined,
  previous: CheckedNode | undefined,
): CheckedNode | undefined {
  if (previous === undefined || connections === undefined) return undefined;
  if (previous.node !== node || previous.operator !== operator) return undefined;
  if (previous.inputs.size !== connections.size) return undefined;
  for (const [port, list] of connections) {
    const before = previous.inputs.get(port);
    if (before === undefined || before.length !== list.length) return undefined;
    if (!list.every((connection, index) => sameConnection(connection, before[index]))) return undefined;
  }
  return previous;
}

const unknownOperator = (node: GraphNode): Diagnostic =>
  diagnostic('unknown-operator', {
    node: node.id,
    title: `${displayName(node)} is of an unknown kind`,
    message: `Expected an operator of the palette; found ${node.operator}.`,
    fixes: [{ kind: 'remove-node', node: node.id, label: `Remove ${displayName(node)}` }],
  });

const missingConnection = (node: GraphNode, operator: Operator, port: InputPort): Diagnostic =>
  diagnostic('missing-connection', {
    node: node.id,
    port: port.name,
    title:
      operator.inputs.length === 1
        ? `${displayName(node)} is not connected yet`
        : `${displayName(node)} is not connected yet at ${port.name}`,
    message: `${port.name} takes ${describeKinds(port.accepts)}: ${port.help}.`,
  });

function findWrongKind(
  node: GraphNode,
  operator: Operator,
  connections: ReadonlyMap<string, readonly Connection[]>,
  { nameOf }: NodeSurroundings,
): Diagnostic | undefined {
  for (const port of operator.inputs) {
    const wrong = connections.get(port.name)?.find(({ type }) => !port.accepts.includes(type.carries));
    if (wrong === undefined) continue;
    const wanted = describeKinds(port.accepts);
    return diagnostic('wrong-kind', {
      node: node.id,
      port: port.name,
      title: `${displayName(node)} needs ${wanted} at ${port.name}`,
      message: `Expected ${wanted}; ${nameOf(wrong.from[0])} sends ${carriesWords[wrong.type.carries]} (${describeType(wrong.type)}).`,
      fixes: [
        {
          kind: 'remove-edge',
          edge: { from: wrong.from, to: [node.id, port.name] },
          label: `Remove the wire from ${nameOf(wrong.from[0])}`,
        },
      ],
    });
  }
  return undefined;
}

type Fault = Extract<Inference, { readonly ok: false }>;

/** An operator's message as the words after a node's name: 'expects 4 features, gets 3'. */
export const shortReason = (message: string): string =>
  message.replace(/\.$/, '').replace(/ \([^()]*\)$/, '');

const titles: Readonly<Record<Fault['code'], string>> = {
  'shape-mismatch': 'shapes do not fit',
  'wrong-kind': 'the wrong kind of value arrives',
  'bad-attribute': 'an attribute does not fit',
};

/** The operator's own words as the title where they go on after its name, with what is sent in the message. */
function inferenceFault(
  node: GraphNode,
  fault: Fault,
  connections: ReadonlyMap<string, readonly Connection[]>,
  { nameOf }: NodeSurroundings,
  attributes: CheckedNode['attributes'],
): Diagnostic {
  const { code, at, message, fix, position } = fault;
  const isAttribute = !connections.has(at) && Object.hasOwn(attributes, at);
  const goesOn = /^(expects|needs|takes) /.test(message);
  const sent = [...connections].flatMap(([port, list]) =>
    list.map(({ from, type }) => {
      const where = connections.size > 1 ? ` to ${port}` : '';
      return `${nameOf(from[0])} sends ${describeType(type)}${where}`;
    }),
  );
  if (fix !== undefined && attributes[fix.attribute] !== null) {
    sent.push(`${fix.attribute} is ${attributes[fix.attribute]}`);
  }
  const facts = `${sent.join('; ')}.`;
  return diagnostic(code, {
    node: node.id,
    ...(isAttribute ? { attribute: at } : { port: at }),
    ...(position === undefined ? {} : { position }),
    title: `${displayName(node)}${goesOn ? ` ${shortReason(message)}` : `: ${titles[code]}`}`,
    message: goesOn ? facts : `${message.slice(0, 1).toUpperCase()}${message.slice(1)} ${facts}`,
    fixes:
      fix === undefined
        ? []
        : [
            {
              kind: 'set-attribute',
              node: node.id,
              attribute: fix.attribute,
              value: fix.value,
              label: fix.label,
            },
          ],
  });
}

/** Sizes beyond whole-number arithmetic cannot be right in any later rule. */
const isCountable = ({ shape }: PortType): boolean =>
  shape.every((dimension) => Number.isSafeInteger(batchFactor(dimension) ?? dimension));

const sizeFault = (node: GraphNode, type: PortType): Diagnostic =>
  diagnostic('shape-mismatch', {
    node: node.id,
    title: `${displayName(node)} becomes too large`,
    message: `Expected sizes up to ${Number.MAX_SAFE_INTEGER}; the output would be ${describeType(type)}.`,
  });
