import { type ColumnNames, type NamesByPort, portKey } from '../../engine/data/axis-names.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { placesOf } from '../../engine/program/tensor.ts';

/** What the rows and columns of a grid of numbers are called. */
export interface AxisLabels {
  /** The axes: 'N × features', 'out × in'. */
  readonly axes: string;
  readonly row: (row: number) => string;
  readonly column: (column: number) => string;
}

interface StoredTensor {
  readonly shape: readonly number[];
  readonly along?: readonly string[];
}

/** A port as an axis of a weight: out, in, or in1 and in2 where there are several. */
const axisOf = (port: string): string => port.replace('put', '');

/** The axes of a parameter or buffer by the ports along which they go. */
export function storedLabels(
  { id }: Pick<GraphNode, 'id'>,
  { shape, along }: StoredTensor,
  names: NamesByPort,
): AxisLabels {
  const label = (axis: number, place: number): string => {
    const port = along?.[axis];
    if (port === undefined) return String(place);
    const known = names.get(portKey(id, port))?.names;
    return (known?.length === shape[axis] ? known?.[place] : undefined) ?? `${axisOf(port)} ${place}`;
  };
  const isVector = shape.length < 2;
  const first = isVector ? 0 : 1;
  return {
    axes: along?.map(axisOf).join(' × ') ?? '',
    row: (row) => (isVector ? '' : label(0, row)),
    column: (column) =>
      placesOf(column, shape.slice(first))
        .map((place, axis) => label(first + axis, place))
        .join(', '),
  };
}

/** The axes of a port's values or gradients, a row for each sample of `samples`. */
export function portLabels(
  shape: readonly number[],
  samples: readonly number[],
  names: ColumnNames | undefined,
): AxisLabels {
  const columns = shape.length === 1 ? 1 : shape[1];
  const known = shape.length < 3 && names?.names.length === columns ? names : undefined;
  return {
    axes: shape.length === 0 ? '' : shape.length === 1 ? 'N' : `N × ${known?.of ?? 'features'}`,
    row: (row) => (shape.length === 0 ? '' : String(samples[row] ?? row)),
    column: (column) =>
      known?.names[column] ??
      (shape.length > 2
        ? `[${placesOf(column, shape.slice(1)).join(', ')}]`
        : shape.length === 0
          ? ''
          : String(column)),
  };
}
