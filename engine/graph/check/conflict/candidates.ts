import { operators } from '../../../operators/catalogue.ts';
import type { AttributeValue, Operator, PortType } from '../../../operators/operator.ts';
import { defaultAttributes } from '../../attributes.ts';
import { displayName, nameOfNode } from '../../display-name.ts';
import type { CheckedGraph } from '../checked-graph.ts';
import type { Fix } from '../diagnostic.ts';
import type { ArrivingWire, AttributeRepair, FaultyNode, InputRepair } from './faulty-node.ts';
import { originsOf, readAspect } from './origins.ts';

/** Edits that may solve a conflict; which of them do is found by trying. */

const valueText = (value: AttributeValue): string =>
  Array.isArray(value) ? value.join('×') : String(value).replace('-', '−');

const setLabel = (attribute: string, value: AttributeValue, of?: string): string => {
  const what = of === undefined ? attribute : `${attribute} of ${of}`;
  return value === null ? `Let ${what} follow what arrives` : `Set ${what} to ${valueText(value)}`;
};

/** The node's own attributes set to what its shape rule would agree to. */
export const ownAttributeFixes = (node: string, repairs: readonly AttributeRepair[]): readonly Fix[] =>
  repairs.map(({ attribute, value }) => ({
    kind: 'set-attribute',
    node,
    attribute,
    value,
    label: setLabel(attribute, value),
  }));

/** A size that came of `value` and is to be `wanted`: as many, as many times as many, or by as many more. */
function valuesFor(value: number, size: number, wanted: number): readonly number[] {
  const guesses = [wanted, (value * wanted) / size, value + wanted - size];
  return [...new Set(guesses)].filter((guess) => Number.isSafeInteger(guess) && guess > 0 && guess !== value);
}

/** The attributes further up that decided over a size, set so that it comes out as it has to be. */
export function originFixes({ nodes }: CheckedGraph, repairs: readonly InputRepair[]): readonly Fix[] {
  return repairs.flatMap(({ wire, aspect, size: wanted }) => {
    const size = Number(readAspect(wire.type, aspect));
    return originsOf(nodes, wire.edge.from, aspect).flatMap(({ node, attribute, index }): readonly Fix[] => {
      if (attribute === undefined) return [];
      const value = node.attributes[attribute];
      const current = Number(index === undefined ? value : (value as readonly number[])[index]);
      return valuesFor(current, size, wanted).map((guess) => {
        const next = index === undefined ? guess : (value as readonly number[]).with(index, guess);
        return {
          kind: 'set-attribute',
          node: node.node.id,
          attribute,
          value: next,
          label: setLabel(attribute, next, displayName(node.node)),
        };
      });
    });
  });
}

/** The other choices of the nodes that feed it directly, such as one-hot rows in place of class indices. */
export const sourceChoiceFixes = ({ nodes }: CheckedGraph, wires: readonly ArrivingWire[]): readonly Fix[] =>
  wires.flatMap(({ edge }) => {
    const source = nodes.get(edge.from[0]);
    if (source === undefined) return [];
    return source.operator.attributes.flatMap((declared): readonly Fix[] =>
      declared.kind !== 'choice'
        ? []
        : declared.options
            .filter((option) => option !== source.attributes[declared.name])
            .map((option) => ({
              kind: 'set-attribute',
              node: source.node.id,
              attribute: declared.name,
              value: option,
              label: setLabel(declared.name, option, displayName(source.node)),
            })),
    );
  });

const outputOf = (
  operator: Operator,
  attributes: Operator['samples'][number]['attributes'],
  type: PortType,
) => {
  const [input, ...others] = operator.inputs;
  if (input === undefined || others.length > 0 || !input.accepts.includes(type.carries)) return undefined;
  const inference = operator.infer({
    attributes: { ...defaultAttributes(operator), ...attributes },
    inputs: new Map([[input.name, [type]]]),
  });
  return inference.ok ? inference.outputs.values().next().value : undefined;
};

/** The attribute by which a person says how wide an operator's output is. */
const widthOf = ({ attributes }: Operator): string | undefined =>
  attributes.find((each) => each.kind === 'integer' && each.default !== null)?.name;

/**
 * Operators put into a wire: one that only arranges the numbers (Flatten, Reshape) with its defaults or the shape of
 * another input, or a layer of the width that is needed.
 */
export function insertFixes(
  checked: CheckedGraph,
  faulty: FaultyNode,
  repairs: readonly InputRepair[],
): readonly Fix[] {
  const { attributes, wires, infer } = faulty;
  return wires.flatMap((wire): readonly Fix[] => {
    const fits = (type: PortType | undefined): boolean =>
      type !== undefined &&
      infer(
        attributes,
        wires.map((each) => (each === wire ? { ...wire, type } : each)),
      ).ok;
    const after = nameOfNode(checked.flat, wire.edge.from[0]);
    const arranging = operators
      .filter(
        ({ keepsValues, stopsGradient, inputs }) =>
          keepsValues === true && stopsGradient !== true && inputs.length === 1,
      )
      .flatMap((operator): readonly Fix[] => {
        const shaped = operator.attributes.find(({ kind }) => kind === 'shape');
        const settings =
          shaped === undefined
            ? [{}]
            : wires.map(({ type }) => ({ [shaped.name]: type.shape.slice(1).map(Number) }));
        return settings
          .filter((each) => fits(outputOf(operator, each, wire.type)))
          .map((each) => ({
            kind: 'insert-node',
            edge: wire.edge,
            operator: operator.name,
            attributes: each,
            label: `Insert ${operator.name} after ${after}`,
          }));
      });
    const widths = repairs.filter(
      ({ wire: at, aspect }) =>
        at === wire && aspect !== 'classes' && aspect.axis === wire.type.shape.length - 1,
    );
    const layers = operators
      .filter(({ affine }) => affine === true)
      .flatMap((operator): readonly Fix[] => {
        const width = widthOf(operator);
        if (width === undefined) return [];
        return widths.map(({ size }) => ({
          kind: 'insert-node',
          edge: wire.edge,
          operator: operator.name,
          attributes: { [width]: size },
          label: `Insert ${operator.name} to ${size} after ${after}`,
        }));
      });
    return [...arranging, ...layers];
  });
}
