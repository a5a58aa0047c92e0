import type {
  Attributes,
  AttributeValue,
  Inference,
  Operator,
  PortType,
} from '../../../operators/operator.ts';
import { attributeFault, resolveAttributes } from '../../attributes.ts';
import type { GraphEdge, GraphNode } from '../../document.ts';
import { operatorOf } from '../../operator-of.ts';
import type { CheckedGraph } from '../checked-graph.ts';
import { type Aspect, aspectsOf, readAspect, withAspect } from './origins.ts';

/** A wire into a node in error, with what it carries. */
export interface ArrivingWire {
  readonly edge: GraphEdge;
  /** Its place among the wires of its port. */
  readonly index: number;
  readonly type: PortType;
}

/** A node whose shape rule refuses what arrives, and all that the rule was asked. */
export interface FaultyNode {
  readonly node: GraphNode;
  readonly operator: Operator;
  readonly attributes: Attributes;
  readonly wires: readonly ArrivingWire[];
  readonly infer: (attributes: Attributes, wires: readonly ArrivingWire[]) => Inference;
}

/** The node with what arrives at it; undefined where something else is wrong than what arrives. */
export function faultyNode({ flat, nodes }: CheckedGraph, id: string): FaultyNode | undefined {
  const node = flat.nodes.find((each) => each.id === id);
  const operator = node === undefined ? undefined : operatorOf(node);
  if (node === undefined || operator === undefined || nodes.has(id)) return undefined;
  const { attributes, diagnostics } = resolveAttributes(operator, node);
  if (diagnostics.length > 0) return undefined;
  const counts = new Map<string, number>();
  const wires: ArrivingWire[] = [];
  for (const edge of flat.edges) {
    if (edge.to[0] !== id) continue;
    const type = nodes.get(edge.from[0])?.outputs.get(edge.from[1]);
    if (type === undefined) return undefined;
    const index = counts.get(edge.to[1]) ?? 0;
    counts.set(edge.to[1], index + 1);
    wires.push({ edge, index, type });
  }
  if (operator.inputs.some(({ name }) => !counts.has(name))) return undefined;
  const infer = (values: Attributes, arriving: readonly ArrivingWire[]): Inference => {
    const inputs = new Map<string, readonly PortType[]>();
    for (const { edge, type } of arriving) inputs.set(edge.to[1], [...(inputs.get(edge.to[1]) ?? []), type]);
    return operator.infer({ attributes: values, inputs });
  };
  return { node, operator, attributes, wires, infer };
}

/** One size of what arrives that would have to be another. */
export interface InputRepair {
  readonly wire: ArrivingWire;
  readonly aspect: Aspect;
  readonly size: number;
}

/** Sizes that occur around a node: those of what arrives, of each input as one row, and of its own attributes. */
function sizesAround({ wires, attributes }: FaultyNode): readonly number[] {
  const arriving = wires.flatMap(({ type }) => {
    const sizes = aspectsOf(type).map((aspect) => Number(readAspect(type, aspect)));
    const row = type.shape.slice(1).reduce<number>((product, size) => product * Number(size), 1);
    return [...sizes, row];
  });
  const own = Object.values(attributes).flat().map(Number);
  const sizes = [...arriving, ...own].filter((size) => Number.isSafeInteger(size) && size > 0);
  return [...new Set(sizes)];
}

/** Single sizes of what arrives, and values for them, with which the shape rule would agree. */
export function inputRepairs(faulty: FaultyNode): readonly InputRepair[] {
  const sizes = sizesAround(faulty);
  return faulty.wires.flatMap((wire) =>
    aspectsOf(wire.type).flatMap((aspect) =>
      sizes
        .filter((size) => size !== readAspect(wire.type, aspect))
        .filter((size) => {
          const changed = { ...wire, type: withAspect(wire.type, aspect, size) };
          const arriving = faulty.wires.map((each) => (each === wire ? changed : each));
          return faulty.infer(faulty.attributes, arriving).ok;
        })
        .map((size) => ({ wire, aspect, size })),
    ),
  );
}

/** An attribute of the node itself, and a value for it with which the shape rule would agree. */
export interface AttributeRepair {
  readonly attribute: string;
  readonly value: AttributeValue;
}

/** Values worth trying for an attribute: left to be inferred, axes, sizes around, options, shapes of what arrives. */
function valuesToTry(
  faulty: FaultyNode,
  declared: Operator['attributes'][number],
): readonly AttributeValue[] {
  switch (declared.kind) {
    case 'integer':
      return [null, -1, 0, 1, -2, ...sizesAround(faulty)];
    case 'choice':
      return declared.options;
    case 'boolean':
      return [true, false];
    case 'shape':
      return [[-1], ...faulty.wires.map(({ type }) => type.shape.slice(1).map(Number))];
    case 'numbers':
      return [null];
    case 'number':
    case 'text':
      return [];
  }
}

export function attributeRepairs(faulty: FaultyNode): readonly AttributeRepair[] {
  const { operator, attributes, wires, infer } = faulty;
  return operator.attributes.flatMap((declared) =>
    valuesToTry(faulty, declared)
      .filter((value) => attributeFault(declared, value) === undefined)
      .filter((value) => JSON.stringify(value) !== JSON.stringify(attributes[declared.name]))
      .filter((value) => infer({ ...attributes, [declared.name]: value }, wires).ok)
      .map((value) => ({ attribute: declared.name, value })),
  );
}
