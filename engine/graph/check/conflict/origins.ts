import type { Attributes, AttributeValue, PortType } from '../../../operators/operator.ts';
import { resolveAttributes } from '../../attributes.ts';
import { displayName } from '../../display-name.ts';
import type { Endpoint } from '../../document.ts';
import type { CheckedNode } from '../checked-graph.ts';

/**
 * Who decided over a size: found without any declaration, by asking an operator's shape rule again with one attribute
 * or one size of its input doubled, and seeing whether the size in question changes.
 */

/** What is asked about a type: the size of one of its axes, or its number of classes. */
export type Aspect = { readonly axis: number } | 'classes';

/** An attribute that decided over a size, or a node that gives this size whatever its attributes are. */
export interface Origin {
  readonly node: CheckedNode;
  readonly attribute: string | undefined;
  /** Place in the attribute, where that is a list of sizes. */
  readonly index: number | undefined;
  /** Nodes that passed the size on, from the origin on. */
  readonly through: readonly CheckedNode[];
}

export const readAspect = ({ shape, classes }: PortType, aspect: Aspect): unknown =>
  aspect === 'classes' ? classes : shape[aspect.axis];

/** The type with another size there. */
export const withAspect = (type: PortType, aspect: Aspect, size: number): PortType =>
  aspect === 'classes' ? { ...type, classes: size } : { ...type, shape: type.shape.with(aspect.axis, size) };

/** Every size of a type that is a number, not the batch. */
export const aspectsOf = ({ shape, classes }: PortType): readonly Aspect[] => [
  ...shape.flatMap((size, axis): readonly Aspect[] => (typeof size === 'number' ? [{ axis }] : [])),
  ...(classes === undefined ? [] : (['classes'] as const)),
];

/** An attribute with one of its sizes changed, most of them doubled. */
interface Doubled {
  readonly attribute: string;
  readonly index: number | undefined;
  readonly value: AttributeValue;
  /**
   * By how much the size must change for the attribute to count. Where negative numbers count from the end, it may be
   * the number of an axis (dim), which changes a size by looking at another one.
   */
  readonly by: number | undefined;
}

function doubledAttributes({ operator, attributes }: CheckedNode): readonly Doubled[] {
  return operator.attributes.flatMap((declared): readonly Doubled[] => {
    const { name, kind } = declared;
    const value = attributes[name];
    if (kind === 'integer' && typeof value === 'number' && value > 0) {
      return declared.minimum < 0
        ? [{ attribute: name, index: undefined, value: value - 1, by: 1 }]
        : [{ attribute: name, index: undefined, value: value * 2, by: undefined }];
    }
    if (kind !== 'shape' || !Array.isArray(value)) return [];
    const sizes = value as readonly number[];
    return sizes.flatMap((size, index) =>
      size > 0 ? [{ attribute: name, index, value: sizes.with(index, size * 2), by: undefined }] : [],
    );
  });
}

interface Arriving {
  readonly port: string;
  readonly index: number;
  readonly from: Endpoint;
  readonly type: PortType;
  readonly aspect: Aspect;
}

const arrivingAspects = ({ inputs }: CheckedNode): readonly Arriving[] =>
  [...inputs].flatMap(([port, list]) =>
    list.flatMap(({ from, type }, index) =>
      aspectsOf(type).map((aspect) => ({ port, index, from, type, aspect })),
    ),
  );

/** The step from one output size to what decided over it at this node: attributes, or sizes of what arrives. */
interface Step {
  readonly attributes: readonly Pick<Doubled, 'attribute' | 'index'>[];
  readonly arriving: readonly Arriving[];
}

/** A node that did not change since the last check is the same object, and so are its steps. */
const known = new WeakMap<CheckedNode, Map<string, Step>>();

function stepBack(node: CheckedNode, port: string, aspect: Aspect): Step {
  const steps = known.get(node) ?? new Map<string, Step>();
  known.set(node, steps);
  const key = `${port} ${aspect === 'classes' ? aspect : aspect.axis}`;
  const step = steps.get(key) ?? findStep(node, port, aspect);
  steps.set(key, step);
  return step;
}

function findStep(node: CheckedNode, port: string, aspect: Aspect): Step {
  const { attributes } = resolveAttributes(node.operator, node.node);
  const types: ReadonlyMap<string, readonly PortType[]> = new Map(
    [...node.inputs].map(([name, list]) => [name, list.map(({ type }) => type)]),
  );
  const now = node.outputs.get(port);
  const before = now === undefined ? undefined : readAspect(now, aspect);
  const changes = (values: Attributes, inputs: typeof types, by?: number): boolean => {
    const inference = node.operator.infer({ attributes: values, inputs });
    const then = inference.ok ? inference.outputs.get(port) : undefined;
    if (then === undefined) return false;
    const after = readAspect(then, aspect);
    return by === undefined ? after !== before : Math.abs(Number(after) - Number(before)) === by;
  };
  const doubling = (which: readonly Arriving[]): typeof types =>
    which.reduce((map, { port: at, index, aspect: each }) => {
      const list = map.get(at) ?? [];
      const type = list[index] as PortType;
      return map.set(at, list.with(index, withAspect(type, each, Number(readAspect(type, each)) * 2)));
    }, new Map(types));
  const deciding = doubledAttributes(node).filter(({ attribute, value, by }) =>
    changes({ ...attributes, [attribute]: value }, types, by),
  );
  const all = arrivingAspects(node);
  const alone = all.filter((each) => changes(attributes, doubling([each])));
  if (deciding.length + alone.length > 0) return { attributes: deciding, arriving: alone };
  // Inputs that must agree (Add) can only change together.
  const alike = all.filter((each) => readAspect(each.type, each.aspect) === before);
  return { attributes: [], arriving: changes(attributes, doubling(alike)) ? alike : [] };
}

/** Most steps back that are walked; beyond, the size is left unexplained. */
const farthest = 1000;

interface Place {
  readonly from: Endpoint;
  readonly aspect: Aspect;
  /** The place from which it was reached, nearer to where the question was asked. */
  readonly after: Place | undefined;
}

function nodesAfter(place: Place, nodes: ReadonlyMap<string, CheckedNode>): readonly CheckedNode[] {
  const through: CheckedNode[] = [];
  for (let next = place.after; next !== undefined; next = next.after) {
    const passing = nodes.get(next.from[0]);
    if (passing !== undefined) through.push(passing);
  }
  return through;
}

/** What decided over a size of an output, as far back as that is known. */
export function originsOf(
  nodes: ReadonlyMap<string, CheckedNode>,
  from: Endpoint,
  aspect: Aspect,
): readonly Origin[] {
  const origins = new Map<string, Origin>();
  const seen = new Set<string>();
  const open: Place[] = [{ from, aspect, after: undefined }];
  for (let place = open.pop(); place !== undefined && seen.size < farthest; place = open.pop()) {
    const key = JSON.stringify([place.from, place.aspect]);
    const node = nodes.get(place.from[0]);
    if (seen.has(key) || node === undefined) continue;
    seen.add(key);
    const { attributes, arriving } = stepBack(node, place.from[1], place.aspect);
    const found =
      attributes.length + arriving.length === 0 ? [{ attribute: undefined, index: undefined }] : attributes;
    const through = found.length === 0 ? [] : nodesAfter(place, nodes);
    for (const { attribute, index } of found) {
      origins.set(`${node.node.id} ${attribute} ${index}`, { node, attribute, index, through });
    }
    for (const each of arriving) open.push({ from: each.from, aspect: each.aspect, after: place });
  }
  return [...origins.values()];
}

/** 'out_features of fc1, through act1' */
export function describeOrigin({ node, attribute, through }: Origin): string {
  const name = displayName(node.node);
  const names = through.map((each) => displayName(each.node));
  const way =
    names.length > 4 ? [...names.slice(0, 2), `${names.length - 3} more`, ...names.slice(-1)] : names;
  return `${attribute === undefined ? name : `${attribute} of ${name}`}${way.length === 0 ? '' : `, through ${way.join(', ')}`}`;
}
