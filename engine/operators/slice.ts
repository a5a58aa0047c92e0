import { subscript, symbol } from '../notation/expression.ts';
import { formatShape, resolveAxis } from '../program/shape.ts';
import { dimAttribute } from './declare/dim.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Attributes, Operator } from './operator.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Python's reading of start:end on an axis of a size; undefined where nothing is left. */
function rangeOf({ start, end }: Attributes, size: number): Range | undefined {
  const from = (start as number) < 0 ? (start as number) + size : (start as number);
  const to =
    end === null ? size : (end as number) < 0 ? (end as number) + size : Math.min(end as number, size);
  return from >= 0 && from < to ? { start: from, end: to } : undefined;
}

/** x[…, start:end] along one axis, with Python's negative positions. */
export const slice: Operator = {
  name: 'Slice',
  category: 'merge',
  help: 'Takes some neighbouring features along one axis.',
  source: 'https://pytorch.org/docs/stable/generated/torch.narrow.html',
  synonyms: ['narrow', 'index', 'cut', 'select', 'part'],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'From start up to, not including, end' }],
  attributes: [
    dimAttribute(1, 'Axis to cut.'),
    {
      name: 'start',
      kind: 'integer',
      default: 0,
      minimum: -1_000_000_000,
      maximum: 1_000_000_000,
      help: 'First position; negative ones count from the end.',
    },
    {
      name: 'end',
      kind: 'integer',
      default: null,
      optional: true,
      minimum: -1_000_000_000,
      maximum: 1_000_000_000,
      help: 'Position after the last; None goes to the end.',
    },
  ],
  nodeName: 'slice',
  symbol: 'v',
  isModule: false,
  keepsValues: true,
  infer: (context) => {
    const { shape } = typeAt(context, inputPort);
    const axis = resolveAxis(context.attributes['dim'] as number, shape.length);
    const size = axis === undefined ? undefined : shape[axis];
    const range = typeof size === 'number' ? rangeOf(context.attributes, size) : undefined;
    if (axis !== undefined && range !== undefined) {
      return gives(shape.map((full, at) => (at === axis ? range.end - range.start : full)));
    }
    const { dim, start, end } = context.attributes;
    return {
      ok: false,
      code: 'bad-attribute',
      at: typeof size === 'number' ? 'start' : 'dim',
      message: `expects a range on an axis other than the batch of ${formatShape(shape)}; found ${start}:${end ?? ''} on axis ${dim}.`,
    };
  },
  lower: ({ builder, inputs }, attributes) => {
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const axis = resolveAxis(attributes['dim'] as number, shape.length) ?? 0;
    const range = rangeOf(attributes, shape[axis] as number);
    return result(range === undefined ? x : builder.slice(x, axis, range.start, range.end));
  },
  formula: (context) => {
    const { start, end } = context.attributes;
    return subscript(symbolAt(context, inputPort), symbol(`${start}:${end ?? ''}`, { upright: true }));
  },
  torch: ({ dim, start, end }) => {
    const axis = dim as number;
    const [before, after] = axis < 0 ? ['..., ', ', :'.repeat(-axis - 1)] : [':, '.repeat(axis), ''];
    return `${inputPort}[${before}${start}:${end ?? ''}${after}]`;
  },
  samples: [
    sample({ dim: 1, start: 1, end: 3 }, { input: numbers(['N', 4]) }),
    sample({ dim: -1, start: -2, end: null }, { input: numbers(['N', 2, 3]) }),
  ],
};
